/** Silence hour by hour, and who came back in it (methods A.6). */
import type { Interaction } from '../../src/collect/contract.ts'
import { comesBack, type PlainContact } from './contact.ts'
import { given, heardAt, hour, type Life, outcomeOf, reached, resolvedAt, stepAt, stepsIn } from './life.ts'
import { datesAt, type PlainPromise } from './promise.ts'

export interface PlainGap {
  from: number
  to: number
  open: boolean
  tolerance: number
  /** Position of what it began with. */
  after: number
}

interface Mark {
  heard: number
  news: boolean
  withCustomer: boolean
  place: number
}

/** Whether the customer heard something by it: news that was not lost, a date told, or what the design tells there. */
function isNews(each: Interaction, { storyboard }: Life): boolean {
  if (each.news !== null) return reached(each)
  const telling = stepsIn(storyboard.design).filter(
    ({ tells, promise }) => tells.length > 0 || promise !== null,
  )
  if (telling.some(({ touchpoints }) => touchpoints.includes(each.touchpoint))) return true
  return each.promises.some(
    ({ act, due, at }) =>
      (act === 'made' || act === 'replaced') && due !== null && (at ?? each.started_at) === each.started_at,
  )
}

function marksOf(life: Life): Mark[] {
  let holder: string = 'company'
  const marks = life.run.map((each, place) => {
    holder = given(each) ?? holder
    const news = place === 0 || isNews(each, life)
    return { heard: heardAt(each, life), news, withCustomer: holder === 'customer', place }
  })
  return marks.sort((a, b) => a.heard - b.heard || a.place - b.place)
}

/** Each hour is silent or not; hours of silence with no news between them are one gap. */
export function gapsOf(life: Life, promises: PlainPromise[]): PlainGap[] {
  const marks = marksOf(life)
  const open = outcomeOf(life).kind === 'open'
  const end = open ? life.judged : resolvedAt(life)
  const gaps: PlainGap[] = []
  let from: Mark | null = null
  const close = (to: number, stillOpen: boolean) => {
    if (from === null || to <= from.heard) return
    const tolerance = toleranceOf(life, marks, promises, from)
    gaps.push({ from: from.heard, to, open: stillOpen, tolerance, after: from.place })
  }
  for (let at = marks[0]!.heard; at < end; at += hour) {
    const now = marks.filter(({ heard }) => heard === at)
    if (now.some(({ news, withCustomer }) => news || withCustomer)) {
      close(at, false)
      from = null
    }
    if (marks.filter(({ heard }) => heard <= at).at(-1)!.withCustomer) continue
    from ??= beginning(now) ?? null
  }
  const atEnd = marks.some(({ heard, news, withCustomer }) => heard === end && (news || withCustomer))
  close(end, open && !atEnd)
  return gaps
}

/** Of what came in one hour silence begins with the last news, or with what came after the ball left the customer. */
function beginning(now: Mark[]): Mark | undefined {
  const left = now.findLastIndex(({ withCustomer }) => withCustomer)
  const rest = now.slice(left + 1)
  return rest.findLast(({ news }) => news) ?? rest[0]
}

/** What was announced, else the first date still ahead, else what the design says. In seconds. */
function toleranceOf(life: Life, marks: Mark[], promises: PlainPromise[], from: Mark): number {
  const announced = nextBy(life, from)
  if (announced !== null && announced > from.heard) return (announced - from.heard) / 1000
  const heard = marks.filter((mark) => mark.heard <= from.heard)
  const said = heard.findLastIndex(({ place }) => nextBy(life, { place }) !== null)
  const since = heard.slice(said + 1).some(({ news }) => news)
  const earlier = said < 0 || since ? null : nextBy(life, heard[said]!)
  const dates = datesAt(promises, from.heard, 'known')
  if (earlier !== null && earlier > from.heard) dates.push(earlier)
  if (dates.length > 0) return (Math.min(...dates) - from.heard) / 1000
  for (let place = from.place; place >= 0; place--) {
    const step = stepAt(life, place)
    if (step !== undefined) return step.silence ?? life.storyboard.silence
  }
  return life.storyboard.silence
}

const nextBy = ({ run }: Life, { place }: Pick<Mark, 'place'>) =>
  reached(run[place]!) ? (run[place]!.news?.next_by ?? null) : null

export interface PlainChase {
  interaction_id: string
  at: number
  from_at: number
}

/** Contacts by which the customer comes back in a gap, before the news that ends it, while no other contact goes on. */
export function chasesOf(life: Life, contacts: PlainContact[], gaps: PlainGap[]): PlainChase[] {
  return contacts.flatMap((contact, place) => {
    const gap = gaps.find(({ from, to }) => from < contact.from && contact.from <= to)
    const busy = contacts.slice(0, place).some(({ to }) => to >= contact.from)
    if (gap === undefined || busy || !comesBack(contact) || contact.from >= resolvedAt(life)) return []
    return [
      { interaction_id: life.run[contact.places[0]!]!.interaction_id, at: contact.from, from_at: gap.from },
    ]
  })
}
