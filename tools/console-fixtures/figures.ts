import type { Filters, RunTrace } from '../../src/journeys/contract.ts'

export const days = (seconds: number) => seconds / 86_400
export const round = (value: number, digits = 2) => Number(value.toFixed(digits))

export function median(values: number[], at = 0.5): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted.length ? round(sorted[Math.floor((sorted.length - 1) * at)]!) : null
}

export function wilson(
  k: number,
  n: number,
): { share: number | null; low: number | null; high: number | null } {
  if (n === 0) return { share: null, low: null, high: null }
  const z = 1.959964
  const p = k / n
  const centre = (p + (z * z) / (2 * n)) / (1 + (z * z) / n)
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))
  return { share: p, low: centre - half, high: centre + half }
}

export function counts<T>(values: T[], key: (value: T) => string): Map<string, number> {
  const found = new Map<string, number>()
  for (const value of values) found.set(key(value), (found.get(key(value)) ?? 0) + 1)
  return new Map([...found].sort((a, b) => b[1] - a[1]))
}

export function matching(traces: RunTrace[], asked: Filters): RunTrace[] {
  const [attribute, value] = asked.attribute?.split('=') ?? []
  const [what, state] = asked.promise?.split('=') ?? []
  return traces.filter(
    (trace) =>
      (!asked.since || trace.started_at >= asked.since) &&
      (!asked.until || trace.started_at <= asked.until) &&
      (!asked.channel || trace.channels.includes(asked.channel)) &&
      (!asked.outcome || trace.outcome === asked.outcome) &&
      (!attribute || trace.attributes[attribute] === value) &&
      (!what || trace.promises.some((one) => one.what === what && one.state === state)),
  )
}

export function durationDays(trace: RunTrace): number | null {
  return trace.ended_at
    ? round((Date.parse(trace.ended_at) - Date.parse(trace.started_at)) / 86_400_000)
    : null
}

export const name = (step: { step: string; touchpoint: string }) => step.step || step.touchpoint

export function edgesOf(traces: RunTrace[], node: (step: RunTrace['steps'][number]) => string) {
  const found = new Map<
    string,
    { from: string; to: string; seconds: number[]; silent: number; waited_for: string }
  >()
  for (const trace of traces) {
    trace.steps.forEach((step, at) => {
      const before = trace.steps[at - 1]
      if (!before) return
      const key = `${node(before)}\n${node(step)}`
      const edge = found.get(key) ?? {
        from: node(before),
        to: node(step),
        seconds: [],
        silent: 0,
        waited_for: step.waited_for,
      }
      edge.seconds.push(step.waiting)
      edge.silent += step.waited_for === 'customer' ? 0 : Math.max(0, step.waiting - 5 * 86_400)
      found.set(key, edge)
    })
  }
  return [...found.values()]
    .map((edge) => ({
      from: edge.from,
      to: edge.to,
      count: edge.seconds.length,
      median_seconds: median(edge.seconds) ?? 0,
      p90_seconds: median(edge.seconds, 0.9) ?? 0,
      silent_share:
        edge.silent /
        Math.max(
          1,
          edge.seconds.reduce((sum, one) => sum + one, 0),
        ),
      waited_for: edge.waited_for,
    }))
    .sort((a, b) => b.count - a.count)
}
