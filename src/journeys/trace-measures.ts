import type { RunTrace } from './contract.ts'

type Measures = NonNullable<RunTrace['measures']>
type Row = Record<string, unknown>

const iso = (value: unknown) => new Date(Number(value)).toISOString()
const known = (value: unknown) => (value === null || value === undefined ? null : Number(value))
const flag = (value: unknown) => (value === null ? null : Number(value) === 1)

/** The measures of one run as they go over the wire. `nested` gives the rows of a nested column. */
export function shapeMeasures(row: Row, nested: (name: string) => Row[]): Measures {
  return {
    ball: ballOf(row),
    effort: effortOf(row.effort as unknown[]),
    chases: nested('gaps')
      .filter(({ chased }) => Number(chased) === 1)
      .map(({ from, channel, from_at, until_chase }) => ({
        from: String(from),
        channel: String(channel),
        at: iso(Number(from_at) + Number(until_chase) * 1000),
        seconds: Number(until_chase),
      })),
    channel_switches: nested('channel_switches').map(({ kind, from, to, at }) => ({
      kind: String(kind),
      from: String(from),
      to: String(to),
      at: iso(at),
    })),
    asked_again: nested('asked_again').map(({ item, channel, given_in, security, at }) => ({
      item: String(item),
      channel: String(channel),
      given_in: String(given_in),
      security: Number(security) === 1,
      at: iso(at),
    })),
    hand_offs: nested('hand_offs').map((each) => ({
      kind: String(each.kind),
      from: String(each.from),
      to: String(each.to),
      at: iso(each.at),
      identity: flag(each.identity),
      context: flag(each.context),
      asked_again: flag(each.asked_again),
      waited: flag(each.waited),
    })),
    seamless: known(row.seamless),
    statements: Number(row.statements),
    contradictions: nested('contradictions').map((each) => ({
      about: String(each.about),
      what: String(each.what),
      first: saidOf(each, 'first'),
      second: saidOf(each, 'second'),
    })),
    questions: nested('questions').map(({ question, seconds, answered }) => ({
      question: String(question),
      seconds: Number(seconds),
      answered: Number(answered) === 1,
    })),
  }
}

/** Seconds by who held the ball; since the run last moved, until it was judged, it is who holds it now. */
function ballOf(row: Row): Measures['ball'] {
  const [active, company, customer, third_party, unknown, until, holder] = row.ball as unknown[]
  if (active === null) return null
  const time = { active, company, customer, third_party, unknown } as Record<
    keyof NonNullable<Measures['ball']>,
    number
  >
  const running = Math.max(0, Number(row.judged_until) - Number(until)) / 1000
  const of = (name: keyof typeof time) => Number(time[name]) + (holder === name ? running : 0)
  return {
    active: of('active'),
    company: of('company'),
    customer: of('customer'),
    third_party: of('third_party'),
    unknown: of('unknown'),
  }
}

function effortOf(effort: unknown[]): Measures['effort'] {
  const at = (place: number) => known(effort[place])
  return {
    contacts: at(0),
    forced_switches: at(1),
    transfers: at(2),
    repeats: at(3),
    hold_minutes: at(4),
    active_minutes: at(5),
    documents: at(6),
    chases: at(7),
    minutes: at(8),
    avoidable: at(9),
  }
}

function saidOf(row: Row, which: 'first' | 'second') {
  return {
    value: String(row[which]),
    at: iso(row[`${which}_at`]),
    channel: String(row[`${which}_channel`]),
    owner: String(row[`${which}_owner`]),
  }
}
