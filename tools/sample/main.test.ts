import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { runSample } from './main.ts'

const root = mkdtempSync(join(tmpdir(), 'throughline-sample-cli-'))
afterAll(() => rmSync(root, { recursive: true }))
const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
const told = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
afterEach(() => vi.clearAllMocks())
const at = (name: string) => join(root, name)

test('writes a company with its mapping and storyboards, and the truth beside it', () => {
  expect(runSample(['--out', at('a'), '--truth', at('a.json'), '--customers', '50', '--seed', '9'])).toBe(0)
  expect(JSON.parse(readFileSync(at('a.json'), 'utf8'))).toMatchObject({ seed: 9, customers: 50 })
  for (const name of ['mapping.yaml', 'get-connected.yaml', 'help.yaml', 'shop_orders.csv'])
    expect(existsSync(join(root, 'a', name)), name).toBe(true)
  expect(told.mock.calls.join()).toContain('50 customers')
})

test('takes faults from a file, or none', () => {
  writeFileSync(
    at('one.yaml'),
    '- { kind: silence, from: Installed, to: First bill, share: 0.5, size: { days: 9 } }',
  )
  const faults = (choice: string) => {
    expect(
      runSample(['--out', at('b'), '--truth', at('b.json'), '--customers', '50', '--faults', choice]),
    ).toBe(0)
    return JSON.parse(readFileSync(at('b.json'), 'utf8')).faults.length
  }
  expect([faults(at('one.yaml')), faults('none')]).toEqual([1, 0])
})

test('refuses a truth that would be imported, a number that is none and an option left out', () => {
  const refused = (args: string[], reason: string) => {
    expect(runSample(args)).toBe(1)
    expect(said.mock.calls.join()).toContain(reason)
    said.mockClear()
  }
  refused(['--out', at('c'), '--truth', at('c/truth.json')], 'lies inside --out')
  refused(['--out', at('c'), '--truth', at('c.json'), '--customers', 'many'], '--customers is "many"')
  refused(['--out', at('c')], '--truth is missing')
  expect(existsSync(at('c'))).toBe(false)
})
