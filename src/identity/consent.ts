import type { ConsentShown } from './contract-said.ts'

/**
 * What a customer consents to now: by channel and purpose what was said last, by whichever of their identifiers; of two of the same
 * moment the one recorded last. What nothing is on record of is unknown and not in the answer.
 */
export function presentConsent(consents: readonly ConsentShown[]): ConsentShown[] {
  const latest = new Map<string, ConsentShown>()
  for (const each of consents) {
    const name = `${each.channel}\u0000${each.purpose}`
    const known = latest.get(name)
    const later =
      known === undefined ||
      each.at > known.at ||
      (each.at === known.at && each.consent_id > known.consent_id)
    if (later) latest.set(name, each)
  }
  return [...latest.values()].sort(
    (a, b) => a.channel.localeCompare(b.channel) || a.purpose.localeCompare(b.purpose),
  )
}
