/** What was asked again, what was handed on, what was said twice, what was never answered (methods A.2, A.4, A.9, A.16, A.17). */
import type { Storyboard } from '../../src/journeys/storyboard.ts'
import type { PlainContact, PlainSwitch } from './contact.ts'
import { notHere } from './contact.ts'
import { type Entry, heardAt, type Life, overAt, reached, recordOf, resolvedAt, stepAt } from './life.ts'
import type { PlainGap } from './silence.ts'

const nameOf = (item: string) => item.toLowerCase().replaceAll('_', ' ')

/** Without a dictionary a list of our own says what proves who somebody is, the PIN being on it. */
const ownItems = [{ item: 'pin', security: true, expires: null }]

const ruleOf = ({ items }: Storyboard, item: string) =>
  (items.length > 0 ? items : ownItems).find((one) => nameOf(one.item) === item)

export interface PlainAsked {
  asked: number
  again: number
  security_asked: number
  security_again: number
  items: {
    item: string
    /** Channel in which it had been given last. */
    given_in: string
    asked_by: string
    /** Designed step, else touchpoint. */
    from: string
    to: string
  }[]
}

/** An item is known when it was given, told or asked for by design before, and has not expired. Null = nobody says what is asked. */
export function askedOf(life: Life): PlainAsked | null {
  const { run, storyboard } = life
  const asks = (place: number) => {
    if (!reached(run[place]!)) return []
    const own = run[place]!.information_asked
    return [...new Set((own.length > 0 ? own : (stepAt(life, place)?.asks ?? [])).map(nameOf))]
  }
  const knows = (place: number, item: string) => {
    const step = stepAt(life, place)
    const all = [...run[place]!.information_given, ...(step?.tells ?? []), ...(step?.asks ?? [])]
    return all.map(nameOf).includes(item)
  }
  if (run.every((_, place) => asks(place).length === 0)) return null
  const found: PlainAsked = { asked: 0, again: 0, security_asked: 0, security_again: 0, items: [] }
  run.forEach((each, place) => {
    for (const item of asks(place)) {
      const rule = ruleOf(storyboard, item)
      const last = run.slice(0, place).findLastIndex((_, earlier) => knows(earlier, item))
      const age = last < 0 ? 0 : (each.started_at - run[last]!.started_at) / 1000
      const again = last >= 0 && age <= (rule?.expires ?? Number.POSITIVE_INFINITY)
      found[rule?.security ? 'security_asked' : 'asked']++
      if (!again) continue
      found[rule?.security ? 'security_again' : 'again']++
      const at = (position: number) => life.taken[position] || run[position]!.touchpoint
      const { channel: given_in } = run[last]!
      found.items.push({ item, given_in, asked_by: each.interaction_id, from: at(last), to: at(place) })
    }
  })
  return found
}

export interface PlainEffort {
  contacts: number | null
  forced_switches: number | null
  transfers: number | null
  repeats: number | null
  hold_minutes: number | null
  active_minutes: number | null
  documents: number | null
  chases: number | null
}

export function effortOf(
  { run }: Life,
  contacts: PlainContact[],
  parts: { switches: PlainSwitch[]; asked: PlainAsked | null; chases: number | null; active: number | null },
): PlainEffort {
  const { switches, asked, chases, active } = parts
  const known = (channel: string) => channel !== '' && channel !== 'unknown'
  const inside = ({ places }: PlainContact) => places.map((place) => run[place]!)
  const humans = run.some((each) => each.agent !== '' || each.team !== '' || notHere(each))
  const others = contacts.map((contact, place) => {
    const names = (by: 'agent' | 'team') =>
      new Set(
        inside(contact)
          .map((each) => each[by])
          .filter(Boolean),
      ).size
    const goesOn = notHere(inside(contact).at(-1)!) && contacts[place + 1]?.channel === contact.channel
    return Math.max(0, (names('agent') || names('team')) - 1) + Number(goesOn)
  })
  const holds = new Map(
    run
      .filter(({ attributes }) => Number(attributes.hold_minutes) >= 0)
      .map((each) => [recordOf(each), Number(each.attributes.hold_minutes)]),
  )
  const sum = (numbers: Iterable<number>) => [...numbers].reduce((total, one) => total + one, 0)
  return {
    contacts: contacts.some(({ by_customer }) => by_customer !== null)
      ? contacts.filter(({ by_customer }) => by_customer).length
      : null,
    forced_switches: contacts.some(({ channel }) => known(channel))
      ? switches.filter(({ kind }) => kind === 'forced').length
      : null,
    transfers: humans ? sum(others) : null,
    repeats: asked?.again ?? null,
    hold_minutes: holds.size === 0 ? null : sum(holds.values()),
    active_minutes: active !== null && contacts.some(({ from, to }) => to > from) ? active * 60 : null,
    documents: run.some(({ information_given }) => information_given.length > 0) ? documentsOf(run) : null,
    chases,
  }
}

