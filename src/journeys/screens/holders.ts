/** Who holds the ball, in the colours of the visual grammar and in words. */
export const holders: Record<string, { words: string; solid: string; tint: string }> = {
  customer: { words: 'customer', solid: 'var(--tl-customer)', tint: 'var(--tl-customer-tint)' },
  company: { words: 'company', solid: 'var(--tl-company-fill)', tint: 'var(--tl-company-tint)' },
  third_party: { words: 'third party', solid: 'var(--tl-third)', tint: 'var(--tl-third-tint)' },
  unknown: { words: 'unknown', solid: 'var(--tl-unknown)', tint: 'var(--tl-unknown-tint)' },
}

const nobody = { words: 'unknown', solid: 'var(--tl-unknown)', tint: 'var(--tl-unknown-tint)' }

export function holderOf(party: string) {
  return holders[party] ?? nobody
}

export const promiseColours: Record<string, string> = {
  kept: 'var(--tl-kept)',
  late: 'var(--tl-late)',
  renegotiated: 'var(--tl-renegotiated)',
  broken: 'var(--tl-broken)',
  open: 'var(--tl-soft)',
  void: 'var(--tl-unknown)',
  unknown: 'var(--tl-unknown)',
}
