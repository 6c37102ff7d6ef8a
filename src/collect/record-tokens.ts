/** Shorter values are met by chance: they are neither looked for in records nor kept as tombstones of values. */
export const shortestToken = 5

/**
 * All that a record nobody could read may name somebody by: its values and the words of them, as identifiers compare. Of
 * JSON each text and number; of anything else its words.
 */
export function tokensOf(record: string): string[] {
  const tokens = new Set<string>()
  const add = (text: string) => {
    const plain = text.trim().toLowerCase()
    if (plain.length >= shortestToken) tokens.add(plain)
    const phone = text
      .trim()
      .replace(/(?!^\+)[^\d]/g, '')
      .replace(/^00/, '+')
    if (phone.length >= 7 && /^[+\d\s()./-]+$/.test(text.trim())) tokens.add(phone)
  }
  const walk = (value: unknown): void => {
    if (typeof value === 'string') {
      add(value)
      for (const word of value.split(/[\s<>,;"'()[\]{}|=]+/)) {
        add(word)
        // Addresses with their scheme: whatsapp:+49…, mailto:…
        if (word.includes(':')) add(word.slice(word.lastIndexOf(':') + 1))
      }
    } else if (typeof value === 'number') add(String(value))
    else if (Array.isArray(value)) value.forEach(walk)
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(walk)
  }
  try {
    walk(JSON.parse(record))
  } catch {
    walk(record)
  }
  return [...tokens]
}

/** What an identifier is looked for as in such a record; null where it is too short to mean anybody. */
export function tokenOf(value: string): string | null {
  const plain = value.trim().toLowerCase()
  return plain.length < shortestToken ? null : plain
}
