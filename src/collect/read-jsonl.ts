import { flatten, parseJson } from './flatten.ts'
import { limits } from './limits.ts'
import { type ReadOptions, readText } from './read-text.ts'
import { FileError, inPieces, type ReadBatch } from './record.ts'

/**
 * Reads JSON Lines (one object per line), flattened to dotted columns; a line that is no object is rejected with its
 * number. Memory is bounded by a piece of the file and its longest line. Throws FileError for a JSON array.
 */
export async function* readJsonl(
  path: string,
  encoding: string | null = null,
  options: ReadOptions = {},
): AsyncGenerator<ReadBatch> {
  const lines = new Lines()
  let rest = ''
  let skipping = false
  let read = 0
  let begun = false
  for await (const { text, bytes_read } of readText(path, { ...options, encoding })) {
    if (!begun && /^\s*\[/.test(text))
      throw new FileError(
        `${path} is one JSON array; write one object per line, for example by: jq -c '.[]' file.json > file.jsonl`,
      )
    begun = true
    read = bytes_read
    // A line that has not ended is not looked through anew.
    const parts = text.includes('\n') ? (rest + text).split('\n') : [rest + text]
    rest = parts.pop() ?? ''
    for (const line of parts) {
      if (skipping) skipping = false
      else lines.add(line)
    }
    if (rest.length > limits.record) {
      if (!skipping) lines.refuse('', `a line of more than ${limits.record} characters`)
      skipping = true
      rest = ''
    }
    const batch = lines.take(bytes_read)
    if (batch) yield* inPieces(batch)
  }
  if (!skipping) lines.add(rest)
  const batch = lines.take(read)
  if (batch) yield* inPieces(batch)
}

class Lines {
  private line = 0
  private batch: Pick<ReadBatch, 'rows' | 'rejected'> = { rows: [], rejected: [] }

  add(line: string): void {
    if (/^\s*$/.test(line)) {
      this.line++
      return
    }
    let value: unknown
    try {
      value = parseJson(line)
    } catch {
      this.refuse(line, 'broken JSON: every line is one object in braces')
      return
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.refuse(line, 'not an object: every line is one object in braces')
      return
    }
    const record = flatten(value)
    if (typeof record === 'string') this.refuse(line, record)
    else this.batch.rows.push({ row: ++this.line, record })
  }

  refuse(line: string, reason: string): void {
    const record = line.slice(0, 10_000).toWellFormed()
    this.batch.rejected.push({ row: ++this.line, field: '', value: '', reason, record })
  }

  take(bytesRead: number): ReadBatch | null {
    const { rows, rejected } = this.batch
    if (rows.length + rejected.length === 0) return null
    this.batch = { rows: [], rejected: [] }
    return { rows, rejected, bytes_read: bytesRead }
  }
}
