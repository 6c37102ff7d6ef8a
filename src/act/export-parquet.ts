import { type BasicType, ByteWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer'
import type { Interaction } from '../collect/contract.ts'
import { fieldNames, fieldsOf } from '../collect/index.ts'
import { isTime } from './export-csv.ts'
import { runColumns } from './export-read.ts'

/** Rows of one group: so many are held while they are written. */
const rowsInGroup = 20_000

interface Column {
  name: string
  type: BasicType
}

/** Rows as a Parquet file, a group of rows at a time. */
async function* parquetOf(columns: Column[], pieces: AsyncIterable<unknown[][]>): AsyncGenerator<Uint8Array> {
  const writer = new ByteWriter()
  const schema = schemaFromColumnData({
    columnData: columns.map((each) => ({ ...each, data: [], nullable: true })),
  })
  const parquet = new ParquetWriter({ writer, schema, createdBy: 'throughline' })
  const taken = () => {
    const bytes = writer.getBytes().slice()
    writer.index = 0
    return bytes
  }
  let held: unknown[][] = []
  const write = () => {
    const columnData = columns.map(({ name, type }, place) => ({
      name,
      type,
      data: held.map((row) => row[place]),
      nullable: true,
    }))
    void parquet.write({ columnData: columnData as never, rowGroupSize: rowsInGroup })
    held = []
  }
  for await (const piece of pieces) {
    for (const row of piece) {
      held.push(row)
      if (held.length < rowsInGroup) continue
      write()
      yield taken()
    }
  }
  if (held.length > 0) write()
  void parquet.finish()
  yield taken()
}

const typeOfField = (name: string): BasicType =>
  name.endsWith('_at') ? 'TIMESTAMP' : name === 'sequence' ? 'INT64' : name === 'cost' ? 'DOUBLE' : 'STRING'

/** Interactions as Parquet: times, numbers and texts as such, lists and parts as JSON text. */
export function interactionsParquet(pieces: AsyncIterable<Interaction[]>): AsyncGenerator<Uint8Array> {
  const columns = fieldNames.map((name) => ({ name, type: typeOfField(name) }))
  return parquetOf(columns, rowsOf(pieces))
}

async function* rowsOf(pieces: AsyncIterable<Interaction[]>): AsyncGenerator<unknown[][]> {
  for await (const piece of pieces)
    yield piece.map((each) => {
      const fields = fieldsOf(each)
      return fieldNames.map((name) => {
        if (name === 'started_at') return new Date(each.started_at)
        if (name === 'ended_at') return each.ended_at === null ? null : new Date(each.ended_at)
        if (name === 'sequence') return BigInt(each.sequence)
        return name === 'cost' ? each.cost : fields[name]
      })
    })
}

const numbers = new Set([
  'storyboard_version',
  'designed_minimum',
  'contacts',
  'switches',
  'longest_gap_seconds',
  'excess_seconds',
  'conformance',
  'fitness',
])

/** Runs as Parquet. */
export function runsParquet(pieces: AsyncIterable<unknown[][]>): AsyncGenerator<Uint8Array> {
  const columns = runColumns.map((name, place): Column => {
    if (isTime(place)) return { name, type: 'TIMESTAMP' }
    return { name, type: numbers.has(name) ? 'DOUBLE' : 'STRING' }
  })
  return parquetOf(columns, typedRuns(pieces))
}

async function* typedRuns(pieces: AsyncIterable<unknown[][]>): AsyncGenerator<unknown[][]> {
  for await (const piece of pieces)
    yield piece.map((row) =>
      row.map((value, place) => {
        if (value === null) return null
        if (isTime(place)) return new Date(Number(value))
        return numbers.has(runColumns[place]!) ? Number(value) : String(value)
      }),
    )
}
