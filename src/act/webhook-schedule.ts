const minute = 60
const hour = 3_600

/** Seconds until the next try, after the first, second …: the schedule of Standard Webhooks, three days in all; then it has failed. */
const pauses = [5, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour]
const longest = 24 * hour

/**
 * When a delivery that failed is tried again, epoch ms; null = no more. Never before the receiver asked for it, and spread by up to
 * a tenth (`spread` 0 to 1), so that many failures at once do not come back at once.
 */
export function nextTry(
  attempts: number,
  now: number,
  { spread, retry_after = null }: { spread: number; retry_after?: number | null },
): number | null {
  const pause = pauses[attempts - 1]
  if (pause === undefined) return null
  return now + Math.max(pause * (1 + spread / 10), Math.min(retry_after ?? 0, longest)) * 1000
}

/** Seconds that a `Retry-After` asks for, as a number or a date; null where it says neither. */
export function retryAfter(said: string | undefined, now: number): number | null {
  const text = said?.trim() ?? ''
  if (/^\d{1,9}$/.test(text)) return Number(text)
  const at = Date.parse(text)
  return text === '' || Number.isNaN(at) ? null : Math.max(0, (at - now) / 1000)
}
