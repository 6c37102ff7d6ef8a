import { builtInSettings, type KindRule, type KindSettings } from './contract-kinds.ts'
import { plainEmail, plainText, withoutCase } from './identifier-text.ts'
import type { Identifier } from './interaction.ts'
import { limits } from './limits.ts'
import { e164 } from './phone-number.ts'
import { Rejection } from './record.ts'

/** The kinds of identifiers of a workspace, ready to be applied. */
export interface IdentifierKinds {
  settings: KindSettings
  /** The commit under which they were set; 0 = they are built in. */
  since: number
  /** 0 is the strongest; kinds that are not named are as weak as the last that is. */
  rankOf(kind: string): number
  ruleOf(kind: string): KindRule
  /** The one form of an identifier; value '' = it says nothing. Doing it again changes nothing. */
  normalise(identifier: Identifier): Identifier
  /** A phone number that could not be brought into one form: it joins nobody. */
  isWithoutForm(kind: string, value: string): boolean
}

/** Makes settings ready. Compiled once for each: it holds the forms of numbers met lately. */
export function compileKinds(settings: KindSettings, since: number): IdentifierKinds {
  const places = new Map(settings.kinds.map(({ kind }, place) => [kind, place]))
  const rules = new Map(settings.kinds.map((rule) => [rule.kind, rule]))
  const ruleOf = (kind: string): KindRule => {
    const known = rules.get(kind)
    if (known !== undefined) return known
    const other = { kind, normalise: 'text' as const, limit: 5, shared_above: 5, case_ignored: false }
    if (rules.size < 10_000) rules.set(kind, other)
    return other
  }
  const numberOf = phones(settings.default_country)
  const formOf = (rule: KindRule, value: string): string => {
    if (rule.normalise === 'email') return plainEmail(value, rule)
    if (rule.normalise === 'text') return rule.case_ignored ? withoutCase(plainText(value)) : plainText(value)
    // Neither engine of the ledger can hold the sign of value 0.
    if (rule.normalise === 'exact') return plainText(value) === '' ? '' : value.replaceAll('\0', '')
    const written = plainText(value)
    return /\d/.test(written) ? (numberOf(written) ?? written) : ''
  }
  return {
    settings,
    since,
    rankOf: (kind) => places.get(kind) ?? places.size - 1,
    ruleOf,
    normalise: ({ kind, value }) => ({ kind, value: formOf(ruleOf(kind), value) }),
    isWithoutForm: (kind, value) => ruleOf(kind).normalise === 'phone' && numberOf(plainText(value)) === null,
  }
}

export const builtInKinds = compileKinds(builtInSettings, 0)

/** Understanding a number takes 10 µs, and one customer's comes many times. */
function phones(country: string | null): (written: string) => string | null {
  const recent = new Map<string, string | null>()
  return (written) => {
    const known = recent.get(written)
    if (known !== undefined) return known
    // Longer than any number with its extension: not worth understanding.
    const made = written.length > 60 ? null : e164(written, country)
    if (recent.size >= 200_000) recent.clear()
    recent.set(written, made)
    return made
  }
}

/**
 * Identifiers as an interaction keeps them: each in its form and once, without those that say nothing.
 * @throws Rejection when one is longer than the ledger takes.
 */
export function identifiersIn(written: readonly Identifier[], kinds: IdentifierKinds): Identifier[] {
  const identifiers: Identifier[] = []
  for (const each of written) {
    const normal = kinds.normalise(each)
    if (normal.value.length > limits.key) throw new Rejection(each.kind, normal.value, tooLong)
    const known =
      identifiers.length > 0 &&
      identifiers.some((one) => one.kind === normal.kind && one.value === normal.value)
    if (normal.value === '' || known) continue
    identifiers.push(normal)
  }
  return identifiers
}

/** Why an identifier is refused that is longer than any. */
export const tooLong = `an identifier longer than ${limits.key} characters: is this the right field?`
