import type { Move } from '../stats/alignment.ts'
import type { Span } from './business-time.ts'
import type { LivedStep, StepDesign } from './conformance.ts'
import type { Deviation } from './run.ts'

/** An interaction that was aligned with a step. */
export interface Matched {
  index: number
  step: StepDesign
  wrong_channel: boolean
  /** The step it came too long after; null = in time. */
  late: string | null
}

export interface Aligned {
  moves: Move[]
  run: readonly LivedStep[]
  matched: Matched[]
  open: boolean
  /** Steps a touchpoint may be. */
  stepsOf(touchpoint: string): readonly string[]
  /** From where the run stands: the steps up to this one; null when it cannot come any more. */
  wayTo(step: string): string[] | null
}

/** A deviation and the move at which it is told. */
type Told = Deviation & { at: number }

/**
 * The moves of an alignment in words (methods A.8), in the order of the run. A log move and a model move of one step
 * are one swap; a log move of a step that had happened is a repetition, told once per step with its count.
 */
export function deviationsOf(aligned: Aligned): Deviation[] {
  if (aligned.moves.every((move) => move.kind === 'sync')) return withoutPlace(onMatched(aligned))
  const swaps = swapsOf(aligned)
  return withoutPlace([
    ...[...swaps].map(([log, model]) => swapped(aligned, log, model)),
    ...additions(aligned, swaps),
    ...omissions(aligned, new Set(swaps.values())),
    ...onMatched(aligned),
  ])
}

function withoutPlace(told: Told[]): Deviation[] {
  return told
    .sort((a, b) => a.at - b.at)
    .map(({ kind, step, after, words }) => ({ kind, step, after, words }))
}

/** Each log move that has a missing step of its own, the nearest one. Both are places among the moves. */
function swapsOf({ moves, run, stepsOf }: Aligned): Map<number, number> {
  const missing = new Set(moves.flatMap((move, place) => (move.kind === 'model' ? [place] : [])))
  const swaps = new Map<number, number>()
  moves.forEach((move, log) => {
    if (move.kind !== 'log' || missing.size === 0) return
    const names = stepsOf(run[move.index]!.touchpoint)
    const own = [...missing].filter((model) => names.includes(moves[model]!.label))
    if (own.length === 0) return
    const model = own.reduce((nearest, other) =>
      Math.abs(other - log) < Math.abs(nearest - log) ? other : nearest,
    )
    missing.delete(model)
    swaps.set(log, model)
  })
  return swaps
}

function swapped({ moves }: Aligned, log: number, model: number): Told {
  const step = moves[model]!.label
  const early = log < model
  const between = moves
    .slice(Math.min(log, model), Math.max(log, model))
    .filter((move) => move.kind === 'sync')
  const other = early ? between.at(-1)?.label : between[0]?.label
  const elsewhere =
    other === undefined ? 'out of its order' : early ? `before '${other}'` : `only after '${other}'`
  return {
    kind: 'wrong_order',
    step,
    after: stepBefore(moves, log),
    words: `'${step}' happened ${elsewhere}`,
    at: log,
  }
}

/** The rest of the log moves: repeated, too early in a run that is still open, or added. */
function additions(aligned: Aligned, swaps: Map<number, number>): Told[] {
  const { moves, run } = aligned
  const told = new Map<string, Told>()
  const counts = new Map<string, number>()
  const happened = new Set<string>()
  moves.forEach((move, place) => {
    if (move.kind === 'sync') happened.add(move.label)
    const swap = swaps.get(place)
    if (swap !== undefined) happened.add(moves[swap]!.label)
    if (move.kind !== 'log' || swap !== undefined) return
    const names = aligned.stepsOf(run[move.index]!.touchpoint)
    const again = names.find((name) => happened.has(name))
    if (again !== undefined) counts.set(again, (counts.get(again) ?? 0) + 1)
    const found =
      again === undefined
        ? addition(aligned, place, names)
        : repetition(moves, place, again, counts.get(again)!)
    if (found.kind === 'wrong_order') happened.add(found.step)
    const key = found.kind === 'repeated' ? `repeated ${again}` : JSON.stringify([found.step, found.after])
    const first = told.get(key)
    told.set(key, first === undefined ? found : { ...found, after: first.after, at: first.at })
  })
  return [...told.values()]
}

