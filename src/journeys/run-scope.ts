import { badInput } from '../http/errors.ts'
import type { Scope } from '../storage/analytics.ts'
import type { Filters } from './contract.ts'

/** What a figure is over: the runs of one journey in one state, narrowed by the filters. Holds for every `.sql` over runs. */
export function runScope(workspace: string, journey: string, snapshot: number, filters: Filters): Scope {
  const where = ['journey = {journey:String}', 'snapshot = {snapshot:Int64}']
  const params: Record<string, unknown> = { journey, snapshot }
  const add = (condition: string, values: Record<string, unknown>) => {
    where.push(condition)
    Object.assign(params, values)
  }
  if (filters.since) add('started_at >= {since:Int64}', { since: epoch('since', filters.since) })
  if (filters.until) add('started_at < {until:Int64}', { until: endOf(filters.until) })
  if (filters.channel) add('has(channels, {channel:String})', { channel: filters.channel })
  if (filters.outcome) add('outcome = {outcome:String}', { outcome: filters.outcome })
  if (filters.version !== undefined)
    add('storyboard_version = {version:UInt32}', { version: filters.version })
  if (filters.attribute) {
    const [name, value] = pair('attribute', filters.attribute)
    if (value === '') add("attributes[{attribute:String}] = ''", { attribute: name })
    else add('has(segments, {segment:String})', { segment: `${name}\u001f${value}` })
  }
  if (filters.promise) {
    const [what, state] = pair('promise', filters.promise)
    add(
      'arrayExists((w, s) -> w = {promise:String} AND s = {promise_state:String}, promises.what, promises.state)',
      { promise: what, promise_state: state },
    )
  }
  return { workspace, where, params }
}

/** Epoch milliseconds of an ISO time. @throws Problem naming the field and the value. */
export function epoch(field: string, text: string): number {
  const at = Date.parse(text)
  if (Number.isNaN(at))
    throw badInput(
      field,
      `${field} is '${text}', which is no time.`,
      'Write it as 2026-09-30 or 2026-09-30T12:00:00Z.',
    )
  return at
}

/** A bare date as the end of a period includes its whole day. */
export function endOf(text: string): number {
  const at = epoch('until', text)
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? at + 86_400_000 : at
}

/** The two sides of `name=value`. @throws Problem naming the field and the text. */
export function pair(field: string, text: string): [string, string] {
  const cut = text.indexOf('=')
  if (cut < 1) throw badInput(field, `${field} is '${text}'.`, `Write it as name=value.`)
  return [text.slice(0, cut), text.slice(cut + 1)]
}
