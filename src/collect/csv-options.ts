import { type Scope, shown } from './mapping-scope.ts'
import type { Tree } from './yaml-tree.ts'

/** How a CSV is written; null = found out from the file. */
export interface CsvOptions {
  delimiter: string | null
  encoding: string | null
  quote: string
}

/** Nothing given: everything is found out. */
export const plainCsv: CsvOptions = { delimiter: null, encoding: null, quote: '"' }

/** `csv` of a mapping's entry. */
export function csvOptions(tree: Tree | undefined, field: string, scope: Scope): CsvOptions {
  const options: CsvOptions = { delimiter: null, encoding: null, quote: '"' }
  const entries = tree ? scope.fields(tree, field, ['delimiter', 'encoding', 'quote']) : null
  for (const [key, { value, line }] of entries ?? []) {
    if (value.kind !== 'text')
      scope.problem(line, `${field}.${key}`, `${shown(value)} stands where one text is needed`)
    else if (key === 'encoding') options.encoding = encodingNamed(value.text, line, field, scope)
    else if (key === 'quote') options.quote = value.text.slice(0, 1)
    else if (key === 'delimiter') {
      options.delimiter = value.text === '\\t' || value.text === 'tab' ? '\t' : value.text
      if (options.delimiter.length !== 1)
        scope.problem(
          line,
          `${field}.delimiter`,
          `'${value.text}' is not one character: write ",", ";", "|" or "\\t"`,
        )
    }
  }
  return options
}

function encodingNamed(name: string, line: number, field: string, scope: Scope): string | null {
  try {
    return new TextDecoder(name).encoding
  } catch {
    scope.problem(
      line,
      `${field}.encoding`,
      `there is no encoding '${name}': write utf-8, windows-1252, utf-16le …`,
    )
    return null
  }
}
