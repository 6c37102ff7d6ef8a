import { promiseColours } from './holders.ts'

const filled = new Set(['kept', 'late', 'renegotiated', 'broken'])

/** A flag: hollow while open, filled by what became of it, dotted when unknown or void. The word stands beside it. */
export function PromiseFlag({ state, size = 13 }: { state: string; size?: number }) {
  const colour = promiseColours[state] ?? 'var(--tl-unknown)'
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 14 14"
      aria-hidden
      style={{ verticalAlign: '-2px', flex: 'none' }}
    >
      <path d="M2.5 13.5V1" stroke={colour} strokeWidth="1.6" fill="none" />
      <path
        d="M3 1.5h9l-2.4 3L12 7.5H3z"
        stroke={colour}
        strokeWidth="1.3"
        strokeLinejoin="round"
        fill={filled.has(state) ? colour : 'none'}
        strokeDasharray={state === 'void' || state === 'unknown' ? '1.6 1.6' : undefined}
      />
      {state === 'broken' ? (
        <path d="M5 3l4 3M9 3l-4 3" stroke="var(--tl-surface)" strokeWidth="1.2" />
      ) : null}
      {state === 'late' ? (
        <path d="M7 2.6v2.2l1.6 1" stroke="var(--tl-surface)" strokeWidth="1.1" fill="none" />
      ) : null}
    </svg>
  )
}
