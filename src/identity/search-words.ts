/** A word that is looked for, and how many slips of the pen it may differ by. */
export interface SearchWord {
  word: string
  slips: number
}

/** Small letters without accents: the form in which `sought.searched` is kept. */
export const folded = (text: string) =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{Mn}+/gu, '')
    .toLowerCase()

/** Six words tell a customer; more would only cost. */
const mostWords = 6

/**
 * The words of a search. A word of four letters may hold one slip (a letter wrong, missing, added or swapped), of eight two; a number
 * none: with another figure it is another customer's.
 */
export function searchWords(text: string): SearchWord[] {
  const words = folded(text).split(/\s+/).filter(Boolean).slice(0, mostWords)
  return words.map((word) => {
    const slips = word.length >= 8 ? 2 : word.length >= 4 ? 1 : 0
    return { word, slips: isNumber(word) ? 0 : slips }
  })
}

/** As much of it figures as letters: `A-4711`, `c123456`. */
const isNumber = (word: string) =>
  word.replaceAll(/\P{Nd}/gu, '').length >= word.replaceAll(/\P{L}/gu, '').length

/** Parts of a word of which, with so many slips, one stands unharmed in what was meant. */
export const unharmed = (word: string, slips: number): string[] => piecesOf(word, slips + 1)

/**
 * Cut into so many parts, as even as can be: one slip less than parts leaves one whole. Two neighbours swapped where two parts meet
 * harm both: these stand there swapped back as well.
 */
function piecesOf(word: string, parts: number): string[] {
  const letters = [...word]
  const cuts = Array.from({ length: parts + 1 }, (_, part) => Math.round((part * letters.length) / parts))
  const cut = (from: string[], part: number) => from.slice(cuts[part], cuts[part + 1]).join('')
  const pieces = letters.slice(0, parts).map((_, part) => cut(letters, part))
  const swapped = cuts.slice(1, -1).flatMap((at, part) => {
    const back = letters.with(at - 1, letters[at]!).with(at, letters[at - 1]!)
    return [cut(back, part), cut(back, part + 1)]
  })
  return [...new Set([...pieces, ...swapped])]
}

/** The figures of a telephone number or a part of one, without the zero that is dialled inside a country; null for what is none. */
export function phonePart(text: string): string | null {
  if (!/^[\s\d+()/.-]+$/.test(text)) return null
  const digits = text.replaceAll(/\D/g, '').replace(/^0+/, '')
  return digits.length >= 3 ? digits : null
}
