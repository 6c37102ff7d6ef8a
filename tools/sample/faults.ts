/** Faults as data: what goes wrong at the sample company, where, for whom, how often and how badly. */
import { parse } from 'yaml'
import type { BreakFound } from '../../src/journeys/contract.ts'
import { places, promised, stations } from './design.ts'
import { traits } from './people.ts'
import { pick, type Rng, rng, whole } from './random.ts'

/** Faults that take no time: somebody tells, asks or knows the wrong thing, and life goes on as it would have. */
const slipKinds = ['asked_twice', 'contradiction', 'hand_off', 'forced_switch'] as const
export type SlipKind = (typeof slipKinds)[number]

/** Breaks of the kinds there are, and customers whom the company forgets until they give up (`abandoned`). */
type FaultKind = BreakFound['kind'] | 'abandoned'

export interface Fault {
  kind: FaultKind
  /** The place, by storyboard step. A repeated step stands in `from`, a skipped one in `to`. */
  from: string
  to: string
  /** Whom it can hit: one value of one attribute; null = everybody. */
  segment: Record<string, string> | null
  /** Share of the runs passing the place (in the segment) that it hits. */
  share: number
  /** Mean days added (silence, wait) or late (missed_promise); mean extra times (repeated_step). */
  size: { days?: number; times?: number }
}

const timed: readonly Fault['kind'][] = ['silence', 'wait', 'missed_promise']

/** Reads a fault file (YAML or JSON: a list). Throws naming the entry, the value and what to write instead. */
export function parseFaults(text: string): Fault[] {
  const list: unknown = parse(text) ?? []
  if (!Array.isArray(list))
    throw new Error('A fault file is a list; begin each fault with "- kind: silence".')
  const faults = list.map((entry, i) => checked(entry as Partial<Fault>, `fault ${i + 1}`))
  const taken = new Map<string, number>()
  faults.forEach((fault, i) => {
    for (const place of placesOf(fault)) {
      const other = taken.get(place)
      if (other !== undefined && !apart(fault, faults[other] as Fault))
        throw new Error(
          `fault ${i + 1} and fault ${other + 1} both sit at ${place}; move one, else neither can be told apart.`,
        )
      taken.set(place, i)
    }
  })
  return faults
}

function checked(entry: Partial<Fault>, name: string): Fault {
  const { kind, from = '', to = '', segment = null, share = 0, size = {} } = entry
  const need = (holds: boolean, field: string, value: unknown, remedy: string) => {
    if (!holds) throw new Error(`${name}: ${field} is ${JSON.stringify(value)}; ${remedy}`)
  }
  need(
    kind !== undefined && kind in possible,
    'kind',
    kind,
    `use one of ${Object.keys(possible).join(', ')}.`,
  )
  const fault = { kind: kind as Fault['kind'], from, to, segment, share, size }
  need(
    possible[fault.kind].some((place) => place === `${from} → ${to}`),
    'from/to',
    `${from} → ${to}`,
    `a ${kind} can sit at ${possible[fault.kind].join('; ')}.`,
  )
  need(share > 0 && share <= 1, 'share', share, 'write a share above 0, at most 1.')
  if (timed.includes(fault.kind)) need((size.days ?? 0) >= 1, 'size.days', size.days, 'write at least 1 day.')
  if (kind === 'repeated_step')
    need((size.times ?? 0) >= 1, 'size.times', size.times, 'write at least 1 time.')
  for (const [trait, value] of Object.entries(segment ?? {}))
    need(
      value in (traits[trait] ?? {}),
      `segment.${trait}`,
      value,
      `use one of ${Object.keys(traits[trait] ?? traits).join(', ')}.`,
    )
  return fault
}

const arrow = (from: string, to: string) => `${from} → ${to}`

/** Places the company waits at, where a delay is its own and nothing else is going on. */
const companyWaits = places
  .filter(({ from, to }) => from !== 'Documents requested' && from !== promised.from && to !== '')
  .map(({ from, to }) => arrow(from, to))

