import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { conformingTo } from './conformance.ts'
import { parseStoryboard } from './storyboard.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/storyboards.md'), 'utf8')
const [example] = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map((found) => found[1]!)

test('the page about storyboards shows one that can be used as it stands', () => {
  const { storyboard, problems, warnings } = parseStoryboard(example!)
  expect([...problems, ...warnings]).toEqual([])
  expect(conformingTo(storyboard!.design).markings).toBeGreaterThan(1)
})

test('the page about storyboards explains every field that a step, an outcome and an objective take', () => {
  const { problems } = parseStoryboard(
    example!.replace('owner: Sales', 'zzzz: Sales').replace('{ kind: success,', '{ kind: success, zzzz: 1,'),
  )
  const known = problems.flatMap(({ message }) => /known here: (.*)$/.exec(message)?.[1]?.split(', ') ?? [])
  expect(known).toContain('moment_of_truth')
  expect(known).toContain('after')
  for (const field of known) expect(page).toMatch(new RegExp(`\\b${field}\\b`))
})
