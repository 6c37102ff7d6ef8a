/** A history as plain definitions see it: what belongs to the run, who began what, and when it was over. Times are whole hours. */
import type { Interaction } from '../../src/collect/contract.ts'
import type { DesignedStep, DesignNode, Storyboard } from '../../src/journeys/storyboard.ts'

export const hour = 3_600_000

export type Entry = Interaction & { identifier_id?: string }

/** What a run is judged from: nothing after `as_of` is known, nothing is held against anybody after `judged`. */
export interface Life {
  run: Entry[]
  /** Designed step of each, '' = none. */
  taken: string[]
  storyboard: Storyboard
  as_of: number
  judged: number
  /** Records of which a part is not known yet: what they say of themselves may be younger than as_of. */
  unfinished: Set<string>
}

/** The highest number whose date has come (no date = from ever); before any, the one that is in force first. */
export function versionAt(versions: Storyboard[], at: number): Storyboard {
  const come = (moment: number) =>
    versions
      .filter(({ valid_from }) => (valid_from ?? Number.NEGATIVE_INFINITY) <= moment)
      .sort((a, b) => b.version - a.version)[0]
  const dates = versions.map(({ valid_from }) => valid_from ?? Number.NEGATIVE_INFINITY)
  return come(at) ?? come(Math.min(...dates))!
}

export function judgedUntil(
  { run, as_of }: Pick<Life, 'run' | 'as_of'>,
  horizons: Map<string, number>,
): number {
  return Math.min(as_of, ...run.map(({ source }) => horizons.get(source)!))
}

/** When it was over; null = it is a moment, or the end is not known yet. */
export function endOf({ started_at, ended_at }: Entry, { as_of }: Pick<Life, 'as_of'>): number | null {
  return ended_at !== null && ended_at >= started_at && ended_at <= as_of ? ended_at : null
}

export const overAt = (each: Entry, life: Pick<Life, 'as_of'>) => endOf(each, life) ?? each.started_at

const live = ['phone', 'call', 'chat', 'video', 'shop', 'store', 'branch']

/** A conversation is had when it ends, anything else when it comes. */
export const heardAt = (each: Entry, life: Pick<Life, 'as_of'>) =>
  live.includes(each.channel) ? overAt(each, life) : each.started_at

export function stepsIn(node: DesignNode): DesignedStep[] {
  return node.kind === 'step' ? [node] : node.children.flatMap(stepsIn)
}

export function stepAt({ taken, storyboard }: Life, place: number): DesignedStep | undefined {
  if (!taken[place]) return undefined
  return stepsIn(storyboard.design).find(({ step }) => step === taken[place])
}

/** Said by the company and not known to have got lost. */
export const reached = ({ news }: Entry) => news === null || news.delivery !== 'failed'

/** Who an interaction gives the ball to; null: it stays where it is. */
export function given({ ball_after, news, direction }: Entry): 'company' | 'customer' | 'third_party' | null {
  if (ball_after !== 'unknown') return ball_after
  if (news !== null && news.needed_from_you !== null && news.delivery !== 'failed')
    return news.needed_from_you === 'nothing' ? 'company' : 'customer'
  return direction === 'inbound' ? 'company' : null
}

export interface PlainOutcome {
  kind: 'success' | 'failure' | 'abandoned' | 'open'
  at: number | null
}

/** The first declared that holds. */
export function outcomeOf(life: Life): PlainOutcome {
  const { run, storyboard, judged } = life
  for (const { kind, touchpoints, attributes, after } of storyboard.outcomes) {
    if (after !== null) {
      const given_up = Math.max(...run.map(({ started_at }) => started_at)) + after * 1000
      if (given_up <= judged) return { kind, at: given_up }
      continue
    }
    const at = run.find(({ touchpoint }) => touchpoints.includes(touchpoint))
    if (at !== undefined) return { kind, at: at.started_at }
    const named = Object.entries(attributes)
    const holds = ([name, values]: [string, string[]]) => values.includes(firstOf(life, name) ?? '\u0000')
    if (named.length > 0 && named.every(holds)) return { kind, at: null }
  }
  return { kind: 'open', at: null }
}

const firstOf = ({ run, unfinished }: Life, name: string) =>
  run.find((each) => !unfinished.has(recordOf(each)) && each.attributes[name] !== undefined)?.attributes[name]

const offsets: Record<string, number> = {
  UTC: 0,
  'Europe/Berlin': 2,
  'Europe/Lisbon': 1,
  'Asia/Tokyo': 9,
}

/** How far the customer's wall clock is before UTC, in May: by the first interaction that names a zone there is, else as the storyboard has it. */
export function clockOf({ run, storyboard: { zone, calendar } }: Life): number {
  if (zone === null) return (offsets[calendar?.zone ?? 'UTC'] ?? 0) * hour
  const named = run.map(({ attributes }) => offsets[attributes[zone.attribute ?? ''] ?? ''])
  return (named.find((offset) => offset !== undefined) ?? offsets[zone.otherwise]!) * hour
}

export const recordOf = ({ source, record_key }: Entry) => `${source} ${record_key}`

/** The moment from which nothing more happens to the matter; Infinity while it is open. */
export function resolvedAt(life: Life): number {
  const { kind, at } = outcomeOf(life)
  if (kind === 'open') return Number.POSITIVE_INFINITY
  return at ?? life.run.at(-1)!.started_at
}
