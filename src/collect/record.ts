import { Problem } from '../http/errors.ts'

/** A record as every reader delivers it: flat columns of text. It has no prototype, so any column name is inert. */
export type FlatRecord = Record<string, string>

/** An object without inherited names that the engine still keeps in fast shape, unlike `Object.create(null)`. */
class Bare {
  [column: string]: string
}
Object.setPrototypeOf(Bare.prototype, null)
Reflect.deleteProperty(Bare.prototype, 'constructor')

/** An empty record; `__proto__`, `constructor` and the like are ordinary column names in it. */
export function emptyRecord(): FlatRecord {
  return new Bare()
}

/** A record with the columns of a plain object, for records that come back from storage or a person. */
export function recordFrom(columns: Iterable<readonly [string, string]>): FlatRecord {
  const record = emptyRecord()
  for (const [column, value] of columns) record[column] = value
  return record
}

export interface ReadRow {
  /** As a person counts: the header of a CSV is row 1; the line of JSON Lines; the event of an XES log, from 1. */
  row: number
  record: FlatRecord
}

/** A record that could not be read or mapped. `reason` carries no value, so that equal reasons can be counted. */
export interface RejectedRow {
  row: number
  /** The column, or '' where the whole row is meant. */
  field: string
  /** The value that was refused, shortened; '' where none is meant. */
  value: string
  reason: string
  /** The record as it arrived: JSON of its columns, or the raw line where it has none. */
  record: string
}

/** What a reader delivers at a time. `bytes_read` counts bytes of the file on disk, compressed if it is. */
export interface ReadBatch {
  rows: ReadRow[]
  rejected: RejectedRow[]
  bytes_read: number
}

/** Rows of one batch at most, however short the rows. */
const batchRows = 10_000

/** Hands a batch on in pieces of at most 10,000 rows and 10,000 rejected ones. */
export function* inPieces(batch: ReadBatch): Generator<ReadBatch> {
  const { rows, rejected, bytes_read } = batch
  for (let from = 0; from < rows.length || from < rejected.length; from += batchRows) {
    yield {
      rows: rows.slice(from, from + batchRows),
      rejected: rejected.slice(from, from + batchRows),
      bytes_read,
    }
  }
}

/** A file that cannot be read at all; the message names the file, the place and the remedy. */
export class FileError extends Problem {
  override readonly name = 'FileError'
  constructor(message: string, { cause }: { cause?: unknown } = {}) {
    super(400, 'This file cannot be read', message, { field: 'path' })
    this.cause = cause
  }
}

/** A record that cannot become an interaction. Thrown inside the mapping only, never out of it; carries no stack. */
export class Rejection {
  readonly field: string
  readonly value: string
  readonly reason: string
  constructor(field: string, value: string, reason: string) {
    this.field = field
    this.value = value.length > 100 ? `${value.slice(0, 100).toWellFormed()}…` : value
    this.reason = reason
  }
}
