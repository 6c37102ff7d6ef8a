import { columnNames, guessDialect } from './csv-dialect.ts'
import { type CsvOptions, plainCsv } from './csv-options.ts'
import { CsvRows } from './csv-rows.ts'
import { limits } from './limits.ts'
import { type ReadOptions, readText } from './read-text.ts'
import { emptyRecord, FileError, type FlatRecord, inPieces, type ReadBatch } from './record.ts'

/**
 * Reads a CSV in pieces: memory is bounded by a piece of the file and its longest row. A row with too few or too many
 * fields, or a quote that never ends, is rejected with its row number; throws FileError where there is no header.
 */
export async function* readCsv(
  path: string,
  csv: CsvOptions = plainCsv,
  options: ReadOptions = {},
): AsyncGenerator<ReadBatch> {
  let table: CsvTable | null = null
  let read = 0
  let text = ''
  let enough = 0
  for await (const piece of readText(path, { ...options, encoding: csv.encoding })) {
    table ??= new CsvTable(piece.beginning, csv, path)
    read = piece.bytes_read
    text += piece.text
    if (text.length < enough) continue
    table.rows.write(text)
    const batch = table.take(read)
    // A row that has not ended is looked through anew: by twice as much each time.
    enough = batch === null ? Math.min(2 * text.length, limits.record) : 0
    text = ''
    if (batch) yield* inPieces(batch)
  }
  if (table === null) throw new FileError(`${path} is empty`)
  table.rows.write(text)
  table.rows.end()
  const batch = table.take(read)
  if (batch) yield* inPieces(batch)
  if (table.columns === null)
    throw new FileError(`${path} has no header: its first row must name the columns`)
}

/** The columns of a CSV. No more is read: rows that a thread makes early and keeps are taken for what all later ones are. */
export async function csvColumns(path: string, csv: CsvOptions = plainCsv): Promise<string[]> {
  let table: CsvTable | null = null
  for await (const { text, beginning } of readText(path, { encoding: csv.encoding })) {
    table ??= new CsvTable(beginning, csv, path)
    table.rows.write(text)
    if (table.columns !== null) return table.columns
  }
  if (table === null) throw new FileError(`${path} is empty`)
  table.rows.end()
  return table.columns ?? []
}

class CsvTable {
  readonly rows: CsvRows
  columns: string[] | null = null
  private readonly path: string
  private row = 0
  private batch: Pick<ReadBatch, 'rows' | 'rejected'> = { rows: [], rejected: [] }

  constructor(beginning: string, csv: CsvOptions, path: string) {
    this.path = path
    this.rows = new CsvRows(guessDialect(beginning, csv), (fields, reason) => this.add(fields, reason))
  }

  take(bytesRead: number): ReadBatch | null {
    const { rows, rejected } = this.batch
    if (rows.length + rejected.length === 0) return null
    this.batch = { rows: [], rejected: [] }
    return { rows, rejected, bytes_read: bytesRead }
  }

  private add(fields: string[] | null, reason: string): void {
    this.row++
    if (fields === null) {
      this.batch.rejected.push({ row: this.row, field: '', value: '', reason, record: '' })
      return
    }
    if (fields.length === 1 && fields[0]!.trim() === '') return
    if (this.columns === null) this.header(fields)
    else this.record(fields, this.columns)
  }

  private header(fields: string[]): void {
    if (this.row === 1 && fields.length <= 2 && /^sep=/.test(fields[0]!)) return
    if (fields.length > limits.columns)
      throw new FileError(`${this.path} has ${fields.length} columns; at most ${limits.columns} can be read`)
    this.columns = columnNames(fields)
  }

  private record(fields: string[], columns: string[]): void {
    const count = columns.length
    if (fields.length !== count) {
      // A trailing delimiter is only a habit of the program that wrote the file.
      if (fields.length < count || fields.slice(count).some((extra) => extra.trim() !== '')) {
        if (fields.some((field) => field.trim() !== '')) this.reject(fields, columns)
        return
      }
    }
    const record = emptyRecord()
    let filled = false
    for (let i = 0; i < count; i++) {
      const value = fields[i]!
      record[columns[i]!] = value
      if (value !== '') filled = true
    }
    if (filled) this.batch.rows.push({ row: this.row, record })
  }

  private reject(fields: string[], columns: string[]): void {
    const record: FlatRecord = emptyRecord()
    fields.slice(0, limits.columns).forEach((value, i) => {
      record[columns[i] ?? `column ${i + 1}`] = value
    })
    const much = fields.length < columns.length ? 'fewer' : 'more'
    this.batch.rejected.push({
      row: this.row,
      field: '',
      value: `${fields.length} fields`,
      record: JSON.stringify(record),
      reason: `${much} fields than the ${columns.length} of the header: a delimiter or a line break inside a field needs quotes around it`,
    })
  }
}
