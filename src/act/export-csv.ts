import type { Interaction } from '../collect/contract.ts'
import { disarmed, fieldNames, fieldsOf } from '../collect/index.ts'
import { runColumns } from './export-read.ts'

const cell = (text: string) => {
  const safe = disarmed(text)
  return /[",\r\n]/.test(safe) || safe.trim() !== safe ? `"${safe.replaceAll('"', '""')}"` : safe
}

const line = (cells: string[]) => `${cells.join(',')}\r\n`

/** Interactions as CSV, every field in a column of its own, lists and parts as JSON. */
export async function* interactionsCsv(pieces: AsyncIterable<Interaction[]>): AsyncGenerator<string> {
  yield line([...fieldNames])
  for await (const piece of pieces)
    yield piece
      .map((each) => {
        const fields = fieldsOf(each)
        return line(fieldNames.map((name) => cell(fields[name])))
      })
      .join('')
}

/** Runs as CSV. */
export async function* runsCsv(pieces: AsyncIterable<unknown[][]>): AsyncGenerator<string> {
  yield line([...runColumns])
  for await (const piece of pieces) yield piece.map((row) => line(row.map(runCell))).join('')
}

function runCell(value: unknown, place: number): string {
  if (value === null) return ''
  if (isTime(place)) return new Date(Number(value)).toISOString()
  return typeof value === 'string' ? cell(value) : String(value)
}

/** Whether a column of a run is a time in epoch ms. */
export const isTime = (place: number) => /_at$|^judged_until$/.test(runColumns[place]!)
