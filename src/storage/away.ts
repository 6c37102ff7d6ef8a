/** Codes of Node where a server takes no connection at all: nothing has begun there. */
const refused = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN'])
const broken = new Set([...refused, 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ESOCKETTIMEDOUT'])
/** Of ClickHouse: a shard or replica does not answer, or not enough of them. */
const clickhouse = new Set(['32', '198', '209', '210', '242', '279', '285', '319', '999'])
/** Of PostgreSQL: it starts, stops, breaks off, or has no connection left (classes 08, 57P and 53300). */
const postgresql = /^(?:08...|57P0.|53300)$/
/** The drivers give no code for these. */
const words = /socket hang up|Connection terminated|Timeout error|timeout exceeded when trying to connect/

/** Of ClickHouse 243, of PostgreSQL 53100, of Node ENOSPC. */
const full = new Set(['243', '53100', 'ENOSPC'])
/** A write that the system refused comes with the code of what was being written. */
const fullWords = /No space left on device|NOT_ENOUGH_SPACE/

interface Coded {
  code?: unknown
  syscall?: unknown
  message?: unknown
  cause?: unknown
  errors?: unknown
}

/** The socket of a PostgreSQL that has ended; any other file that is missing is a fault. */
const hasNoSocket = ({ code, syscall }: Coded) => code === 'ENOENT' && syscall === 'connect'

/** Whether an engine took no connection, so that the same may be asked of another. */
export const isRefused = (error: unknown): boolean =>
  some(error, (coded) => refused.has(String(coded.code)) || hasNoSocket(coded))

/** Whether an engine is away for now: whoever asks may ask again, nothing is wrong with what was asked. */
export const isAway = (error: unknown): boolean =>
  some(
    error,
    ({ code, message, syscall }) =>
      hasNoSocket({ code, syscall }) ||
      broken.has(String(code)) ||
      clickhouse.has(String(code)) ||
      postgresql.test(String(code)) ||
      (code === undefined && words.test(String(message))),
  )

/** Whether there was no room on a disk: the same may be asked again when somebody made room. */
export const isFull = (error: unknown): boolean =>
  some(error, ({ code, message }) => full.has(String(code)) || fullWords.test(String(message)))

/** An error, what it was caused by, and, where several addresses were tried, each of theirs. */
function some(error: unknown, holds: (coded: Coded) => boolean, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 4) return false
  const coded = error as Coded
  const within = [coded.cause, ...(Array.isArray(coded.errors) ? coded.errors : [])]
  return holds(coded) || within.some((each) => some(each, holds, depth + 1))
}
