export interface RecordField {
  path: string
  value: string
}

type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

function walk(value: Json, path: string, found: RecordField[]) {
  if (value !== null && typeof value === 'object') {
    for (const [key, inner] of Object.entries(value))
      walk(inner as Json, path ? `${path}.${key}` : key, found)
  } else found.push({ path, value: value === null ? '' : String(value) })
}

/** The leaves of a record as editable text, by dotted path; what is not JSON is one field. */
export function fieldsOf(record: string): RecordField[] {
  try {
    const found: RecordField[] = []
    walk(JSON.parse(record) as Json, '', found)
    return found
  } catch {
    return [{ path: 'record', value: record }]
  }
}

/** As typed, in the type the field had: a number stays a number if it still is one. */
function typed(before: Json, value: string): Json {
  if (typeof before === 'number' && value.trim() !== '' && Number.isFinite(Number(value)))
    return Number(value)
  if (typeof before === 'boolean' && (value === 'true' || value === 'false')) return value === 'true'
  return before === null && value === '' ? null : value
}

function rebuilt(value: Json, path: string, fields: Map<string, string>): Json {
  if (Array.isArray(value))
    return value.map((inner, at) => rebuilt(inner, path ? `${path}.${at}` : String(at), fields))
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        rebuilt(inner, path ? `${path}.${key}` : key, fields),
      ]),
    )
  }
  const now = fields.get(path)
  return now === undefined ? value : typed(value, now)
}

/** The record with its fields corrected, its shape unchanged. */
export function recordOf(record: string, fields: RecordField[]): string {
  try {
    return JSON.stringify(
      rebuilt(JSON.parse(record) as Json, '', new Map(fields.map((one) => [one.path, one.value]))),
    )
  } catch {
    return fields[0]?.value ?? record
  }
}
