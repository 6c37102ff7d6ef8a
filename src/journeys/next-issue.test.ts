import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { avoided, type Following } from './next-issue.ts'

const row = (journey: string, following: string, hours: number, n: number): Following => ({
  journey,
  following,
  hours,
  n,
})

const page = readFileSync(join(import.meta.dirname, '../../docs/methods/next-matter.md'), 'utf8')
const example = parse(/```yaml\n([\s\S]*?)```/.exec(page)![1]!) as {
  begun: { days: number; starts: Record<string, number> }
  resolved: Following[]
  gives: { avoided: number; lift: Record<string, number>; adjacent: string[] }
}
const { begun } = example

test('what follows twice as often as it is begun anyway is adjacent, and counts against the journey: as on its page', () => {
  const next = avoided(example.resolved, 'order', begun)
  expect(next.share).toBeCloseTo(example.gives.avoided, 10)
  // Wilson's interval of 20 in 100 is .1334 to .2888 (Newcombe 1998); a usual .04 makes it 3.33 to 7.22.
  const help = next.following.find(({ journey }) => journey === 'help')!
  expect(help.low).toBeCloseTo(3.33, 1)
  expect(help.high).toBeCloseTo(7.22, 1)
  for (const { journey, lift } of next.following) expect(lift).toBeCloseTo(example.gives.lift[journey]!, 10)
  expect(next.following.filter((each) => each.adjacent).map((each) => each.journey)).toEqual(
    example.gives.adjacent,
  )
})

test('runs resolved less than 30 days ago count neither way', () => {
  // By hand: 10 leave after a day unseen, 9 of the 90 left come back on the tenth: 81/90.
  const rows = [row('order', '', 24, 10), row('order', 'help', 240, 9), row('order', '', 5_000, 81)]
  expect(avoided(rows, 'order', begun).share).toBeCloseTo(0.9, 10)
})

test('with one journey, or none resolved, it is unknown and says why', () => {
  const alone = avoided([row('order', '', 5_000, 9)], 'order', { days: 900, starts: { order: 9 } })
  expect(alone.share).toBeNull()
  expect(alone.reason).toMatch(/one journey only/)
  expect(avoided([], 'order', begun).reason).toMatch(/no run/)
})
