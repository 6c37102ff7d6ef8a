import type { ColumnProfile } from './guess-columns.ts'
import type { Moment, TableGuess } from './guess-table.ts'

/** One entry of a guessed mapping. */
export interface GuessedEntry {
  file: string
  name: string | null
  rows: number
  joins: { file: string; on: string; key: string }[]
  guess: TableGuess
  columns: readonly string[]
}

/** A mapping as YAML that a person goes on writing. `left` are files that no entry reads, with the reason. */
export function writeMapping(
  source: string,
  entries: GuessedEntry[],
  left: { file: string; reason: string }[],
): string {
  const out = [
    '# Guessed from the columns and the first rows: read it, correct it, keep it. Lines with a # are not used.',
    `source: ${quoted(source)}`,
    'zone: UTC   # for times without an offset, for example Europe/Berlin',
    '# complete_until: 2024-12-31   # until when the data is complete; without it, until its last record',
    '# storyboards: [storyboard.yaml]',
    'records:',
  ]
  for (const entry of entries) out.push(...entryLines(entry))
  if (entries.length === 0) out.push('  []')
  for (const { file, reason } of left) out.push(`# ${file} is not read: ${reason}`)
  return `${out.join('\n')}\n`
}

function entryLines({ file, name, rows, joins, guess, columns }: GuessedEntry): string[] {
  const lines = [`  - file: ${quoted(file)}`]
  const add = (line: string) => lines.push(`    ${line}`)
  if (name) add(`name: ${quoted(name)}`)
  if (guess.key) add(`key: ${dollar(guess.key)}   # different in each of the ${rows} rows looked at`)
  else if (guess.subject && guess.touchpoint === null && guess.moments.length === 1)
    add(
      `# key: ${dollar(guess.subject.column)}   # makes one interaction of all rows of one ${guess.subject.type}; without it every row is one`,
    )
  else if (!columns.includes('event:index'))
    add('# key: $…   # no column tells the records apart: the whole row counts as its key')
  if (joins.length > 0) add('join:')
  for (const join of joins)
    add(`  - { file: ${quoted(join.file)}, on: ${quoted(`$${join.on}`)}, key: ${quoted(join.key)} }`)
  if (guess.identifiers.length > 0) add('identifiers:')
  else add('# identifiers: { user_id: $…, email: $… }   # no column of the customer was found')
  for (const { kind, column } of guess.identifiers) add(`  ${kind}: ${identifierValue(column)}`)
  if (guess.subject) add(`subjects: { ${guess.subject.type}: ${plainOrWhole(guess.subject.column)} }`)
  else add('# subjects: { order: $… }   # no order, case or ticket was found: journeys follow the customer')
  for (const line of sharedLines(guess)) add(line)
  const single = guess.moments.length === 1
  add('interactions:')
  if (guess.moments.length === 0) {
    add(`  - touchpoint: ${quoted('Name what happened')}`)
    add(`    # at: $…   # no column of times was found; there is: ${columns.join(', ').slice(0, 300)}`)
  }
  guess.moments.forEach((moment, i) => {
    lines.push(...momentLines(moment, guess, single || i === answered(guess)).map((line) => `      ${line}`))
  })
  for (const column of guess.promised) {
    add(`# ${column.name} looks like a promise. At the interaction that makes it:`)
    add(`#   promises: [{ ${promiseOf(column, guess, columns)} }]`)
  }
  if (columns.includes('event:index') || guess.attributes.length > 40) add('attributes: all')
  else if (guess.attributes.length > 0) add(attributesLine(guess.attributes, columns))
  return lines
}

/** Channel, direction, agent and team hold for all interactions of the record. */
function sharedLines(guess: TableGuess): string[] {
  const lines = [
    guess.channel
      ? `channel: ${dollar(guess.channel)}`
      : '# channel: web   # phone, email, shop … : no column tells it',
    guess.direction
      ? `direction: ${directionValue(guess.direction)}`
      : '# direction: inbound   # from the customer; outbound: to the customer; internal',
  ]
  if (guess.agent) lines.push(`agent: ${dollar(guess.agent)}`)
  if (guess.team) lines.push(`team: ${dollar(guess.team)}`)
  return lines
}

/** The promise a column seems to hold; its fulfilment is the last happening whose name is akin. */
function promiseOf(column: ColumnProfile, guess: TableGuess, columns: readonly string[]): string {
  const stems = column.words.filter((word) => word.length > 4).map((word) => word.slice(0, 5))
  const akin = guess.moments
    .filter(({ at }) =>
      at[0]?.words.some((word) => stems.includes(word.slice(0, 5)) && !/^(order|case)/.test(word)),
    )
    .at(-1)
  const what =
    column.words
      .filter(
        (word) =>
          word.length > 3 &&
          !/^(case|order|estimated|expected|planned|deadline|date|time|timestamp)$/.test(word),
      )
      .join(' ') || 'done'
  const kept = akin ? `fulfilled_at: ${timeValue(akin.at)}` : 'fulfilled_by: [name of a touchpoint]'
  const once = columns.includes('event:index') ? 'when: { event:index: 0 }, ' : ''
  return `what: ${what}, ${once}due: ${timeValue([column])}, ${kept}`
}

