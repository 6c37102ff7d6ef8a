import { hash } from 'node:crypto'
import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { limits } from './limits.ts'
import { Occurrences } from './occurrences.ts'
import { emptyRecord, FileError, type FlatRecord, type ReadBatch } from './record.ts'

/** A trace with more events than this gives them out before its end; attributes after them then miss. */
const heldEvents = 10_000

/**
 * Events of an XES log as flat records: event attributes by key, nested ones as `outer.inner`, trace attributes as
 * `case:KEY`, and the pseudo-columns `event:index` (from 0 in its trace) and `event:trace` (the trace's name; its
 * second and later traces of the same name as `name (2)`). Attributes of the log and of globals are left out.
 */
export class XesEvents {
  private readonly parser = new SaxesParser({ xmlns: false, position: true })
  private readonly path: string
  private readonly names = new Occurrences()
  private batch: Pick<ReadBatch, 'rows' | 'rejected'> = { rows: [], rejected: [] }
  /** Open elements that are not attributes: log, trace, event, global … */
  private readonly places: string[] = []
  /** Keys of the open attributes, '' for list and values wrappers. */
  private readonly keys: string[] = []
  private trace: FlatRecord = emptyRecord()
  private traces = 0
  private traceName: string | null = null
  private event: FlatRecord | null = null
  private eventNumber = 0
  private index = 0
  private held: { row: number; record: FlatRecord }[] = []
  private problem = ''

  constructor(path: string) {
    this.path = path
    this.parser.on('opentag', (tag: SaxesTagPlain) => this.open(tag))
    this.parser.on('closetag', (tag: SaxesTagPlain) => this.close(tag))
    this.parser.on('error', (error) => {
      throw new FileError(
        `${path} is broken XML in line ${this.parser.line}: ${error.message.replace(/^\d+:\d+: /, '')}`,
      )
    })
  }

  write(text: string): void {
    this.parser.write(text)
  }

  end(): void {
    this.parser.close()
    if (this.traces === 0)
      throw new FileError(`${this.path} holds no trace: an XES log is <log><trace><event>…`)
  }

  take(bytesRead: number): ReadBatch | null {
    const { rows, rejected } = this.batch
    if (rows.length + rejected.length === 0) return null
    this.batch = { rows: [], rejected: [] }
    return { rows, rejected, bytes_read: bytesRead }
  }

  private open(tag: SaxesTagPlain): void {
    const name = local(tag.name)
    const key = tag.attributes.key
    if (key !== undefined || name === 'values' || name === 'list' || name === 'container') {
      this.keys.push(key ?? '')
      if (key !== undefined) this.attribute(tag.attributes.value)
      return
    }
    this.places.push(name)
    if (this.places.length > limits.depth)
      throw new FileError(`${this.path}, line ${this.parser.line}: nested deeper than ${limits.depth}`)
    if (name === 'trace') {
      this.trace = emptyRecord()
      this.traceName = null
      this.traces++
      this.index = 0
    } else if (name === 'event') {
      this.event = emptyRecord()
      this.problem = ''
      this.eventNumber++
    }
  }

  private attribute(value: string | undefined): void {
    if (value === undefined) return
    const target = this.target()
    if (target === null) return
    if (this.keys.length > limits.depth) {
      this.problem = `attributes nested deeper than ${limits.depth}`
      return
    }
    const path = this.keys.length === 1 ? this.keys[0]! : this.keys.filter((key) => key !== '').join('.')
    if (target[path] === undefined) target[path] = value
  }

  /** The event or trace an attribute belongs to, if it belongs to one directly. */
  private target(): FlatRecord | null {
    const place = this.places.at(-1)
    if (place === 'event') return this.event
    return place === 'trace' ? this.trace : null
  }

  private close(tag: SaxesTagPlain): void {
    const name = local(tag.name)
    if (tag.attributes.key !== undefined || name === 'values' || name === 'list' || name === 'container') {
      this.keys.pop()
      return
    }
    this.places.pop()
    if (name === 'event') this.closeEvent()
    if (name === 'trace') this.giveOut()
  }

  private closeEvent(): void {
    const record = this.event
    this.event = null
    if (record === null) return
    record['event:index'] = String(this.index++)
    if (this.problem !== '') {
      this.batch.rejected.push({
        row: this.eventNumber,
        field: '',
        value: '',
        reason: this.problem,
        record: '{}',
      })
      return
    }
    this.held.push({ row: this.eventNumber, record })
    if (this.held.length >= heldEvents) this.giveOut()
  }

  /** Hands out the held events with the attributes of their trace, which may stand after them. */
  private giveOut(): void {
    this.traceName ??= this.uniqueName(this.trace['concept:name'] ?? `trace ${this.traces}`)
    const columns = Object.entries(this.trace).map(([key, value]) => [`case:${key}`, value] as const)
    for (const { record } of this.held) {
      for (const [column, value] of columns) record[column] = value
      record['event:trace'] = this.traceName
    }
    for (const held of this.held) this.batch.rows.push(held)
    this.held = []
  }

  private uniqueName(name: string): string {
    const before = this.names.count(hash('sha1', name, 'hex'))
    return before === 0 ? name : `${name} (${before + 1})`
  }
}

function local(name: string): string {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(colon + 1)
}
