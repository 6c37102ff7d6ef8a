import { limits } from './limits.ts'
import { emptyRecord, type FlatRecord } from './record.ts'

/**
 * A JSON object as flat columns: `{"a": {"b": [1]}}` is `a.b.0`. Null is absent. Where two paths are the same
 * (`{"a": {"b": 1}, "a.b": 2}`) the first stays. Names and values are made well-formed. A text where it cannot be done.
 */
export function flatten(object: object, columns: number = limits.columns): FlatRecord | string {
  const record = emptyRecord()
  const failure = addAll(record, object, '', 1, { left: columns, most: columns })
  return failure ?? record
}

export const tooDeep = `nested deeper than ${limits.depth}`

function addAll(
  record: FlatRecord,
  object: object,
  prefix: string,
  depth: number,
  budget: { left: number; most: number },
): string | null {
  if (depth > limits.depth) return tooDeep
  for (const key of Object.keys(object)) {
    const value = (object as Record<string, unknown>)[key]
    if (value === null || value === undefined) continue
    const path = prefix === '' && depth === 1 ? key : `${prefix}.${key}`
    if (typeof value === 'object') {
      const failure = addAll(record, value, path, depth + 1, budget)
      if (failure !== null) return failure
      continue
    }
    if (--budget.left < 0) return `more than ${budget.most} values`
    const name = path.toWellFormed()
    if (record[name] === undefined)
      record[name] = typeof value === 'string' ? value.toWellFormed() : String(value)
  }
  return null
}

/**
 * JSON.parse that keeps whole numbers beyond 2^53 as they are written (as text), since they are ids. Of equal names in
 * one object the last counts, as everywhere in JSON. Throws SyntaxError.
 */
export function parseJson(text: string): unknown {
  if (!/\d{16}/.test(text)) return JSON.parse(text)
  return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) => {
    if (typeof value !== 'number' || Number.isSafeInteger(value)) return value
    return context?.source !== undefined && /^-?\d+$/.test(context.source) ? context.source : value
  })
}