/** Columns by name; trace attributes of a log written as CSV lose their `case:` where nothing else is called so. */
function attributesLine(attributes: ColumnProfile[], columns: readonly string[]): string {
  const bare = (name: string) =>
    name.startsWith('case:') && !columns.includes(name.slice(5)) ? name.slice(5) : name
  if (!attributes.some(({ name }) => bare(name) !== name))
    return `attributes: [${attributes.map(({ name }) => quoted(name)).join(', ')}]`
  return `attributes: { ${attributes.map((column) => `${quoted(bare(column.name))}: ${dollar(column)}`).join(', ')} }`
}

/** Which moment of several a score and a text belong to: the answer, else the last. */
function answered(guess: TableGuess): number {
  const found = guess.moments.findIndex((moment) =>
    /answer|response|replied|submitted/i.test(moment.touchpoint),
  )
  return found < 0 ? guess.moments.length - 1 : found
}

function momentLines(moment: Moment, guess: TableGuess, whole: boolean): string[] {
  const named = guess.touchpoint ? dollar(guess.touchpoint) : quoted(moment.touchpoint)
  const lines = [`- touchpoint: ${named}`, `  at: ${timeValue(moment.at)}${timeComment(moment.at)}`]
  if (moment.until) lines.push(`  until: ${timeValue(moment.until)}`)
  if (!whole) return lines
  if (guess.score)
    lines.push(
      `  score: { question: ${quoted(guess.score.name)}, value: ${dollar(guess.score)}${scaleOf(guess.score)} }   # if lower is better: direction: lower_is_better`,
    )
  if (guess.text) lines.push(`  text: ${dollar(guess.text)}`)
  return lines
}

function scaleOf({ min, max }: ColumnProfile): string {
  if (min >= 1 && max <= 5) return ', scale: [1, 5]'
  return min === 0 || max > 7 ? `, scale: [${Math.min(1, min)}, 10]` : ''
}

function timeValue(columns: ColumnProfile[]): string {
  const [first, clock] = columns
  const format = first?.time?.format ?? null
  if (first && clock) {
    const seconds = clock.samples.every((value) => value.split(':').length === 3) ? ':ss' : ''
    return `{ columns: [${quoted(first.name)}, ${quoted(clock.name)}], format: ${JSON.stringify(`${format ?? 'yyyy-MM-dd'} H:mm${seconds}`)} }`
  }
  if (!first) return '$'
  return format === null
    ? dollar(first)
    : `{ column: ${quoted(first.name)}, format: ${JSON.stringify(format)} }`
}

function timeComment([first]: ColumnProfile[]): string {
  const time = first?.time
  if (time?.ambiguous) return `   # or ${time.ambiguous}: the rows looked at do not tell day from month`
  if (time && time.share < 0.995)
    return `   # ${Math.round((1 - time.share) * 100)} % of the values look different; they will be quarantined`
  return ''
}

/** Ids written as 17850.0 lose their decimal; 0 for nobody is nobody. */
function identifierValue(column: ColumnProfile): string {
  if (column.zeros > 0.02)
    return `{ column: ${quoted(column.name)}, translate: { 0: "" } }   # 0 seems to stand for nobody`
  return plainOrWhole(column)
}

function plainOrWhole(column: ColumnProfile): string {
  return column.floating > 0.95 ? `{ column: ${quoted(column.name)}, as: integer }` : dollar(column)
}

function directionValue(column: ColumnProfile): string {
  if (!column.words.includes('inbound')) {
    return `{ column: ${quoted(column.name)}, translate: { in: inbound, out: outbound, Inbound: inbound, Outbound: outbound } }`
  }
  return `{ column: ${quoted(column.name)}, translate: { "True": inbound, "False": outbound, "true": inbound, "false": outbound, 1: inbound, 0: outbound } }`
}

function dollar(column: ColumnProfile): string {
  return quoted(`$${column.name}`)
}

/** A YAML scalar, with quotes where it needs them. */
export function quoted(text: string): string {
  const plain =
    /^[$A-Za-z_][\w$.:/ -]*$/.test(text) && !/: |:$| $|^(true|false|null|yes|no|on|off|y|n)$/i.test(text)
  return plain ? text : JSON.stringify(text)
}
