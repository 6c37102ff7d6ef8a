import { count, duration } from './fmt.ts'

/** How far long work is. */
export interface WorkDone {
  /** Null = not told yet. */
  done: number | null
  of: number | null
  /** What is counted: “histories”. */
  unit: string
  /** When it began and what time it is, epoch ms. */
  begun: number
  now: number
}

/** Share done, 0–1; 0 while nothing is told. */
export const workShare = ({ done, of }: Pick<WorkDone, 'done' | 'of'>) =>
  done === null || of === null || of === 0 ? 0 : Math.min(1, done / of)

/** `12,000 of 48,000 histories (25 %), about 12 s left`; no time is foretold in the first second, nor before a twentieth is done. */
export function workWords({ done, of, unit, begun, now }: WorkDone): string {
  if (done === null || of === null || of === 0) return 'waiting for the server'
  const share = workShare({ done, of })
  const passed = (now - begun) / 1000
  const told = `${count(done)} of ${count(of)} ${unit} (${Math.floor(share * 100)} %)`
  if (share < 0.05 || share === 1 || passed < 1) return told
  return `${told}, about ${duration(Math.max(1, Math.round((passed * (1 - share)) / share)))} left`
}
