import { badInput } from '../http/errors.ts'
import type { Db } from '../storage/operational.ts'
import { commitUnder, type Store } from './commit.ts'
import { type KindSettings, type KindsShown, kindSettings } from './contract-kinds.ts'
import { builtInKinds, compileKinds, type IdentifierKinds } from './identifier-kinds.ts'
import { hasPhones } from './phone-number.ts'
import type { CollectTables } from './tables.ts'

type CollectDb = Db<CollectTables>

/** Compiled kinds by workspace and the commit they were set under. */
const compiled = new Map<string, IdentifierKinds>()

/** The kinds of a workspace as they stand now. */
export async function kindsNow(db: CollectDb, workspace: string): Promise<IdentifierKinds> {
  const row = await latest(db, workspace)
  if (row === undefined) return builtInKinds
  const name = `${workspace} ${row.commit_id} ${row.at.getTime()}`
  const known = compiled.get(name)
  if (known !== undefined) return known
  const made = compileKinds(kindSettings.parse(row.settings), Number(row.commit_id))
  if (compiled.size >= 100) compiled.clear()
  compiled.set(name, made)
  return made
}

/** The kinds of a workspace as they stood at a commit. */
export async function kindsAt(db: CollectDb, workspace: string, commit: number): Promise<IdentifierKinds> {
  const row = await rowsOf(db, workspace).where('commit_id', '<=', commit).executeTakeFirst()
  return row === undefined
    ? builtInKinds
    : compileKinds(kindSettings.parse(row.settings), Number(row.commit_id))
}

const rowsOf = (db: CollectDb, workspace: string) =>
  db
    .selectFrom('identifier_kinds')
    .selectAll()
    .where('workspace', '=', workspace)
    .orderBy('commit_id', 'desc')

const latest = (db: CollectDb, workspace: string) => rowsOf(db, workspace).limit(1).executeTakeFirst()

const recent = new WeakMap<CollectDb, Map<string, { kinds: IdentifierKinds; until: number }>>()

/** The kinds of a workspace, at most three seconds old: for every event and piece of a file. */
export async function kindsOf(db: CollectDb, workspace: string): Promise<IdentifierKinds> {
  const of = recent.get(db) ?? new Map<string, { kinds: IdentifierKinds; until: number }>()
  recent.set(db, of)
  const known = of.get(workspace)
  if (known && known.until > performance.now()) return known.kinds
  const kinds = await kindsNow(db, workspace)
  of.set(workspace, { kinds, until: performance.now() + 3_000 })
  return kinds
}

/**
 * Sets the kinds of a workspace, under a commit of its own: identity follows it and judges anew who is one customer.
 * @throws badInput when the country is none.
 */
export async function setKindsOf(
  store: Store,
  workspace: string,
  settings: KindSettings,
  by: string,
): Promise<KindSettings> {
  const country = settings.default_country
  if (country !== null && !hasPhones(country))
    throw badInput(
      'settings.default_country',
      `'${country}' is no country that has phone numbers.`,
      'Write its two letters as in ISO 3166, such as DE, AT or US; or null.',
    )
  await commitUnder(store, workspace, async (commit_id) => {
    await store.db
      .insertInto('identifier_kinds')
      .values({ workspace, commit_id, settings: JSON.stringify(settings), by })
      .execute()
  })
  recent.get(store.db)?.delete(workspace)
  return settings
}

/** So many numbers are looked at, those without a plus first. */
const mostLookedAt = 50_000
const shownExamples = 50

/** The kinds, who set them, and which phone numbers could not be brought into one form. */
export async function readKindsOf({ db, analytics }: Store, workspace: string): Promise<KindsShown> {
  const row = await latest(db, workspace)
  const kinds = await kindsNow(db, workspace)
  const phones = kinds.settings.kinds.filter(({ normalise }) => normalise === 'phone').map(({ kind }) => kind)
  const rows = await analytics.ask<{ kind: string; value: string; n: string }>(
    `SELECT each.1 AS kind, each.2 AS value, toString(uniq(interaction_id)) AS n
     FROM throughline.interactions ARRAY JOIN identifiers AS each
     WHERE {{workspace}} AND is_deleted = 0 AND each.1 IN ({phones:Array(String)})
     GROUP BY kind, value ORDER BY startsWith(value, '+'), uniq(interaction_id) DESC, value LIMIT {most:UInt64}`,
    { workspace, params: { phones, most: mostLookedAt } },
    'lookup',
  )
  const without = rows.filter(({ kind, value }) => kinds.isWithoutForm(kind, value))
  return {
    settings: kinds.settings,
    set_by: row?.by ?? null,
    set_at: row?.at.toISOString() ?? null,
    not_normalised: {
      count: without.length,
      at_least: rows.length === mostLookedAt,
      examples: without
        .slice(0, shownExamples)
        .map(({ kind, value, n }) => ({ kind, value, interactions: Number(n) })),
    },
  }
}
