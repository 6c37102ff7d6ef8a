import { hash } from 'node:crypto'
import { flatten, parseJson } from './flatten.ts'
import { besideBody } from './mapping-payload.ts'
import { emptyRecord, type FlatRecord } from './record.ts'

/** Values of one payload: a batch of some hundred records of ordinary size. */
const mostColumns = 50_000

/** A payload as a flat record, or why it is none. JSON is known by its first sign, whatever its type says. */
export function payloadRecord(
  body: string,
  beside: { headers: Iterable<[string, string]>; query: Iterable<[string, string]>; received_at: number },
): { record: FlatRecord } | { unreadable: string } {
  const record = columnsOf(body.trim().replace(/^\uFEFF/, ''))
  if (typeof record === 'string') return { unreadable: record }
  for (const [name, value] of beside.query) record[`query:${name.toWellFormed()}`] ??= value.toWellFormed()
  for (const [name, value] of beside.headers)
    if (tellingHeader.test(name) && !secretHeader.test(name)) record[`header:${name.toLowerCase()}`] = value
  record['hook:received_at'] = String(beside.received_at)
  return { record }
}

/** Headers that say something of the payload. */
const tellingHeader = /^(x-|webhook-|ce-|i-twilio-|idempotency-key$)/i
/** Proofs and secrets are never kept. */
const secretHeader =
  /signature|hmac|secret|auth|cookie|api-?key|forwarded|real-ip|client-ip|(?<!idempotency-)token/i

function columnsOf(text: string): FlatRecord | string {
  if (text === '') return 'the body is empty'
  if (/^[[{]/.test(text)) {
    let value: unknown
    try {
      value = parseJson(text)
    } catch {
      return 'the body begins as JSON, but is none'
    }
    // Fields of the body that look like what stands beside it must not pass for it.
    return withoutBeside(flatten(value as object, mostColumns))
  }
  if (!/^[^\s=&]{1,200}=/.test(text)) return 'the body is neither JSON nor a form'
  const record = emptyRecord()
  let left = mostColumns
  for (const [name, value] of new URLSearchParams(text)) {
    if (--left < 0) return `more than ${mostColumns} values`
    record[name.toWellFormed()] ??= value.toWellFormed()
  }
  return withoutBeside(record)
}

function withoutBeside(record: FlatRecord | string): FlatRecord | string {
  if (typeof record === 'string') return record
  for (const column in record) if (besideBody.test(column)) delete record[column]
  return record
}

/** What a record without a key of its own is known by: sent again, it is the same. When and with what headers it came does not matter. */
export function contentKey(record: FlatRecord): string {
  const own = Object.entries(record)
    .filter(([column]) => !besideBody.test(column))
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `content-${hash('sha1', JSON.stringify(own), 'hex')}`
}
