import { Rejection } from './record.ts'

/**
 * Sizes an interaction may have. Names and keys beyond them are refused, since a cut key would make two things one;
 * free text and attribute values are cut and end in `…`.
 */
export const limits = {
  /** Touchpoint, channel, agent, team, question, and kinds of identifiers and subjects: characters. */
  name: 200,
  /** Identifier value, subject id, record key: characters. */
  key: 500,
  /** Information given or asked, what a promise is about: characters each, and how many. */
  phrase: 500,
  phrases: 100,
  /** Characters of text. */
  text: 1_000_000,
  attributes: 500,
  attribute_name: 200,
  attribute_value: 10_000,
  /** Nesting of JSON and XES attributes. */
  depth: 64,
  /** Columns of one record. */
  columns: 5_000,
  /** Characters of one record in a file. */
  record: 8_000_000,
} as const

/** The text in well-formed Unicode, cut to `max` characters. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text.isWellFormed() ? text : text.toWellFormed()
  return `${text.slice(0, max - 1).toWellFormed()}…`
}

/** The text in well-formed Unicode; a longer one rejects the record. */
export function fitting(text: string, max: number, field: string): string {
  if (text.length > max) {
    throw new Rejection(field, text, `longer than ${max} characters: is this the right column?`)
  }
  return text.isWellFormed() ? text : text.toWellFormed()
}
