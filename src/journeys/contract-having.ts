/** What a run can have to be listed, and the parts by which each is narrowed: `having=forced_switch|web|phone`. */
export const havingParts = {
  silent: [],
  silent_now: [],
  chase: [],
  repeat: [],
  complaint: [],
  clarification: [],
  failure_demand: [],
  /** A contact repeated within so many days. */
  came_again: ['days'],
  forced_switch: ['from', 'to'],
  chosen_switch: ['from', 'to'],
  designed_switch: ['from', 'to'],
  asked_twice: ['item', 'given_in', 'channel'],
  security_asked_twice: ['item', 'given_in', 'channel'],
  /** `failure`: identity, context, asked_again, waited, or failed for any of them. */
  hand_off: ['kind', 'from', 'to', 'failure'],
  no_hand_off: [],
  contradiction: ['first', 'second', 'what'],
  /** A designed step, else a touchpoint. */
  came_to: ['step'],
  decided_with: ['step'],
  decided_without: ['step'],
  /** From the channel in which it began, within the window of containment. */
  forced_out: ['channel'],
  /** Resolved, and the customer next began a run of another journey within the days of next-issue avoidance. */
  followed_by: ['journey'],
} as const
export type HavingKind = keyof typeof havingParts

/** As text: parts parted by |, `*` = any, '' = unknown; a name's own | and * are written \| and \*. Trailing * are left out. */
export function havingOf(kind: HavingKind, ...parts: (string | null)[]): string {
  const some = parts.slice(0, parts.findLastIndex((part) => part !== null) + 1)
  return [kind, ...some.map((part) => part?.replaceAll(/[\\|*]/g, '\\$&') ?? '*')].join('|')
}

/** The kind as written, known or not, and its parts; null = any. */
export function partsOfHaving(text: string): { kind: string; parts: (string | null)[] } {
  const [kind = '', ...parts] = cutAtBars(text)
  return { kind, parts: parts.map((part) => (part === '*' ? null : part.replaceAll(/\\(.)/gs, '$1'))) }
}

function cutAtBars(text: string): string[] {
  const parts = ['']
  for (const [piece] of text.matchAll(/\\.|./gs)) {
    if (piece === '|') parts.push('')
    else parts[parts.length - 1] += piece
  }
  return parts
}
