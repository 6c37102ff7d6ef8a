/** RFC 9457 problem details. `detail` names the thing and the value, `remedy` says what to do. */
export interface ProblemDetails {
  type: string
  title: string
  status: number
  detail: string
  field?: string
  remedy?: string
  /** Seconds after which it is worth trying again. */
  retry_after?: number
  problems?: { line: number; field: string; message: string }[]
}

/** An expected failure on its way to the caller; anything else that is thrown is a surprise and becomes a 500. */
export class Problem extends Error {
  readonly details: ProblemDetails
  constructor(status: number, title: string, detail: string, more: Partial<ProblemDetails> = {}) {
    super(detail)
    this.details = { type: 'about:blank', title, status, detail, ...more }
  }
}

export const notFound = (what: string, remedy: string) =>
  new Problem(404, 'Not found', `There is no ${what}.`, { remedy })

export const badInput = (field: string, detail: string, remedy?: string) =>
  new Problem(400, 'This cannot be used', detail, { field, ...(remedy ? { remedy } : {}) })

export const notSignedIn = () =>
  new Problem(401, 'Not signed in', 'This needs a sign-in.', { remedy: 'Sign in, then try again.' })

export const notAllowed = (needs: string) =>
  new Problem(403, 'Not allowed', `This needs the role ${needs} in the workspace.`, {
    remedy: `Ask an owner of the workspace.`,
  })

/** A client that tries three times more, each after what it is told, is through a restart of PostgreSQL. */
export const engineAway = () =>
  new Problem(503, 'A store is away', 'PostgreSQL, ClickHouse or a shard of it does not answer.', {
    remedy:
      'Try again in a few seconds; nothing that was acknowledged is lost. If it stays away, start it again.',
    retry_after: 5,
  })

export const diskFull = () =>
  new Problem(503, 'The disk is full', 'There is no room to write on a disk of PostgreSQL or ClickHouse.', {
    remedy: 'Make room; then try again. Nothing that was acknowledged is lost, and no start is needed.',
    retry_after: 5,
  })

export const tooBusy = (seconds: number) =>
  new Problem(503, 'Busy', `The server has more work than it can take in.`, {
    remedy: `Try again in ${seconds} s.`,
    retry_after: seconds,
  })

export const tooMany = (what: string, most: number, seconds: number) =>
  new Problem(429, 'Too many requests', `${what} sends more than ${most} requests a second.`, {
    remedy: `Try again in ${seconds} s, or send more events in one request.`,
    retry_after: seconds,
  })
