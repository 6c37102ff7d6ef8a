export type AxisKind = 'linear' | 'compressed'

export interface Axis {
  kind: AxisKind
  from: number
  to: number
  width: number
  /** Where a moment (epoch ms) lies, px from the left. */
  at: (moment: number) => number
}

/** Weight of a stretch on the compressed axis: long waits shrink to their logarithm, minutes stay visible. */
const weight = (ms: number) => Math.log2(1 + ms / 60_000) + 1

/**
 * One time axis for a two-minute call and a six-month mortgage. Linear is true to time; compressed gives
 * each stretch between two events its logarithm, so that nothing disappears in a long wait.
 */
export function axisOf(moments: number[], width: number, kind: AxisKind): Axis {
  const stops = [...new Set(moments)].sort((a, b) => a - b)
  const from = stops[0] ?? 0
  const to = stops.at(-1) ?? from + 1
  if (to === from) return { kind, from, to, width, at: () => width / 2 }
  if (kind === 'linear')
    return { kind, from, to, width, at: (moment) => clamp((moment - from) / (to - from)) * width }
  const places = [0]
  for (const [index, stop] of stops.entries()) {
    if (index > 0) places.push(places[index - 1]! + weight(stop - stops[index - 1]!))
  }
  const scale = width / places.at(-1)!
  const at = (moment: number) => {
    const next = stops.findIndex((stop) => stop >= moment)
    if (next === -1) return width
    if (next === 0) return 0
    const [before, after] = [stops[next - 1]!, stops[next]!]
    const share = (moment - before) / (after - before)
    return (places[next - 1]! + (places[next]! - places[next - 1]!) * share) * scale
  }
  return { kind, from, to, width, at }
}

const clamp = (share: number) => Math.min(1, Math.max(0, share))

const steps = [
  1000,
  5000,
  15_000,
  30_000,
  60_000,
  300_000,
  900_000,
  1_800_000,
  3_600_000,
  3 * 3_600_000,
  6 * 3_600_000,
  12 * 3_600_000,
  86_400_000,
  2 * 86_400_000,
  7 * 86_400_000,
  14 * 86_400_000,
  30 * 86_400_000,
  91 * 86_400_000,
  365 * 86_400_000,
]

/** Moments to label: round steps on a linear axis; on a compressed one the events themselves, as far as they have room. */
export function ticksOf(axis: Axis, moments: number[], room = 88): number[] {
  if (axis.kind === 'compressed') {
    let last = Number.NEGATIVE_INFINITY
    return [...new Set(moments)]
      .sort((a, b) => a - b)
      .filter((moment) => {
        const fits = axis.at(moment) - last >= room && axis.at(moment) <= axis.width - room * 1.7
        if (fits) last = axis.at(moment)
        return fits
      })
  }
  const wanted = Math.max(2, Math.floor(axis.width / room))
  const step = steps.find((one) => (axis.to - axis.from) / one <= wanted) ?? 365 * 86_400_000
  const ticks: number[] = []
  for (
    let moment = Math.ceil(axis.from / step) * step;
    moment <= axis.to && ticks.length < 40;
    moment += step
  ) {
    if (axis.at(moment) <= axis.width - room * 1.7) ticks.push(moment)
  }
  return ticks
}