/** Items the customer gave after the company had asked for them by itself. */
function documentsOf(run: Entry[]): number {
  const byCompany = ({ direction, begun_by }: Entry) => direction === 'outbound' || begun_by === 'company'
  const wants = (each: Entry): string[] => {
    if (!reached(each) || each.direction === 'internal') return []
    const said = each.statements.filter(({ what }) => what === 'document_needed').map(({ value }) => value)
    return [...(byCompany(each) ? each.information_asked : []), each.news?.needed_from_you ?? [], ...said]
      .flat()
      .map(nameOf)
  }
  return run.reduce((count, each, place) => {
    if (byCompany(each)) return count
    const before = run.slice(0, place).flatMap(wants)
    return count + new Set(each.information_given.map(nameOf).filter((item) => before.includes(item))).size
  }, 0)
}

/** 4 minutes a contact, 5 a forced switch, 3 a transfer, 1 an item, 6 a document, 4 a chase; what is unknown is left out. */
export function minutesOf(effort: PlainEffort): { minutes: number | null; avoidable: number | null } {
  const wasted = [
    [effort.forced_switches, 5],
    [effort.transfers, 3],
    [effort.repeats, 1],
    [effort.chases, 4],
  ] as const
  const rest = [
    [effort.contacts, 4],
    [effort.documents, 6],
    [effort.hold_minutes, 1],
    [effort.active_minutes, 1],
  ] as const
  const total = (parts: readonly (readonly [number | null, number])[]) =>
    parts.every(([count]) => count === null)
      ? null
      : parts.reduce((sum, [count, each]) => sum + (count ?? 0) * each, 0)
  return { minutes: total([...wasted, ...rest]), avoidable: total(wasted) }
}

export interface PlainHandOff {
  interaction_id: string
  identity: boolean | null
  context: boolean | null
  asked_again: boolean | null
  waited: boolean | null
}

/** Another channel or team than the one before, or another agent while the contact goes on. */
export function handOffsOf(life: Life, asked: PlainAsked | null, gaps: PlainGap[] | null): PlainHandOff[] {
  const customers = life.run.filter(({ direction }) => direction !== 'internal')
  return customers.slice(1).flatMap((each, place) => {
    const before = customers[place]!
    const done = overAt(before, life)
    const differ = (a: string, b: string) =>
      a !== b && ![a, b].some((name) => name === '' || name === 'unknown')
    const channel = differ(before.channel, each.channel)
    const agent = each.started_at <= done && differ(before.agent, each.agent)
    if (!channel && !differ(before.team, each.team) && !agent) return []
    const again = asked?.items
      .filter(({ asked_by }) => asked_by === each.interaction_id)
      .map(({ item }) => item)
    const security = (item: string) => ruleOf(life.storyboard, item)?.security === true
    const opened = each.attributes.history_opened
    return [
      {
        interaction_id: each.interaction_id,
        identity: again === undefined ? null : again.some(security),
        context: opened === undefined ? null : opened === 'no',
        asked_again: again === undefined ? null : again.some((item) => !security(item)),
        waited:
          gaps?.some(({ from, to, tolerance }) => from + tolerance * 1000 < each.started_at && to > done) ??
          null,
      },
    ]
  })
}

/** From every hand-in until the first news that says so (methods A.17); answered or not, and until when. */
export function questionsOf(life: Life, contacts: PlainContact[], chases: Set<string>) {
  const { run } = life
  const resolved = resolvedAt(life)
  const end = Math.min(resolved, life.judged)
  const says = {
    received: ({ news }: Entry) => news!.received !== null,
    needed: ({ news }: Entry) => news!.needed_from_you !== null,
    next: ({ news }: Entry) => news!.next_by !== null,
  }
  return contacts.flatMap(({ places, by_customer }) => {
    const first = run[places[0]!]!
    const gave = places.some((place) => run[place]!.information_given.length > 0)
    const from = heardAt(first, life)
    const looked = places.every((place) => run[place]!.news?.delivery === 'viewed')
    const asks = chases.has(first.interaction_id) || looked
    if (!by_customer || (asks && !gave) || from > end || from >= resolved) return []
    return Object.entries(says).map(([question, tells]) => {
      const answers = run
        .filter((each) => each.news !== null && reached(each) && tells(each))
        .map((each) => heardAt(each, life))
        .filter((at) => at >= from && at <= end)
      const to = answers.length > 0 ? Math.min(...answers) : resolved
      return { question, from, to: to === Number.POSITIVE_INFINITY ? null : to, answered: answers.length > 0 }
    })
  })
}