function repetition(moves: Move[], place: number, step: string, count: number): Told {
  const often = count === 1 ? 'once more' : `${count} more times`
  return {
    kind: 'repeated',
    step,
    after: stepBefore(moves, place),
    words: `'${step}' was repeated ${often}`,
    at: place,
  }
}

function addition(aligned: Aligned, place: number, names: readonly string[]): Told {
  const { moves, run, open, wayTo } = aligned
  const after = stepBefore(moves, place)
  const where = after === '' ? 'at the start' : `after '${after}'`
  const later = names.find((name) =>
    moves.some((move, at) => at > place && move.kind === 'sync' && move.label === name),
  )
  if (later !== undefined) {
    const words = `'${later}' happened early, ${where}, and again later`
    return { kind: 'added', step: later, after, words, at: place }
  }
  for (const name of open ? names : []) {
    const due = wayTo(name)?.at(-2)
    if (due === undefined) continue
    const words = `'${name}' happened before '${due}', which is still to come`
    return { kind: 'wrong_order', step: name, after, words, at: place }
  }
  const step = names[0] ?? run[moves[place]!.index]!.touchpoint
  const words = `'${step}' happened ${where}, where the storyboard does not have it`
  return { kind: 'added', step, after, words, at: place }
}

/** Model moves that are no swap: skipped steps. */
function omissions({ moves, open, matched }: Aligned, swapped: Set<number>): Told[] {
  const told: Told[] = []
  moves.forEach((move, place) => {
    if (move.kind !== 'model' || swapped.has(place)) return
    const step = move.label
    const after = moves.slice(0, place).findLast((before) => before.kind !== 'log')?.label ?? ''
    const next = moves.slice(place).find((later) => later.kind === 'sync')?.label
    const elsewhere = matched.some((match) => match.step.step === step)
    const left = next === undefined ? `was left out after '${after}'` : `was left out before '${next}'`
    told.push({
      kind: 'skipped',
      step,
      after,
      words: `'${step}' ${open || elsewhere ? left : 'never happened'}`,
      at: place,
    })
  })
  return told
}

/** Wrong channels and late steps among those that did happen where they should. */
function onMatched({ moves, run, matched }: Aligned): Told[] {
  const told: Told[] = []
  if (!matched.some((match) => match.wrong_channel || match.late !== null)) return told
  const places = moves.flatMap((move, place) => (move.kind === 'sync' ? [place] : []))
  matched.forEach(({ index, step, wrong_channel, late }, i) => {
    const at = places[i]!
    if (wrong_channel) {
      const allowed = step.channels.map((channel) => `'${channel}'`).join(' or ')
      const words = `'${step.step}' came through '${run[index]!.channel}' instead of ${allowed}`
      told.push({ kind: 'wrong_channel', step: step.step, after: stepBefore(moves, at), words, at })
    }
    if (late !== null) {
      const words = `'${step.step}' came more than ${spanWords(step.within!)} after '${late}'`
      told.push({ kind: 'late', step: step.step, after: late, words, at })
    }
  })
  return told
}

function stepBefore(moves: Move[], place: number): string {
  for (let before = place - 1; before >= 0; before--) {
    const move = moves[before]!
    if (move.kind === 'sync') return move.label
  }
  return ''
}

const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const

/** A designed span in the largest unit in which it is whole: `2 days`, `36 hours`, `2 business days`. */
function spanWords(span: Span): string {
  if (typeof span !== 'number') {
    const name = span.unit === 'business_days' ? 'business day' : 'business hour'
    return `${span.count} ${name}${span.count === 1 ? '' : 's'}`
  }
  const seconds = span
  const [name, size] = units.find(([, size]) => seconds >= size && seconds % size === 0) ?? units[3]
  const count = seconds / size
  return `${count} ${name}${count === 1 ? '' : 's'}`
}
