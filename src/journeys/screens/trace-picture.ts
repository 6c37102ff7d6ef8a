import type { RunTrace } from '../contract.ts'
import { type Axis, type AxisKind, axisOf } from './trace-axis.ts'

export interface Touch {
  index: number
  interaction_id: string
  x: number
  width: number
  lane: number
  by: string
  words: string
  deviates: boolean
  news: boolean
}
export interface Stretch {
  x: number
  width: number
  holder: string
  seconds: number
}
export interface Hush {
  x: number
  width: number
  redX: number
  redWidth: number
  seconds: number
  excess: number
  open: boolean
  words: string
}
export interface Flag {
  x: number
  what: string
  state: string
  words: string
}

export interface TracePicture {
  axis: Axis
  lanes: string[]
  touches: Touch[]
  waits: Stretch[]
  silence: Hush[]
  flags: Flag[]
  moments: number[]
}

const ms = (iso: string) => Date.parse(iso)

function momentsOf(trace: RunTrace): number[] {
  const events = trace.steps.flatMap((step) => [
    ms(step.started_at),
    ...(step.ended_at ? [ms(step.ended_at)] : []),
  ])
  const dues = trace.promises.flatMap((promise) => (promise.due_last ? [ms(promise.due_last)] : []))
  const gaps = trace.gaps.flatMap((gap) =>
    [ms(gap.from_at), ms(gap.from_at) + gap.tolerance * 1000, ms(gap.to_at)].filter(
      (at) => at <= ms(gap.to_at),
    ),
  )
  const end = ms(trace.ended_at ?? trace.as_of)
  return [...new Set([ms(trace.started_at), ...events, ...dues, ...gaps, end])].sort((a, b) => a - b)
}

/** Everything the picture of a run shows, in px; components only draw it. */
export function pictureOf(trace: RunTrace, width: number, kind: AxisKind): TracePicture {
  const moments = momentsOf(trace)
  const axis = axisOf(moments, width, kind)
  const lanes = [...new Set(trace.steps.map((step) => step.channel || 'unknown'))]
  const begun = new Map(trace.interactions.map((one) => [one.interaction_id, one.begun_by]))
  const deviating = new Set(trace.deviations.filter((one) => one.kind !== 'skipped').map((one) => one.step))
  const touches = trace.steps.map((step, index) => {
    const x = axis.at(ms(step.started_at))
    return {
      index,
      interaction_id: step.interaction_id,
      x,
      width: step.ended_at ? Math.max(0, axis.at(ms(step.ended_at)) - x) : 0,
      lane: lanes.indexOf(step.channel || 'unknown'),
      by: begun.get(step.interaction_id) ?? 'unknown',
      words: step.touchpoint,
      deviates: step.step === '' && deviating.has(step.touchpoint),
      news: step.is_news,
    }
  })
  return {
    axis,
    lanes,
    touches,
    waits: [...waitsOf(trace, axis), ...lastWait(trace, axis)],
    silence: silenceOf(trace, axis),
    flags: flagsOf(trace, axis),
    moments,
  }
}

function waitsOf(trace: RunTrace, axis: Axis): Stretch[] {
  return trace.steps.flatMap((step, index) => {
    if (index === 0 || step.waiting <= 0) return []
    const from = axis.at(ms(step.started_at) - step.waiting * 1000)
    return [
      { x: from, width: axis.at(ms(step.started_at)) - from, holder: step.waited_for, seconds: step.waiting },
    ]
  })
}

/** From the last interaction to the outcome, or to as_of while the run is open. */
function lastWait(trace: RunTrace, axis: Axis): Stretch[] {
  const step = trace.steps.at(-1)
  if (!step) return []
  const from = ms(step.ended_at ?? step.started_at)
  const to = trace.ended_at ? ms(trace.ended_at) : axis.to
  if (to <= from) return []
  const holder =
    trace.interactions.find((one) => one.interaction_id === step.interaction_id)?.ball_after ?? 'unknown'
  return [{ x: axis.at(from), width: axis.at(to) - axis.at(from), holder, seconds: (to - from) / 1000 }]
}

function silenceOf(trace: RunTrace, axis: Axis): Hush[] {
  return trace.gaps.map((gap) => {
    const [from, to] = [axis.at(ms(gap.from_at)), axis.at(ms(gap.to_at))]
    const red = gap.excess > 0 ? axis.at(ms(gap.from_at) + gap.tolerance * 1000) : to
    return {
      x: from,
      width: to - from,
      redX: red,
      redWidth: to - red,
      seconds: gap.seconds,
      excess: gap.excess,
      open: gap.open,
      words: `${gap.from} → ${gap.to || 'still open'}`,
    }
  })
}

function flagsOf(trace: RunTrace, axis: Axis): Flag[] {
  return trace.promises.flatMap((promise) =>
    promise.due_last
      ? [
          {
            x: axis.at(ms(promise.due_last)),
            what: promise.what,
            state: promise.state,
            words: `${promise.what}: ${promise.state}`,
          },
        ]
      : [],
  )
}

/** The touch that an arrow key moves to; stays at the ends. */
export function neighbour(count: number, now: number, key: string): number {
  if (key === 'ArrowRight' || key === 'ArrowDown') return Math.min(count - 1, now + 1)
  if (key === 'ArrowLeft' || key === 'ArrowUp') return Math.max(0, now - 1)
  if (key === 'Home') return 0
  return key === 'End' ? count - 1 : now
}
