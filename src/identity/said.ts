import type { Selectable } from 'kysely'
import { identifierId, kindsNow } from '../collect/index.ts'
import { notFound } from '../http/errors.ts'
import type { Checked, Output } from '../http/operation.ts'
import { presentConsent } from './consent.ts'
import type { ConsentShown, correctCustomer, recordConsent, Said, undoCorrection } from './contract-said.ts'
import type { IdentityStore } from './ledger.ts'
import { readCustomerIdentifiers } from './read-identity.ts'
import type { IdentityTables } from './tables.ts'

const iso = (at: Date) => at.toISOString()

function shownConsent(row: Selectable<IdentityTables['consents']>): ConsentShown {
  const { consent_id, kind, value, channel, purpose, state, source, wording, by } = row
  return { consent_id, kind, value, channel, purpose, state, at: iso(row.at), source, wording, by }
}

type Correction = Output<typeof correctCustomer>

function shownCorrection(row: Selectable<IdentityTables['corrections']>): Correction {
  const { correction_id, field, was, becomes, by, reason, undone_by } = row
  const undone_at = row.undone_at === null ? null : iso(row.undone_at)
  return { correction_id, field, was, becomes, by, reason, at: iso(row.at), undone_at, undone_by }
}

/** What is known of a customer beside the interactions. @throws notFound when no identifier has the id. */
export async function readSaidOf(
  store: IdentityStore,
  workspace: string,
  customer_id: string,
): Promise<Said> {
  const { identifiers } = await readCustomerIdentifiers(store, workspace, customer_id)
  const ids = identifiers.map((each) => each.identifier_id)
  const { consents, consent, corrections, corrected } = await readRecorded(store, workspace, ids)
  const traits = await traitsSaid(store, workspace, ids)
  return {
    traits: traits.map((each) => ({ ...each, corrected: corrected[each.trait] ?? null })),
    consent,
    consents,
    corrections,
  }
}

/** What people put on record of a customer, given by their identifiers; `corrected` holds the traits that are right by their word. */
export async function readRecorded({ db }: Pick<IdentityStore, 'db'>, workspace: string, ids: string[]) {
  const rows = await db
    .selectFrom('consents')
    .selectAll()
    .where('workspace', '=', workspace)
    .where('identifier_id', 'in', ids)
    .orderBy('consent_id', 'desc')
    .execute()
  const corrections = await db
    .selectFrom('corrections')
    .selectAll()
    .where('workspace', '=', workspace)
    .where('identifier_id', 'in', ids)
    .orderBy('correction_id', 'desc')
    .execute()
  const corrected: Record<string, string> = {}
  for (const { field, becomes } of corrections.filter(({ undone_at }) => undone_at === null).toReversed())
    if (field.startsWith('trait:')) corrected[field.slice('trait:'.length)] = becomes
  const consents = rows.map(shownConsent)
  return {
    consents,
    consent: presentConsent(consents),
    corrections: corrections.map(shownCorrection),
    corrected,
  }
}

async function traitsSaid({ analytics }: IdentityStore, workspace: string, ids: string[]) {
  const rows = await analytics.ask<{ trait: string; value: string; said_at: string }>(
    `SELECT toString(trait) AS trait, argMax(value, said_at) AS value, toString(max(said_at)) AS said_at FROM throughline.profiles FINAL
     WHERE {{workspace}} AND identifier_id IN ({ids:Array(UInt64)}) AND trait NOT IN ('', 'name') GROUP BY trait ORDER BY trait`,
    { workspace, params: { ids: ids.map(BigInt) } },
    'lookup',
  )
  return rows.map((row) => ({ ...row, said_at: new Date(Number(row.said_at)).toISOString() }))
}

/** Puts a consent on record. */
export async function recordConsentOf(
  { db }: IdentityStore,
  { workspace, identifier, at, ...said }: Checked<typeof recordConsent>,
  by: string,
): Promise<ConsentShown> {
  const normal = (await kindsNow(db, workspace)).normalise(identifier)
  const row = await db
    .insertInto('consents')
    .values({
      workspace,
      identifier_id: identifierId(normal),
      ...normal,
      ...said,
      at: at === undefined ? new Date() : new Date(at),
      by,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return shownConsent(row)
}

/** Puts a correction on record, under the customer's strongest identifier. */
export async function correct(
  store: IdentityStore,
  { workspace, customer_id, ...said }: Checked<typeof correctCustomer>,
  by: string,
): Promise<Correction> {
  const { identifiers } = await readCustomerIdentifiers(store, workspace, customer_id)
  const row = await store.db
    .insertInto('corrections')
    .values({
      workspace,
      identifier_id: identifiers[0]!.identifier_id,
      ...said,
      by,
      undone_at: null,
      undone_by: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return shownCorrection(row)
}

/** @throws notFound when there is no such correction that still stands. */
export async function takeBack(
  { db }: IdentityStore,
  { workspace, correction_id }: Checked<typeof undoCorrection>,
  by: string,
): Promise<Correction> {
  const row = await db
    .updateTable('corrections')
    .set({ undone_at: new Date(), undone_by: by })
    .where('workspace', '=', workspace)
    .where('correction_id', '=', correction_id)
    .where('undone_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  if (row === undefined)
    throw notFound(
      `correction ${correction_id} that stands in '${workspace}'`,
      'It may be taken back already.',
    )
  return shownCorrection(row)
}
