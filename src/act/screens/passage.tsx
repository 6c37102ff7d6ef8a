import type { CustomerView } from '../contract.ts'

type Run = CustomerView['runs'][number]

const [width, height] = [300, 22]

/** A run in one line: a mark for each step at its time, the way to now dotted while it goes on. The list beside it says the same. */
export function Passage({ run, now }: { run: Run; now: number }) {
  const from = Date.parse(run.started_at)
  const end = run.ended_at === null ? now : Date.parse(run.ended_at)
  const x = (at: string) => 5 + ((Date.parse(at) - from) / Math.max(end - from, 1)) * (width - 10)
  const last = run.steps.at(-1)
  return (
    <svg className="tl-passage" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden>
      <path d={`M5 11H${last ? x(last.at) : 5}`} stroke="var(--tl-line-strong)" strokeWidth="2" />
      {run.ended_at === null && last ? (
        <path
          d={`M${x(last.at)} 11H${width - 5}`}
          stroke={run.silent ? 'var(--tl-broken)' : 'var(--tl-line-strong)'}
          strokeWidth="2"
          strokeDasharray="3 4"
        />
      ) : null}
      {run.steps.map((step, place) => (
        <circle
          // biome-ignore lint/suspicious/noArrayIndexKey: steps are never reordered
          key={place}
          cx={x(step.at)}
          cy="11"
          r="4"
          fill="var(--tl-surface)"
          stroke="var(--tl-ink)"
          strokeWidth="1.6"
        />
      ))}
    </svg>
  )
}
