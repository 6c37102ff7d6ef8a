import type { ColumnProfile } from '../collect/index.ts'
import { traits } from './traits.ts'

/** Columns that are about something else, whatever word of a trait they hold. */
const foreign =
  /\b(id|uuid|key|cluster|hash|and|ip|mac|created|updated|timestamp|url|count|total|amount|price)\b/
/** Traits that have an id in their name. */
const ids = /\b(soc sec|social security|national|tax|passport)\b/

/** Which columns of a table tell which trait, by their names; mails also by what they look like. Several may tell one. */
export function guessTraits(columns: readonly ColumnProfile[]): Map<string, string> {
  const guessed = new Map<string, string>()
  for (const column of columns) {
    const trait = traitOf(column)
    if (trait !== null) guessed.set(column.name, trait)
  }
  const found = new Set(guessed.values())
  const split = found.has('given_name') && found.has('family_name')
  for (const [column, trait] of guessed)
    if (
      (trait === 'full_name' && split) ||
      (trait.startsWith('birth_') &&
        trait !== 'birth_place' &&
        trait !== 'birth_date' &&
        found.has('birth_date'))
    )
      guessed.delete(column)
  return guessed
}

function traitOf({ words, emails, filled }: ColumnProfile): string | null {
  const name = words.join(' ')
  if (filled > 0 && emails > 0.8) return 'email'
  if (foreign.test(name) && !ids.test(name)) return null
  return Object.keys(traits).find((trait) => traits[trait]!.columns.test(name)) ?? null
}

/** The traits of a record: values of several columns for one trait are put together. */
export function traitsOf(
  record: Readonly<Record<string, string>>,
  columns: ReadonlyMap<string, string>,
): Record<string, string> {
  const values: Record<string, string> = {}
  for (const [column, trait] of columns) {
    const value = record[column]?.trim() ?? ''
    if (value === '') continue
    const before = values[trait]
    values[trait] = before === undefined ? value : `${before} ${value}`
  }
  return values
}
