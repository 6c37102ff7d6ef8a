/**
 * Writes parameters into a statement. The embedded engine takes statements with parameters one at a time over all connections of
 * the process: ingest then waits behind every report (measured: 165 ms for SELECT 1; decision 0020). A server would get them in
 * the address of the request, which does not hold the keys of a page. Each
 * `{name:Type}` becomes the cast that the engine itself would make of it. Statements are ours, values anybody's.
 * @throws Error naming a parameter without a value.
 */
export function bind(sql: string, params: Record<string, unknown>): string {
  return sql.replace(/\{(\w+):([^{}]+)\}/g, (_, name: string, type: string) => {
    if (!Object.hasOwn(params, name))
      throw new Error(`The parameter ${name} has no value in: ${sql.slice(0, 120)}`)
    return `_CAST(${literalOf(params[name])}, ${quoted(type)})`
  })
}

/**
 * Read by its type: a number that does not fit is refused, not cut. An array is one literal however long it is: as a list of
 * literals it would be too large to analyse.
 */
function literalOf(value: unknown): string {
  if (value === null) return 'NULL'
  if (typeof value === 'boolean') return String(value)
  return quoted(Array.isArray(value) ? `[${value.map(itemOf).join(',')}]` : textOf(value))
}

function itemOf(value: unknown): string {
  return typeof value === 'string' ? quoted(value) : textOf(value)
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'bigint' || (typeof value === 'number' && Number.isFinite(value))) return String(value)
  throw new Error(`${value} cannot be written as a parameter.`)
}

const quoted = (text: string) =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\0', '\\0')}'`
