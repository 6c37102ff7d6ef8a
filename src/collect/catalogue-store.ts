import { notFound, Problem } from '../http/errors.ts'
import type { Db } from '../storage/operational.ts'
import type { NamingActShown } from './contract.ts'
import type { CollectTables } from './tables.ts'
import { type Names, type NamingAct, namesOf, noNames } from './touchpoint-names.ts'

type CollectDb = Db<CollectTables>
type Of = NamingAct['of']

interface ActRow {
  act_id: number
  of: Of
  words: string[]
  name: string
  by: string
  reason: string
  at: Date
  undone_at: Date | null
  undone_by: string | null
}

/** Read once: the names of the same acts are the same object, by which what is made of them is known again. */
const made = new Map<string, Names>()

/** What touchpoints and channels are called in a workspace. */
export async function readNames(db: CollectDb, workspace: string): Promise<Names> {
  const rows = await db
    .selectFrom('naming_acts')
    .select(['of', 'words', 'name'])
    .where('workspace', '=', workspace)
    .where('undone_at', 'is', null)
    .orderBy('act_id')
    .execute()
  if (rows.length === 0) return noNames
  const written = JSON.stringify(rows.map(({ of, words, name }) => [of, words, name]))
  const known = made.get(written)
  if (known !== undefined) return known
  const names = namesOf(rows)
  if (made.size >= 100) made.clear()
  made.set(written, names)
  return names
}

/** All namings, latest first, those taken back among them. */
export async function listActs(db: CollectDb, workspace: string): Promise<NamingActShown[]> {
  const rows = await db
    .selectFrom('naming_acts')
    .selectAll()
    .where('workspace', '=', workspace)
    .orderBy('act_id', 'desc')
    .limit(500)
    .execute()
  return rows.map(shown)
}

/**
 * Calls words by one name. @throws Problem 409 when the name is an old word of something else: it would join that unseen.
 */
export async function nameWords(
  db: CollectDb,
  workspace: string,
  act: NamingAct & { by: string; reason: string },
): Promise<NamingActShown> {
  const names = await readNames(db, workspace)
  const called = act.of === 'touchpoint' ? names.touchpoints : names.channels
  const current = called.get(act.name)
  const own = new Set(act.words.map((word) => called.get(word) ?? word))
  if (current !== undefined && !own.has(current))
    throw new Problem(
      409,
      'This word is called otherwise',
      `The ${act.of} '${act.name}' is called '${current}' since it was named so.`,
      { field: 'name', remedy: `Write ${current} to join it, or take that naming back first.` },
    )
  if (act.words.every((word) => (called.get(word) ?? word) === act.name))
    throw new Problem(
      409,
      'It is called so already',
      `${act.words.map((word) => `'${word}'`).join(', ')}: nothing would change.`,
      { field: 'name', remedy: 'Write another name, or another word to join.' },
    )
  const { of, name, by, reason } = act
  const words = [...new Set(act.words)]
  const row = await db
    .insertInto('naming_acts')
    .values({ workspace, of, words, name, by, reason })
    .returningAll()
    .executeTakeFirstOrThrow()
  return shown(row)
}

/** Takes a naming back. @throws Problem 404; one that is taken back already stays so. */
export async function undoAct(
  db: CollectDb,
  workspace: string,
  act_id: string,
  by: string,
): Promise<NamingActShown> {
  const own = db
    .updateTable('naming_acts')
    .where('workspace', '=', workspace)
    .where('act_id', '=', Number(act_id))
  await own.set({ undone_at: new Date(), undone_by: by }).where('undone_at', 'is', null).execute()
  const row = await db
    .selectFrom('naming_acts')
    .selectAll()
    .where('workspace', '=', workspace)
    .where('act_id', '=', Number(act_id))
    .executeTakeFirst()
  if (row === undefined) throw notFound(`naming ${act_id}`, 'See throughline touchpoints --acts.')
  return shown(row)
}

const shown = (row: ActRow): NamingActShown => ({
  act_id: String(row.act_id),
  of: row.of,
  words: row.words,
  name: row.name,
  by: row.by,
  reason: row.reason,
  at: row.at.toISOString(),
  undone_at: row.undone_at?.toISOString() ?? null,
  undone_by: row.undone_by,
})

/** What is said of a touchpoint or channel. */
export interface Entry {
  owner: string
  stage: string
  grouped: string
  note: string
}

export const nothingSaid: Entry = { owner: '', stage: '', grouped: '', note: '' }

/** What was said, by kind and name; what was said later comes later. */
export async function readEntries(db: CollectDb, workspace: string): Promise<Record<Of, Map<string, Entry>>> {
  const rows = await db
    .selectFrom('catalogue_entries')
    .select(['of', 'name', 'owner', 'stage', 'grouped', 'note'])
    .where('workspace', '=', workspace)
    .orderBy('at')
    .execute()
  const of = (kind: Of) =>
    new Map(
      rows
        .filter((row) => row.of === kind)
        .map(({ name, owner, stage, grouped, note }) => [name, { owner, stage, grouped, note }]),
    )
  return { touchpoint: of('touchpoint'), channel: of('channel') }
}

/** What holds of a name: what was said of it, else what was said last of a word that is called so. */
export function entryOf(entries: ReadonlyMap<string, Entry>, words: readonly string[]): Entry {
  const own = entries.get(words[0]!)
  if (own !== undefined) return own
  const others = new Set(words)
  return [...entries].findLast(([name]) => others.has(name))?.[1] ?? nothingSaid
}

/** Says something of a name; what is left out stays as it is. */
export async function describe(
  db: CollectDb,
  workspace: string,
  of: Of,
  said: { name: string; by: string; words: string[]; change: Partial<Entry> },
): Promise<Entry> {
  const before = entryOf((await readEntries(db, workspace))[of], said.words)
  const entry = { ...before, ...said.change }
  const values = { ...entry, by: said.by, at: new Date() }
  await db
    .insertInto('catalogue_entries')
    .values({ workspace, of, name: said.name, ...values })
    .onConflict((conflict) => conflict.columns(['workspace', 'of', 'name']).doUpdateSet(values))
    .execute()
  return entry
}
