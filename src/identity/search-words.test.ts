import fc from 'fast-check'
import { expect, it } from 'vitest'
import { folded, phonePart, searchWords, unharmed } from './search-words.ts'

it('a word is looked for in small letters without accents', () => {
  expect(searchWords('  José   MÜLLER ').map(({ word }) => word)).toEqual(['jose', 'muller'])
  expect(folded('Łódź')).toBe('łodz')
})

it('a word of four letters may hold one slip, of eight two, a shorter none', () => {
  expect(searchWords('ana anna annabell').map(({ slips }) => slips)).toEqual([0, 1, 2])
})

it('a number holds no slip: another figure is another customer', () => {
  expect(searchWords('A-4711 c123456 0171/23456 anna1987').map(({ slips }) => slips)).toEqual([0, 0, 0, 0])
  expect(searchWords('annabell87@example.org').map(({ slips }) => slips)).toEqual([2])
})

it('whatever letters are wrong, missing, added or swapped, one piece stands unharmed in what was meant', () => {
  const letters = fc.array(fc.constantFrom(...'abcdefgh'), { minLength: 4, maxLength: 12 })
  const slip = fc.record({ at: fc.nat(), how: fc.constantFrom('wrong', 'missing', 'added', 'swapped') })
  fc.assert(
    fc.property(letters, fc.array(slip, { maxLength: 2 }), (meant, drawn) => {
      const [typed] = searchWords(meant.join(''))
      const harmed = [...meant]
      for (const { at, how } of drawn.slice(0, typed!.slips)) {
        const place = at % harmed.length
        if (how === 'wrong') harmed[place] = 'z'
        else if (how === 'missing') harmed.splice(place, 1)
        else if (how === 'added') harmed.splice(place, 0, 'z')
        else if (place + 1 < harmed.length) harmed.splice(place, 2, harmed[place + 1]!, harmed[place]!)
      }
      const lies = harmed.join('')
      expect(unharmed(typed!.word, typed!.slips).some((piece) => lies.includes(piece))).toBe(true)
    }),
  )
})

it('figures with signs between them are a part of a telephone number, without the zero dialled inside a country', () => {
  expect(phonePart('0171 / 23-45')).toBe('1712345')
  expect(phonePart('+49 171')).toBe('49171')
  expect(phonePart('0049 171')).toBe('49171')
  expect(phonePart('12')).toBeNull()
  expect(phonePart('A 171')).toBeNull()
})
