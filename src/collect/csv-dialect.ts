import { CsvRows, type Dialect } from './csv-rows.ts'

const delimiters = [',', ';', '\t', '|']
const sampleSize = 200_000

/** The dialect of a CSV from its beginning; what is given is not guessed. */
export function guessDialect(beginning: string, given: { delimiter: string | null; quote: string }): Dialect {
  const sample = beginning.slice(0, sampleSize)
  const newline = guessNewline(sample, given.quote)
  const separator = /^sep=(.)\r?\n/.exec(sample)?.[1]
  const delimiter = given.delimiter ?? separator ?? guessDelimiter(sample, newline, given.quote)
  return { delimiter, quote: given.quote, newline }
}

/** LF (also in CRLF) where there is any outside quotes, else CR. */
function guessNewline(sample: string, quote: string): '\n' | '\r' {
  const plain = quote === '"' ? sample.replace(/"(?:[^"]|"")*"/g, '') : sample
  return !plain.includes('\n') && plain.includes('\r') ? '\r' : '\n'
}

/** The delimiter by which most of the first rows have as many fields as the header, and more than one. */
function guessDelimiter(sample: string, newline: '\n' | '\r', quote: string): string {
  let best = ','
  let bestScore = 0
  for (const delimiter of delimiters) {
    const counts: number[] = []
    const rows = new CsvRows({ delimiter, quote, newline }, (fields) => {
      if (fields && !(fields.length === 1 && fields[0] === '')) counts.push(fields.length)
    })
    rows.write(sample)
    if (counts.length === 0) rows.end()
    const columns = counts[0] ?? 1
    const seen = counts.slice(0, 100)
    const alike = seen.filter((count) => count === columns).length / Math.max(1, seen.length)
    const score = columns > 1 ? alike * (1 + Math.log2(columns)) : 0
    if (score > bestScore) {
      best = delimiter
      bestScore = score
    }
  }
  return best
}

/** Column names of a header: without stray blanks, numbered where empty, ` (2)` where they come again. */
export function columnNames(header: string[]): string[] {
  const taken = new Set<string>()
  return header.map((raw, i) => {
    const name = raw.trim().toWellFormed() || `column ${i + 1}`
    let unique = name
    for (let n = 2; taken.has(unique); n++) unique = `${name} (${n})`
    taken.add(unique)
    return unique
  })
}
