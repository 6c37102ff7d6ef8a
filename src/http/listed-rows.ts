import { isObject, toCsv } from './csv.ts'
import { badInput } from './errors.ts'

type Row = Record<string, unknown>

/**
 * The rows of one list of an answer: the first of its fields that is a list, or the one that `list` leads to, with a point
 * before each field inside (`hand_offs.pairs`). An object of objects is a list by name; in a list within a list each row keeps the words of the outer one.
 * @throws Problem for one that is not there.
 */
export function listedRows(output: object, list = ''): Row[] {
  if (list !== '') return rowsAt(output, list.split('.'), list)
  return (Object.values(output).find(Array.isArray) ?? [output]) as Row[]
}

function rowsAt(value: unknown, [field, ...inside]: string[], list: string): Row[] {
  if (field === undefined) return rowsOf(value)
  if (Array.isArray(value))
    return value.flatMap((each: Row) =>
      rowsAt(each, [field, ...inside], list).map((row) => ({ ...textsOf(each), ...row })),
    )
  if (!isObject(value)) return []
  if (field in value) return rowsAt(value[field], inside, list)
  throw badInput(
    'list',
    `There is no list '${list}' in this answer: '${field}' is not among ${Object.keys(value).join(', ')}.`,
    'Give one of these, with a point before each field inside.',
  )
}

function rowsOf(value: unknown): Row[] {
  if (Array.isArray(value)) return value as Row[]
  if (!isObject(value)) return []
  const named = Object.entries(value)
  return named.every(([, own]) => isObject(own))
    ? named.map(([name, own]) => ({ name, ...(own as Row) }))
    : [value]
}

const textsOf = (row: Row) =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => typeof value === 'string'))

/** A list of an answer as a CSV download. */
export function listAsCsv(name: string, output: object, list = ''): Response {
  const file = [name, ...list.split('.')].filter((part) => part !== '').join('-')
  return new Response(toCsv(listedRows(output, list)), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${file}.csv"`,
    },
  })
}
