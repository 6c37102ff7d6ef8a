import type { ImportState } from '../contract.ts'

export interface Pace {
  /** 0–1; null while the size is not known. */
  share: number | null
  /** Records a second; null before the first second. */
  rate: number | null
  /** Seconds left; null when it cannot be said. */
  left: number | null
}

/** How far an import is and how fast, at a moment in epoch ms. Reading is judged by bytes; building runs follows and has no measure. */
export function paceOf(state: ImportState, now: number): Pace {
  const seconds =
    ((state.finished_at ? Date.parse(state.finished_at) : now) - Date.parse(state.started_at)) / 1000
  const share =
    state.state === 'done'
      ? 1
      : state.bytes_total > 0
        ? Math.min(1, state.bytes_read / state.bytes_total)
        : null
  const rate = seconds >= 1 ? state.read / seconds : null
  const left =
    state.state === 'reading' && share !== null && share > 0.02 && seconds >= 1
      ? (seconds * (1 - share)) / share
      : null
  return { share, rate, left }
}

export const under = (state: ImportState): boolean =>
  state.state === 'queued' ||
  state.state === 'reading' ||
  state.state === 'building' ||
  state.state === 'undoing'

/** Read = stored + unchanged + quarantined; what does not add up is said. */
export function reconciles(state: ImportState): boolean {
  return state.read === state.stored + state.unchanged + state.quarantined
}

/** The page to open when an import is done: the subject the records are about. */
export function subjectToOpen(types: string[]): string | null {
  return types.find((type) => type !== 'customer') ?? types[0] ?? null
}
