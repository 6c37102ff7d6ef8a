import { arrived } from './arrived.ts'
import type { HistoryEntry } from './history-order.ts'
import type { Plan } from './plan.ts'
import type { Pledge } from './promises.ts'
import type { Gap } from './run.ts'
import type { Taken } from './taken.ts'

/** Conversations that tell the customer something count when they end (methods A.6). */
const liveChannels = new Set(['phone', 'call', 'chat', 'video', 'shop', 'store', 'branch'])

/** The interactions of a run as silence sees them. */
export interface Passage {
  interactions: HistoryEntry[]
  taken: Taken
  news: boolean[]
  /** Designed step of each, '' = none. */
  assigned: string[]
  plan: Plan
}

/** When the gaps of a run stop, and how. `open` = at the moment of judgement, still silent. */
export interface SilenceEnd {
  at: number
  open: boolean
}

/** An instant at which the customer received news, or the ball moved. */
interface Mark {
  at: number
  news: boolean
  with_customer: boolean
  position: number
}

/**
 * Whether the customer received status information by this interaction: the data says so (and it was not
 * undeliverable), a date was told, or the design tells or promises something at its touchpoint.
 */
export function isNews(interaction: HistoryEntry, plan: Plan): boolean {
  if (interaction.news !== null) return arrived(interaction)
  if (plan.informing.has(interaction.touchpoint)) return true
  return interaction.promises.some(
    ({ act, at, due }) =>
      (act === 'made' || act === 'replaced') &&
      due !== null &&
      (at ?? interaction.started_at) === interaction.started_at,
  )
}

/** When the customer was told to hear next. */
function nextBy(interaction: HistoryEntry): number | null {
  return arrived(interaction) ? (interaction.news?.next_by ?? null) : null
}

/**
 * The silent gaps of a run (methods A.6): between instants of news, from the run's start, while the ball is not with
 * the customer. Time with the customer is cut out; when the ball returns, a new gap begins. A gap is named by the
 * designed step before it and the first designed news after it, so that a chase in between does not hide the place.
 */
export function gapsOf(passage: Passage, pledges: Pledge[], end: SilenceEnd): Gap[] {
  const marks = marksOf(passage)
  const covers = new Covers(passage, marks, pledges)
  const places = placesOf(passage)
  const gaps: Gap[] = []
  const close = (from: Mark, until: number, after: string, open: boolean) => {
    if (until <= from.at) return
    const tolerance = covers.tolerance(from, places.reached[from.position]!)
    const seconds = (until - from.at) / 1000
    const before = places.reached[from.position] || passage.interactions[from.position]!.touchpoint
    const excess = Math.max(0, seconds - tolerance)
    gaps.push({ from_at: from.at, to_at: until, from: before, to: after, seconds, tolerance, excess, open })
  }
  let from: Mark | null = null
  for (const mark of marks) {
    if (mark.at > end.at) break
    if (from !== null && (mark.news || mark.with_customer)) {
      close(from, mark.at, places.ahead(mark.position), false)
      from = null
    }
    if (!mark.with_customer) from ??= mark
  }
  if (from === null) return gaps
  const ending = end.open ? -1 : passage.interactions.findIndex(({ started_at }) => started_at >= end.at)
  const expected = passage.plan.nextNews.get(places.reached[from.position]!) ?? ''
  close(from, end.at, ending < 0 ? expected : places.ahead(ending), end.open)
  return gaps
}

/** When the customer had an interaction: at its end where it is a conversation, else at its start. */
export function receivedAt(interaction: HistoryEntry, end: number | null): number {
  return (liveChannels.has(interaction.channel) ? end : null) ?? interaction.started_at
}

function marksOf({ interactions, taken, news }: Passage): Mark[] {
  const marks = interactions.map(
    (interaction, position): Mark => ({
      at: receivedAt(interaction, taken.ends[position]!),
      news: position === 0 || news[position]!,
      with_customer: taken.ball[position] === 'customer',
      position,
    }),
  )
  return marks.sort((a, b) => a.at - b.at || a.position - b.position)
}

/** A date the customer was told, and until when it was the one to rely on. */
interface Told {
  at: number
  due: number
  until: number
}

/** How long silence is tolerated. Asked in order of time. */
class Covers {
  private readonly told: Told[]
  private readonly passage: Passage
  private next = 0
  private active: Told[] = []

  constructor(passage: Passage, marks: Mark[], pledges: Pledge[]) {
    this.passage = passage
    this.told = [...tellings(pledges, passage), ...announcements(passage.interactions, marks)]
    this.told.sort((a, b) => a.at - b.at)
  }

  /**
   * Seconds: until the customer was told to hear (`next_by`), else until the first date told and still ahead, else as
   * the designed step reached says, else the storyboard.
   */
  tolerance(from: Mark, reached: string): number {
    const announced = nextBy(this.passage.interactions[from.position]!)
    if (announced !== null && announced > from.at) return (announced - from.at) / 1000
    while (this.next < this.told.length && this.told[this.next]!.at <= from.at)
      this.active.push(this.told[this.next++]!)
    this.active = this.active.filter(({ due, until }) => due > from.at && until > from.at)
    let due = Number.POSITIVE_INFINITY
    for (const each of this.active) due = Math.min(due, each.due)
    if (due !== Number.POSITIVE_INFINITY) return (due - from.at) / 1000
    const { plan } = this.passage
    return plan.steps.get(reached)?.silence ?? plan.storyboard.silence
  }
}

/** What a designed step implies is known from its start, though due from its end. */
function tellings(pledges: Pledge[], { interactions }: Passage): Told[] {
  const dates: Told[] = []
  for (const { source, told, over_at } of pledges) {
    told.forEach(({ at, position, due, arrived }, index) => {
      if (due === null || !arrived) return
      const from = index === 0 && source === 'storyboard' ? interactions[position]!.started_at : at
      const next = told[index + 1]?.at ?? Number.POSITIVE_INFINITY
      dates.push({ at: from, due, until: Math.min(next, over_at ?? Number.POSITIVE_INFINITY) })
    })
  }
  return dates
}

/** `next_by` holds until another is told, or until the customer hears: news keeps what was announced. */
function announcements(interactions: HistoryEntry[], marks: Mark[]): Told[] {
  const told: Told[] = []
  for (const { at, position, news } of marks) {
    const due = nextBy(interactions[position]!)
    const last = told.at(-1)
    if (last !== undefined && (news || due !== null)) last.until = Math.min(last.until, at)
    if (due === null) continue
    told.push({ at, due, until: Number.POSITIVE_INFINITY })
  }
  return told
}

/** `reached`: the last designed step up to each interaction, '' = none; `ahead`: what names the end of a gap there. */
function placesOf({ interactions, assigned, news }: Passage): {
  reached: string[]
  ahead: (position: number) => string
} {
  const reached: string[] = []
  for (let index = 0, step = ''; index < interactions.length; index++) {
    step = assigned[index] || step
    reached.push(step)
  }
  const ahead: string[] = []
  for (let index = interactions.length - 1, told = '', designed = ''; index >= 0; index--) {
    if (assigned[index] !== '') {
      designed = assigned[index]!
      if (news[index]) told = designed
    }
    ahead[index] = told || designed || interactions[index]!.touchpoint
  }
  return { reached, ahead: (position) => ahead[position]! }
}
