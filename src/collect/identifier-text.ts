/** Signs nobody sees (zero width, direction, variation) and control signs: they would make two of one. */
const unseen = /[\p{Default_Ignorable_Code_Point}\p{Cc}]/gu
/** What needs no second look: most identifiers. */
const plain = /^[\x21-\x7e]*$/

/** In one form of Unicode (NFKC: full-width letters are letters), trimmed, without signs nobody sees. */
export function plainText(value: string): string {
  if (plain.test(value)) return value
  // Taking signs out can bring letters together that compose, and the other way round.
  let text = value
  for (let before = ''; before !== text; ) {
    before = text
    text = text.replace(unseen, '').normalize('NFKC').trim()
  }
  return text
}

/** Without case, in the form that stays the same when it is done again. */
export const withoutCase = (text: string): string => plainText(text.toLowerCase())

/** Which parts of an e-mail address do not tell people apart. */
export interface EmailRule {
  plus_ignored: boolean
  dots_ignored_at: readonly string[]
}

export function plainEmail(value: string, { plus_ignored, dots_ignored_at }: EmailRule): string {
  const email = withoutCase(plainText(value))
  const at = email.lastIndexOf('@')
  if (at < 1 || (!plus_ignored && dots_ignored_at.length === 0)) return email
  const domain = email.slice(at + 1)
  let name = email.slice(0, at)
  const plus = plus_ignored ? name.indexOf('+') : -1
  if (plus > 0) name = name.slice(0, plus)
  if (dots_ignored_at.includes(domain)) name = name.replaceAll('.', '') || name
  return withoutCase(`${name}@${domain}`)
}
