import { type ColumnProfile, inWords } from './guess-columns.ts'

/** What the columns of one table seem to be. Null or empty: not found. */
export interface TableGuess {
  key: ColumnProfile | null
  subject: { type: string; column: ColumnProfile } | null
  identifiers: { kind: string; column: ColumnProfile }[]
  moments: Moment[]
  /** Dates told or planned, not happened. */
  promised: ColumnProfile[]
  touchpoint: ColumnProfile | null
  channel: ColumnProfile | null
  direction: ColumnProfile | null
  agent: ColumnProfile | null
  team: ColumnProfile | null
  text: ColumnProfile | null
  score: ColumnProfile | null
  attributes: ColumnProfile[]
}

/** A column (or a date and a time of day) that says when something happened. */
export interface Moment {
  touchpoint: string
  at: ColumnProfile[]
  until: ColumnProfile[] | null
}

const persons = [
  'customer unique id',
  'customer uid',
  'customer id',
  'customer no',
  'customer number',
  'customer',
  'client id',
  'user id',
  'member id',
  'household id',
  'person id',
  'patient id',
  'account id',
  'contact id',
  'subscriber id',
  'respondent id',
  'card id',
  'author id',
  'requester id',
  'caller id',
  'guest id',
]
const subjects = [
  'order',
  'case',
  'ticket',
  'application',
  'claim',
  'request',
  'booking',
  'reservation',
  'conversation',
  'thread',
  'invoice',
  'contract',
  'policy',
  'incident',
  'basket',
  'session',
  'call',
  'shipment',
  'complaint',
  'journey',
  'review',
  'trace',
  'issue',
]
const happenings = [
  'concept name',
  'activity',
  'activity name',
  'touchpoint',
  'event',
  'event name',
  'event type',
  'action',
  'step',
  'stage',
  'task',
  'operation',
  'milestone',
  'interaction type',
  'topic',
]
const idWords = /^(id|ids|no|nr|num|number|key|uuid|guid|code|ref|reference)$/
const planned =
  /^(estimated|estimate|expected|planned|plan|deadline|due|promised|promise|limit|target|scheduled|eta)$/
const neverEvents =
  /^(birth|dob|born|birthday|birthdate|updated|modified|expiry|expires|valid|processing|now)$/
const starts = /^(start|started|begin|began|from|entry|opened|open|in)$/
const ends = /^(end|ended|finish|finished|to|exit|closed|close|until|stop|out)$/

/** Finds the roles of a table's columns by their names and values. `name` is what a nameless happening is called. */
export function guessTable(columns: readonly ColumnProfile[], name: string): TableGuess {
  const used = new Set<ColumnProfile>()
  const take = <C extends ColumnProfile | null>(column: C): C => {
    if (column !== null) used.add(column)
    return column
  }
  const found = subjectOf(columns)
  const identifiers = identifiersOf(columns, found?.column ?? null)
  for (const { column } of identifiers) take(column)
  const title = nameOf(columns, found, name)
  const key =
    columns.find((column) => column.unique && isId(column)) ??
    columns.find((column) => column.unique && column === found?.column) ??
    null
  take(key)
  const touchpoint = take(happeningOf(columns))
  const times = columns.filter(
    (column) => column.time !== null && !column.words.some((word) => neverEvents.test(word)),
  )
  const promised = times.filter((column) => column.words.some((word) => planned.test(word)))
  const moments = momentsOf(
    columns,
    times.filter((column) => !promised.includes(column)),
    touchpoint !== null,
    title,
  )
  // One happening each, of a known person: the journey is the person's, not that of one call or invoice line.
  const alone =
    moments.length === 1 && touchpoint === null && identifiers.length > 0 && (found?.column.sparse ?? 0) > 0.9
  const subject = alone ? null : found
  take(subject?.column ?? null)
  for (const column of [...times, ...moments.flatMap((moment) => [...moment.at, ...(moment.until ?? [])])])
    take(column)
  return { key, subject, identifiers, moments, promised, touchpoint, ...detailsOf(columns, used) }
}

type Details = Pick<TableGuess, 'channel' | 'direction' | 'agent' | 'team' | 'text' | 'score' | 'attributes'>

/** What the columns that are left seem to be; the rest are attributes. */
function detailsOf(columns: readonly ColumnProfile[], used: Set<ColumnProfile>): Details {
  const free = (test: (column: ColumnProfile) => boolean) => {
    const column = columns.find((each) => !used.has(each) && test(each)) ?? null
    if (column !== null) used.add(column)
    return column
  }
  const called = (names: RegExp) => free((column) => names.test(column.words.join(' ')))
  const score = free(
    (column) => hasWord(column, /^(score|rating|nps|csat|ces|stars|overall|fft)$/) && isScale(column),
  )
  const wordy = textOf(columns.filter((column) => !used.has(column)))
  const text = free((column) => column === wordy)
  const channel = free((column) => hasWord(column, /^(channel|medium|via)$/) && column.distinct <= 30)
  const direction = free((column) => hasWord(column, /^(direction|inbound)$/) && column.distinct <= 4)
  const agent = called(
    /^(org resource|resource|agent|agent id|agent name|employee|server|operator|seller id|clerk)$/,
  )
  const team = called(/^(org group|team|group|department|queue|unit|workgroup)$/)
  const plain = /^(column \d+|event:index|event:trace)$/
  const attributes = columns.filter(
    (column) => !used.has(column) && column.filled > 0 && column.length <= 60 && !plain.test(column.name),
  )
  return { channel, direction, agent, team, text, score, attributes }
}