/** Where each kind can sit so that its effect is its own. */
const possible: Record<Fault['kind'], string[]> = {
  silence: companyWaits,
  wait: companyWaits,
  missed_promise: [arrow(promised.from, promised.to)],
  repeated_step: [
    arrow('Documents requested', 'Documents received'),
    arrow('Documents received', 'Documents checked'),
    arrow('Documents checked', 'Appointment promised'),
  ],
  skipped_step: [
    arrow('Documents received', 'Documents checked'),
    arrow('Documents checked', 'Appointment promised'),
  ],
  drop_out: [
    arrow('Documents requested', 'Documents received'),
    arrow('Documents checked', 'Appointment promised'),
    arrow('Appointment promised', 'Installed'),
  ],
  abandoned: companyWaits,
  asked_twice: [arrow('Order placed', 'Documents requested')],
  contradiction: [arrow(promised.from, promised.to)],
  hand_off: [arrow('Documents requested', 'Documents received'), arrow(promised.from, promised.to)],
  forced_switch: [arrow(promised.from, promised.to)],
}

export function isSlip({ kind }: Pick<Fault, 'kind'>): boolean {
  return slipKinds.some((each) => each === kind)
}

export function placeOf({ from, to }: Pick<Fault, 'from' | 'to'>): string {
  return arrow(from, to)
}

/** Two values of one trait: no order is hit by both. */
function apart(one: Fault, other: Fault): boolean {
  return Object.entries(one.segment ?? {}).some(
    ([trait, value]) => (other.segment?.[trait] ?? value) !== value,
  )
}

/** The places a fault disturbs: its own, and for a skipped step also the way on from it. A slip disturbs only its like. */
export function placesOf(fault: Fault): string[] {
  const own = placeOf(fault)
  if (isSlip(fault)) return [`${own} (${fault.kind})`]
  if (fault.kind !== 'skipped_step') return [own]
  const next = stations[stations.indexOf(fault.to) + 1] ?? ''
  return [own, arrow(fault.to, next)]
}

/** `region=North`, or '' for everybody. */
export function segmentOf(fault: Pick<Fault, 'segment'>): string {
  const [entry] = Object.entries(fault.segment ?? {})
  return entry ? `${entry[0]}=${entry[1]}` : ''
}

/**
 * Draws two to four faults at places of their own, each clearly outside what varies by itself. Every
 * draw holds at least one of silence, missed promise and repeated step.
 */
export function drawFaults(seed: number): Fault[] {
  const r = rng(seed, 0xfa)
  const first = pick(r, ['silence', 'missed_promise', 'repeated_step'] as const)
  const faults: Fault[] = []
  const wanted = whole(r, 2, 4)
  for (let tries = 0; faults.length < wanted && tries < 200; tries++) {
    const kind = faults.length === 0 ? first : pick(r, Object.keys(possible) as Fault['kind'][])
    const fault = drawOne(r, kind)
    const taken = faults.flatMap(placesOf)
    if (!placesOf(fault).some((place) => taken.includes(place))) faults.push(fault)
  }
  return faults
}

function drawOne(r: Rng, kind: Fault['kind']): Fault {
  const [from = '', to = ''] = pick(r, possible[kind]).split(' → ')
  const size: Fault['size'] = {}
  if (kind === 'missed_promise') size.days = whole(r, 3, 10)
  else if (timed.includes(kind)) size.days = whole(r, 10, 16)
  if (kind === 'repeated_step') size.times = whole(r, 1, 3)
  // Contacts beside the design have three customers in ten: less would not stand out from what varies by itself.
  const least = isSlip({ kind }) ? 0.25 : 0.05
  const share = Math.round((least + 0.45 * r()) * 100) / 100
  return { kind, from, to, segment: drawSegment(r), share, size }
}

function drawSegment(r: Rng): Record<string, string> | null {
  if (r() < 0.5) return null
  const trait = pick(r, ['region', 'plan', 'documents_by'])
  const values = Object.entries(traits[trait] ?? {}).filter(([, weight]) => weight >= 0.2)
  return { [trait]: (pick(r, values) as [string, number])[0] }
}
