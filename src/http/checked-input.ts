import { z } from 'zod'
import { Problem } from './errors.ts'
import type { Operation } from './operation.ts'

interface Field {
  type?: string
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  enum?: unknown[]
  default?: unknown
}
type Issue = z.core.$ZodIssue

const isNumber = ({ type }: Field) => type === 'number' || type === 'integer'

/**
 * What a handler is given: the input as its contract says.
 * @throws Problem 400 naming the field, what it is and what to give.
 */
export function checkedInput<Op extends Operation>(
  operation: Op,
  asked: Record<string, unknown>,
): z.output<Op['input']> {
  const given = Object.values(asked).includes('') ? withoutEmptyNumbers(operation, asked) : asked
  const parsed = operation.input.safeParse(given)
  if (parsed.success) return parsed.data as z.output<Op['input']>
  const first = parsed.error.issues[0]!
  throw new Problem(400, 'This cannot be used', ...fault(operation, first, given))
}

/** `?limit=` gives no number; read as one it would be 0. */
function withoutEmptyNumbers(operation: Operation, asked: Record<string, unknown>): Record<string, unknown> {
  const fields = fieldsOf(operation)
  return Object.fromEntries(
    Object.entries(asked).filter(([name, value]) => value !== '' || !isNumber(fields[name] ?? {})),
  )
}

function fault(
  { name, ...operation }: Operation,
  { path, message, code }: Issue,
  given: Record<string, unknown>,
): [detail: string, more: { field: string; remedy?: string }] {
  const field = path.join('.')
  const asked = path.length === 1 ? (fieldsOf({ name, ...operation })[field] ?? {}) : {}
  const remedy = remedyOf(asked)
  const own = code === 'invalid_type' || code === 'invalid_value' || code.startsWith('too_')
  if (!own || remedy === null) return [`${field === '' ? 'The input' : `'${field}'`}: ${message}.`, { field }]
  const value = given[field]
  if (value === undefined) return [`${name} needs '${field}', and it is not given.`, { field, remedy }]
  return [`'${field}' is ${JSON.stringify(value)}.`, { field, remedy }]
}

/** `Give a whole number from 1 to 10000; left out it is 100.` Null where the contract says too little of it. */
function remedyOf(field: Field): string | null {
  const what = isNumber(field) ? numberWords(field) : choiceWords(field)
  if (what === null) return null
  return `Give ${what}${field.default === undefined ? '' : `; left out it is ${field.default}`}.`
}

function numberWords({ type, minimum, maximum, exclusiveMinimum }: Field): string {
  const told = (bound: number | undefined) => bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER
  const from = told(minimum) ? ` from ${minimum}` : told(exclusiveMinimum) ? ` above ${exclusiveMinimum}` : ''
  const to = told(maximum) ? `${from === '' ? ' up' : ''} to ${maximum}` : ''
  return `a ${type === 'integer' ? 'whole ' : ''}number${from}${to}${from !== '' && to === '' && told(minimum) ? ' on' : ''}`
}

function choiceWords({ type, enum: choices }: Field): string | null {
  if (choices !== undefined) return `one of ${choices.join(', ')}`
  return type === 'string' ? 'text' : null
}

function fieldsOf({ input }: Operation): Record<string, Field> {
  const schema = z.toJSONSchema(input, { io: 'output', unrepresentable: 'any' })
  return (schema.properties ?? {}) as Record<string, Field>
}
