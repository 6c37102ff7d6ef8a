import { type ColumnProfile, profileColumns, readCsv } from '../collect/index.ts'
import { guessTraits, type HeldRecord, traitsOf } from '../identity/index.ts'

/** A file of records, and which of its columns say what. */
export interface MatchFile {
  path: string
  /** The column that names a record; null: its row. */
  id: string | null
  /** Traits by column. */
  columns: Map<string, string>
}

/** Looks at the first rows of a file. @throws Error naming a column that is not there, or that no column is known. */
export async function matchFile(
  path: string,
  wish: { id?: string; trait: readonly string[] },
): Promise<MatchFile> {
  const profiles = await profilesOf(path)
  const names = profiles.map(({ name }) => name)
  const known = (column: string, flag: string) => {
    if (names.includes(column)) return column
    throw new Error(`${flag}: ${path} has no column '${column}'. It has ${names.join(', ')}.`)
  }
  const id = wish.id === undefined ? guessId(profiles) : known(wish.id, '--id')
  const columns = guessTraits(profiles.filter(({ name }) => name !== id))
  for (const each of wish.trait) {
    const [, column, trait] = /^(.+)=([a-z][a-z0-9_]*|)$/.exec(each) ?? []
    if (column === undefined || trait === undefined)
      throw new Error(
        `--trait is '${each}': write column=trait, as in surname=family_name; column= leaves it out.`,
      )
    if (trait === '') columns.delete(known(column, '--trait'))
    else columns.set(known(column, '--trait'), trait)
  }
  if (columns.size === 0)
    throw new Error(
      `${path}: no column is known to tell customers apart. Say what they are: --trait ${names[0]}=family_name …`,
    )
  return { path, id, columns }
}

async function profilesOf(path: string): Promise<ColumnProfile[]> {
  for await (const { rows } of readCsv(path))
    if (rows.length > 0) return profileColumns(rows.map(({ record }) => record))
  return []
}

const idWords = /^((unique|rec|record|customer|client|person|row|user) ?)?(id|no|nr|number)$/

const guessId = (profiles: readonly ColumnProfile[]) =>
  profiles.find(({ words, unique }) => unique && idWords.test(words.join(' ')))?.name ?? null

/** The records of the files, numbered from 1 in their order; `names` is filled with what each is called in its file. */
export async function* matchFileRecords(
  files: readonly MatchFile[],
  names: string[],
): AsyncGenerator<HeldRecord> {
  for (const [side, { path, id, columns }] of files.entries())
    for await (const { rows } of readCsv(path))
      for (const { row, record } of rows) {
        names.push((id === null ? '' : (record[id] ?? '').trim()) || `row ${row}`)
        yield { record_id: String(names.length), side: side === 0 ? 0 : 1, traits: traitsOf(record, columns) }
      }
}
