/** A design by its definition: all its paths written out, and business time counted hour by hour. */
import type { Calendar, Span } from '../../src/journeys/business-time.ts'
import type { DesignedStep, DesignNode } from '../../src/journeys/storyboard.ts'
import { hour, type Life, overAt, stepAt, stepsIn } from './life.ts'

type Path = string[]

/** Every path through a design, as the names of its steps. */
export function pathsOf(node: DesignNode): Path[] {
  if (node.kind === 'step') return [[node.step]]
  const children = node.children.map(pathsOf)
  if (node.kind === 'choice') return once(children.flat())
  if (node.kind === 'parallel')
    return children.reduce((all, paths) => once(all.flatMap((a) => paths.flatMap((b) => shuffled(a, b)))))
  const inOrder = children.reduce((all, paths) => after(all, paths), [[]] as Path[])
  if (node.kind === 'optional') return once([[], ...inOrder])
  if (node.kind !== 'repeat') return inOrder
  const rounds = [inOrder]
  while (rounds.length < node.up_to) rounds.push(after(rounds.at(-1)!, inOrder))
  return once(rounds.flat())
}

const once = (paths: Path[]) => [...new Map(paths.map((path) => [path.join('|'), path])).values()]
const after = (before: Path[], next: Path[]) => once(before.flatMap((a) => next.map((b) => [...a, ...b])))

function shuffled(a: Path, b: Path): Path[] {
  if (a.length === 0 || b.length === 0) return [[...a, ...b]]
  return [
    ...shuffled(a.slice(1), b).map((path) => [a[0]!, ...path]),
    ...shuffled(a, b.slice(1)).map((path) => [b[0]!, ...path]),
  ]
}

export interface PlainConformance {
  conformance: number
  fitness: number
  /** What was taken for a step is a cheapest way to lay the run beside some path of the design. */
  cheapest: boolean
}

/** Methods A.8: the least cost over all paths, with what was wrong in channel and time. `open`: what is to come costs nothing. */
export function conformanceOf(life: Life, open: boolean, paths: Path[]): PlainConformance {
  const { run, taken, storyboard } = life
  const steps = new Map(stepsIn(storyboard.design).map((step) => [step.step, step]))
  const skip = (name: string) => {
    const step = steps.get(name)!
    return step.tells.length > 0 || step.promise !== null ? 3 : 1
  }
  const extra = ({ direction }: (typeof run)[number]) =>
    direction === 'inbound' || direction === 'outbound' ? 1.4 : 1
  const fits = (name: string, { touchpoint }: (typeof run)[number]) =>
    steps.get(name)!.touchpoints.includes(touchpoint)
  const least = (cost: { extra: typeof extra; skip: typeof skip }) =>
    Math.min(...paths.map((path) => cheapestBeside(run, path, open, cost, fits)))
  const cost = least({ extra, skip })
  const moves = least({ extra: () => 1, skip: () => 1 })
  const sum = (path: Path) => path.reduce((total, name) => total + skip(name), 0)
  const contacts = run.reduce((total, each) => total + extra(each), 0)
  const worst = contacts + (open ? 0 : Math.min(...paths.map(sum)))
  const most = run.length + (open ? 0 : Math.min(...paths.map(({ length }) => length)))
  const matched = run.filter((_, place) => taken[place] !== '')
  const named = taken.filter((name) => name !== '')
  const unmatched = contacts - matched.reduce((total, each) => total + extra(each), 0)
  const paid = paths.flatMap((path) => {
    const end = endWithin(named, path)
    return end === null ? [] : [unmatched + sum(open ? path.slice(0, end) : path) - sum(named)]
  })
  const wrong = run.reduce(
    (count, _, place) => count + Number(wrongChannel(life, place)) + Number(isLate(life, place)),
    0,
  )
  return {
    conformance: worst === 0 ? 1 : Math.max(0, 1 - (cost + wrong / 2) / worst),
    fitness: most === 0 ? 1 : 1 - moves / most,
    cheapest:
      run.every((each, place) => taken[place] === '' || fits(taken[place]!, each)) &&
      Math.abs(Math.min(...paid) - cost) < 1e-9,
  }
}

/** How much of a path has all the names in their order; null = it has not. */
function endWithin(names: string[], path: Path): number | null {
  let found = 0
  for (let place = 0; place <= path.length; place++) {
    if (found === names.length) return place
    if (names[found] === path[place]) found++
  }
  return null
}

/** Events left over and steps left out, whatever is laid beside whatever; an open run may stop anywhere on the path. */
function cheapestBeside<Event>(
  run: Event[],
  path: Path,
  open: boolean,
  { extra, skip }: { extra: (event: Event) => number; skip: (step: string) => number },
  fits: (step: string, event: Event) => boolean,
): number {
  let row = [0]
  for (const step of path) row.push(row.at(-1)! + skip(step))
  for (const event of run) {
    const next = [row[0]! + extra(event)]
    path.forEach((step, i) => {
      const moved = Math.min(row[i + 1]! + extra(event), next[i]! + skip(step))
      next.push(fits(step, event) ? Math.min(moved, row[i]!) : moved)
    })
    row = next
  }
  return open ? Math.min(...row) : row.at(-1)!
}

function wrongChannel(life: Life, place: number): boolean {
  const channels = stepAt(life, place)?.channels ?? []
  const { channel } = life.run[place]!
  return channels.length > 0 && channel !== '' && channel !== 'unknown' && !channels.includes(channel)
}

/** Its bound has passed since the latest end of a designed step before it that is not of another parallel branch. */
function isLate(life: Life, place: number): boolean {
  const { run, storyboard } = life
  const step = stepAt(life, place)
  if (step === undefined || step.within === null) return false
  const before = run.slice(0, place).filter((_, earlier) => {
    const other = stepAt(life, earlier)
    return other !== undefined && !alongside(storyboard.design, step, other)
  })
  if (before.length === 0) return false
  const since = Math.max(...before.map((each) => overAt(each, life)))
  return run[place]!.started_at > spanOver(since, step.within, storyboard.calendar)
}

function alongside(node: DesignNode, one: DesignedStep, other: DesignedStep): boolean {
  if (node.kind === 'step') return false
  const branch = (step: DesignedStep) => node.children.findIndex((child) => stepsIn(child).includes(step))
  const [a, b] = [branch(one), branch(other)]
  return a === b ? alongside(node.children[a]!, one, other) : node.kind === 'parallel'
}

/** Berlin in May. */
const berlin = 2 * hour

/** When a span is over; business time by looking at every hour. Calendars are of Berlin, open at full hours. */
export function spanOver(at: number, span: Span, calendar: Calendar | null): number {
  if (typeof span === 'number') return at + span * 1000
  const dayOf = (moment: number) => Math.floor((moment + berlin) / (24 * hour))
  let now = at
  let over = at
  const days = new Set<number>()
  for (let left = span.count; ; now += hour) {
    if (!isOpen(calendar!, now)) {
      if (left === 0) return over
      continue
    }
    if (span.unit === 'business_hours') {
      if (left === 0) return over
      left--
    } else if (dayOf(now) > dayOf(at)) {
      if (!days.has(dayOf(now)) && left-- === 0) return over
      days.add(dayOf(now))
    } else continue
    over = now + hour
  }
}

function isOpen({ days, opens, closes, holidays }: Calendar, at: number): boolean {
  const local = new Date(at + berlin)
  const weekday = (['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const)[local.getUTCDay()]!
  const minute = local.getUTCHours() * 60
  const date = local.toISOString().slice(0, 10)
  return days.includes(weekday) && minute >= opens && minute < closes && !holidays.includes(date)
}
