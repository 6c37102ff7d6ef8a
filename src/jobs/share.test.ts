import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hasWork } from './share.ts'

const processes = fc.uniqueArray(fc.integer({ min: 1, max: 2 ** 31 - 1 }), { minLength: 1, maxLength: 6 })
const holder = (name: string, living: number[]) => living.filter((each) => hasWork(name, each, living))

test('each piece of work has one process, and keeps it while that lives, whoever comes and goes', () => {
  fc.assert(
    fc.property(fc.string(), processes, fc.nat(), (name, living, nth) => {
      const [first, ...others] = holder(name, living)
      expect(others).toEqual([])
      const gone = living[nth % living.length]!
      if (gone === first || living.length === 1) return
      expect(
        holder(
          name,
          living.filter((each) => each !== gone),
        ),
      ).toEqual([first])
    }),
  )
})

test('work is spread over the processes', () => {
  const living = [11, 22, 33]
  const names = Array.from({ length: 300 }, (_, nth) => `workspace ${nth}`)
  for (const each of living)
    expect(names.filter((name) => hasWork(name, each, living)).length).toBeGreaterThan(60)
})
