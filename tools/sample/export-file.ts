/** One export file, written as a stream: rows in order of time, a day at a time, in bounded memory. */
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DAY } from './calendar.ts'

export interface FileCounts {
  rows: number
  doubled: number
  late: number
  broken: number
}

const chunk = 1 << 16
/** Rows held back at most; beyond, the oldest days are written early and what follows on them comes out of order. */
const held = 30_000

export class ExportFile {
  readonly counts: FileCounts = { rows: 0, doubled: 0, late: 0, broken: 0 }
  #fd: number
  #encoding: BufferEncoding
  #text = ''
  /** Rows waiting for their day, by day. */
  #waiting = new Map<number, { at: number; line: string }[]>()
  #held = 0

  constructor(dir: string, name: string, header: string, encoding: BufferEncoding = 'utf8') {
    const path = join(dir, name)
    mkdirSync(dirname(path), { recursive: true })
    this.#fd = openSync(path, 'w')
    this.#encoding = encoding
    if (header) this.#write(header)
  }

  /** A row that belongs to this wall time; it is written once its day is over. */
  add(at: number, line: string): void {
    const day = Math.floor(at / DAY)
    const rows = this.#waiting.get(day)
    if (rows) rows.push({ at, line })
    else this.#waiting.set(day, [{ at, line }])
    this.#held++
    if (this.#held > held) this.#relieve()
  }

  #put(line: string): void {
    this.plain(line)
    if (this.counts.rows % 1000 === 60) this.#break(line)
  }

  /** A row written at once, never followed by a broken one. */
  plain(line: string): void {
    this.counts.rows++
    this.#write(line)
  }

  /** Writes every day before this wall time. */
  flush(before: number): void {
    const until = Math.floor(before / DAY)
    const days = [...this.#waiting.keys()].filter((day) => day < until).sort((a, b) => a - b)
    for (const day of days) {
      const rows = this.#waiting.get(day) ?? []
      rows.sort((a, b) => a.at - b.at)
      for (const { line } of rows) this.#put(line)
      this.#waiting.delete(day)
      this.#held -= rows.length
    }
  }

  #relieve(): void {
    const days = [...this.#waiting.keys()].sort((a, b) => a - b)
    for (const day of days) {
      if (this.#held <= held / 2) return
      this.flush((day + 1) * DAY)
    }
  }

  close(): void {
    this.flush(Number.POSITIVE_INFINITY)
    this.#drain()
    closeSync(this.#fd)
  }

  /** Besides the good row one that no parser can take: a time that is none, every other JSON row cut off. */
  #break(line: string): void {
    const json = line.startsWith('{')
    const cut = json && this.counts.broken % 2 === 1
    const times =
      /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\+\d\d:\d\d)?|\d\d\.\d\d\.\d{4} \d\d:\d\d:\d\d|\b1\d{12}\b/g
    const bad = line.replace(times, json ? 'soon' : '31.02. 25:61').replaceAll(':soon', ':"soon"')
    this.#write(cut ? line.slice(0, line.length / 2) : bad.replace(/^(\{"id":")?/, '$1X'))
    this.counts.broken++
    this.counts.rows++
  }

  #write(line: string): void {
    this.#text += `${line}\n`
    if (this.#text.length > chunk) this.#drain()
  }

  #drain(): void {
    if (this.#text) writeSync(this.#fd, Buffer.from(this.#text, this.#encoding))
    this.#text = ''
  }
}
