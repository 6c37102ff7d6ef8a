const unitSeconds: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 }

/** Longest duration a storyboard may state: 50 years in seconds. */
export const longestDuration = 50 * 365.25 * 86_400

/** Seconds of `30s 15m 48h 3d 2w` (a number, possibly with decimals, and one unit); null when it is none. */
export function durationSeconds(text: string): number | null {
  const match = /^\s*(\d{1,12}(?:\.\d{1,6})?)\s*([smhdw])\s*$/.exec(text)
  if (!match) return null
  const seconds = Number(match[1]) * unitSeconds[match[2]!]!
  return seconds > 0 && seconds <= longestDuration ? seconds : null
}

/** A duration as people say it, in its largest fitting unit: `9 days`, `1 hour`, `20 minutes`. */
export function durationWords(seconds: number): string {
  const size = Math.max(0, seconds)
  if (size >= 86_400) return counted(Math.round(size / 86_400), 'day')
  if (size >= 3600) return counted(Math.round(size / 3600), 'hour')
  if (size >= 60) return counted(Math.round(size / 60), 'minute')
  return counted(Math.round(size), 'second')
}

/** A duration as a storyboard writes it: the largest unit that divides it, `3d`. */
export function durationText(seconds: number): string {
  for (const unit of ['w', 'd', 'h', 'm'] as const) {
    if (seconds >= unitSeconds[unit]! && seconds % unitSeconds[unit]! === 0) {
      return `${seconds / unitSeconds[unit]!}${unit}`
    }
  }
  return `${seconds}s`
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