/** What a happening without a name of its own is called: a message, a call, or after the file. */
function nameOf(columns: readonly ColumnProfile[], subject: TableGuess['subject'], file: string): string {
  if (columns.some((column) => column.words.join(' ') === 'inbound') && textOf(columns) !== null)
    return 'Message'
  if (subject && subject.type !== 'case') return subject.type.charAt(0).toUpperCase() + subject.type.slice(1)
  const words = file.replace(/[\d\s]+/g, ' ').trim() || 'interaction'
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function hasWord(column: ColumnProfile, word: RegExp): boolean {
  return column.words.some((each) => word.test(each))
}

function isId(column: ColumnProfile): boolean {
  return idWords.test(column.words.at(-1) ?? '') && column.time === null
}

/** Whole numbers, few of them, between 0 and 10. */
function isScale(column: ColumnProfile): boolean {
  return column.numeric > 0.95 && column.distinct <= 11 && column.min >= 0 && column.max <= 10
}

function subjectOf(columns: readonly ColumnProfile[]): TableGuess['subject'] {
  const trace = columns.find((column) => column.name === 'case:concept:name')
  if (trace) return { type: 'case', column: trace }
  for (const noun of subjects) {
    const column =
      columns.find(
        ({ words, filled }) =>
          filled > 0.5 && words.at(-2) === noun && idWords.test(words.at(-1)!) && !words.includes('response'),
      ) ??
      columns.find(
        ({ words, filled, length, distinct }) =>
          filled > 0.5 && words.length === 1 && words[0] === noun && length < 40 && distinct > 1,
      )
    if (column) return { type: noun, column }
  }
  return null
}

function identifiersOf(
  columns: readonly ColumnProfile[],
  subject: ColumnProfile | null,
): TableGuess['identifiers'] {
  const found: TableGuess['identifiers'] = []
  const free = columns.filter((column) => column !== subject)
  const person = persons
    .map((words) =>
      free.find((column) => column.words.join(' ') === words && column.distinct > 1 && column.length < 80),
    )
    .find(Boolean)
  if (person) found.push({ kind: 'user_id', column: person })
  const email = free.find(
    (column) => column.emails > 0.5 && !hasWord(column, /^(agent|staff|employee|from|sender|assignee)$/),
  )
  if (email) found.push({ kind: 'email', column: email })
  const phone = free.find(
    (column) =>
      column.phones > 0.5 && hasWord(column, /^(phone|mobile|telephone|tel|msisdn|cell|cellphone)$/),
  )
  if (phone) found.push({ kind: 'phone', column: phone })
  const anonymous = free.find((column) =>
    /^(anonymous|visitor|cookie|device) id$/.test(column.words.join(' ')),
  )
  if (anonymous) found.push({ kind: 'anonymous_id', column: anonymous })
  return found
}

function happeningOf(columns: readonly ColumnProfile[]): ColumnProfile | null {
  const fits = (column: ColumnProfile) =>
    column.filled > 0.9 &&
    column.numeric < 0.5 &&
    column.length <= 80 &&
    column.distinct <= 500 &&
    column.time === null &&
    !column.unique
  for (const words of happenings) {
    const column = columns.find((each) => each.words.join(' ') === words && fits(each))
    if (column) return column
  }
  return null
}

function momentsOf(
  columns: readonly ColumnProfile[],
  times: ColumnProfile[],
  named: boolean,
  name: string,
): Moment[] {
  const clocks = columns.filter((column) => column.clock > 0.9 && column.time === null)
  const only = times[0]
  if (only?.time?.date_only && clocks[0] && times.length === 1)
    return [{ touchpoint: name, at: [only, clocks[0]], until: null }]
  const begin = times.find((column) => hasWord(column, starts))
  const end = times.find((column) => column !== begin && hasWord(column, ends))
  const own = times.find(
    (column) =>
      column.name === 'time:timestamp' || /^(event )?(timestamp|time|datetime)$/.test(column.words.join(' ')),
  )
  const events = times.filter((column) => !column.name.startsWith('case:'))
  if (own && (named || events.length === 1)) return [{ touchpoint: name, at: [own], until: null }]
  if (begin && end && (named || times.length === 2)) return [{ touchpoint: name, at: [begin], until: [end] }]
  if (named || events.length === 1) {
    const first = events.find((column) => column.filled > 0.9) ?? events[0]
    return first ? [{ touchpoint: name, at: [first], until: null }] : []
  }
  return events.map((column) => ({ touchpoint: inWords(column.name) ?? name, at: [column], until: null }))
}

function textOf(columns: readonly ColumnProfile[]): ColumnProfile | null {
  const wordy = columns.filter(
    (column) =>
      column.length > 20 && column.numeric < 0.1 && !column.samples.some((value) => /^https?:/.test(value)),
  )
  const named = wordy.filter((column) =>
    hasWord(column, /^(text|message|comment|comments|body|content|feedback|verbatim|answer|note|notes)$/),
  )
  const longest = (list: ColumnProfile[]) =>
    list.reduce<ColumnProfile | null>(
      (best, column) => (best && best.length >= column.length ? best : column),
      null,
    )
  return longest(named) ?? longest(wordy.filter((column) => column.length > 60))
}
