import { sql } from 'kysely'
import { type IdentifierKinds, kindsAt, kindsNow } from '../collect/index.ts'
import { appliedCommit, noteApplied } from './applied.ts'
import { judgeAnew } from './judge-anew.ts'
import type { IdentityStore } from './ledger.ts'
import { relink } from './relink.ts'
import { learnForms, type Written } from './same-value.ts'

/**
 * Where the kinds were set anew, brings the merge ledger to what it would be had they held from the beginning: forms of one
 * identifier are put together, links follow the new priority, and all is judged anew. No interaction changes. Done again from
 * the beginning where it was cut off. Returns true when any customer changed.
 */
export async function followKinds(
  store: IdentityStore,
  workspace: string,
  kinds: IdentifierKinds,
  followed: number,
): Promise<boolean> {
  const applied = await appliedCommit(store.db, workspace, 'identifier kinds')
  if (applied !== null && applied >= kinds.since) return false
  let changed = false
  // What nobody has followed yet is learnt by these kinds anyway.
  if (followed > 0) {
    await forgetForms(store, workspace, kinds)
    changed = await learnStoredForms(store, workspace, kinds)
    const before = await kindsAt(store.db, workspace, applied ?? 0)
    if (orderOf(before) !== orderOf(kinds))
      changed = (await relink(store, workspace, kinds, followed)) || changed
    changed = (await judgeAnew(store, workspace)) || changed
  }
  await noteApplied(store.db, workspace, 'identifier kinds', kinds.since)
  return changed
}

/** Whether identity has yet to follow the kinds as they stand. */
export async function kindsPending({ db }: IdentityStore, workspace: string): Promise<boolean> {
  const { since } = await kindsNow(db, workspace)
  return since > ((await appliedCommit(db, workspace, 'identifier kinds')) ?? 0)
}

const orderOf = ({ settings }: IdentifierKinds) => JSON.stringify(settings.kinds.map(({ kind }) => kind))

type Pair = { link_id: number; a_kind: string; a_value: string; b_kind: string; b_value: string }

/** Takes links between forms off the record that are no forms of one any more; what hangs on them is judged with all the rest. */
async function forgetForms({ db }: IdentityStore, workspace: string, kinds: IdentifierKinds): Promise<void> {
  const { rows } = await sql<Pair>`
    SELECT link_id, a.kind AS a_kind, a.value AS a_value, b.kind AS b_kind, b.value AS b_value FROM identity_links
    JOIN identity_members a ON a.workspace = ${workspace} AND a.identifier_id = a_id
    JOIN identity_members b ON b.workspace = ${workspace} AND b.identifier_id = b_id
    WHERE identity_links.workspace = ${workspace} AND rule = 'same value'`.execute(db)
  const isForm = (kind: string, written: string, form: string) =>
    kinds.normalise({ kind, value: written }).value === form
  const gone = rows.filter(
    ({ a_kind, a_value, b_value }) => !isForm(a_kind, a_value, b_value) && !isForm(a_kind, b_value, a_value),
  )
  if (gone.length > 0)
    await sql`DELETE FROM identity_links WHERE link_id = ANY(${gone.map((each) => each.link_id)}::bigint[])`.execute(
      db,
    )
}

/** Identifiers read at once. */
const atOnce = 200_000

/** Every identifier that stands in an interaction or in the ledger, in its form of now. */
async function learnStoredForms(
  store: IdentityStore,
  workspace: string,
  kinds: IdentifierKinds,
): Promise<boolean> {
  const { analytics, db } = store
  const [row] = await analytics.ask<{ n: string }>(
    `SELECT uniq(each) AS n FROM throughline.interactions ARRAY JOIN identifiers AS each WHERE {{workspace}}`,
    { workspace, params: {} },
    'rebuild',
  )
  const parts = Math.max(1, Math.ceil(Number(row?.n ?? 0) / atOnce))
  let changed = false
  for (let part = 0; part < parts; part++) {
    const written = await analytics.ask<Written>(
      `SELECT DISTINCT each.1 AS kind, each.2 AS value FROM throughline.interactions FINAL ARRAY JOIN identifiers AS each
       WHERE {{workspace}} AND cityHash64(each.2) % {parts:UInt64} = {part:UInt64}`,
      { workspace, params: { parts, part } },
      'rebuild',
    )
    changed = (await learnForms(store, workspace, written, kinds)) || changed
  }
  let last = '-1'
  for (;;) {
    const { rows } = await sql<Written & { identifier_id: string }>`
      SELECT identifier_id, kind, value FROM identity_members WHERE workspace = ${workspace} AND identifier_id > ${last}::numeric
      ORDER BY identifier_id LIMIT ${atOnce}`.execute(db)
    if (rows.length === 0) return changed
    last = rows.at(-1)!.identifier_id
    const written = rows.map(({ kind, value }) => ({ kind, value }))
    changed = (await learnForms(store, workspace, written, kinds)) || changed
  }
}
