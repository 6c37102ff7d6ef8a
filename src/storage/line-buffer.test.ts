import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LineBuffer } from './line-buffer.ts'

const text = (buffer: LineBuffer) => Buffer.from(buffer.bytes()).toString()

test('lines of any letters come out as they went in, also where the memory was used before', () => {
  const line = fc
    .tuple(fc.string({ unit: 'grapheme' }), fc.nat({ max: 3_000 }))
    .map(([letters, times]) => letters.repeat(times))
  fc.assert(
    fc.property(fc.array(line, { maxLength: 5 }), fc.array(line, { maxLength: 5 }), (first, second) => {
      const buffer = new LineBuffer()
      for (const lines of [first, second]) {
        buffer.clear()
        for (const each of lines) buffer.add(each)
        expect(text(buffer)).toBe(lines.map((each) => `${each}\n`).join(''))
      }
    }),
    { numRuns: 30 },
  )
})
