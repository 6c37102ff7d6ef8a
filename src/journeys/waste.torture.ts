import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { type InProcess, openInProcess } from '../../tools/in-process.ts'
import { readOnward, readWaste } from './contract.ts'
import { judgedWaste, margin } from './waste.ts'

test('a step is waste when its absence costs less than the margin for certain, and never of few runs: as on its page', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/methods/wasted-step.md'), 'utf8')
  const example = parse(/```yaml\n([\s\S]*?)```/.exec(page)![1]!) as {
    margin: number
    steps: { taken: number; skipped: number; low: number; high: number; verdict: string }[]
  }
  expect(example.margin).toBe(margin)
  for (const { verdict, low, high, ...counts } of example.steps)
    expect(judgedWaste(counts, { value: (low + high) / 2, low, high }).verdict).toBe(verdict)
  expect(judgedWaste({ taken: 100, skipped: 100 }, null).verdict).toBe('cannot tell')
})

let product: InProcess
beforeAll(async () => {
  product = await openInProcess()
})
afterAll(() => product.close())

const storyboard = `journey: case
version: 1
correlate: { subject: case }
starts: [Asked]
steps:
  - { step: Asked, tells: [case number] }
  - optional: [{ step: Second form }]
  - optional: [{ step: Identity check }]
  - { step: Decided }
  - choice: [{ step: Granted }, { step: Refused }]
outcomes:
  granted: { kind: success, touchpoints: [Granted] }
  refused: { kind: failure, touchpoints: [Refused] }
`
const mapping = `source: desk
records:
  - file: cases.csv
    key: $id
    subjects: { case: $case }
    touchpoint: $what
    at: $at
    channel: $channel
    direction: { column: by, translate: { customer: inbound, desk: outbound } }
    begun_by: { column: by, translate: { customer: customer, desk: company } }
`

/** 1,200 cases: the second form changes nothing, without the identity check half are refused; every tenth calls the same day. */
function cases(): string {
  const lines = ['id,case,what,at,channel,by']
  for (let nth = 0; nth < 1200; nth++) {
    let hour = 0
    const add = (what: string, channel: string, by: string) =>
      lines.push(
        `${nth}-${hour},K${nth},${what},${new Date(Date.UTC(2025, 0, 1 + (nth % 90), hour++)).toISOString()},${channel},${by}`,
      )
    const checked = nth % 20 > 0
    add('Asked', 'web', 'customer')
    if (nth % 10 === 0) add('Called', 'phone', 'customer')
    if (Math.floor(nth / 40) % 2 === 0) add('Second form', 'web', 'customer')
    if (checked) add('Identity check', 'web', 'customer')
    add('Decided', 'web', 'desk')
    add(checked || nth % 40 > 0 ? 'Granted' : 'Refused', 'web', 'desk')
  }
  return lines.join('\n')
}

test('of a journey: the form that changes nothing is waste, the check that matters is not, and who calls the same day was not held', async () => {
  const workspace = await product.workspace('waste')
  await product.storyboard(workspace, storyboard)
  const state = await product.import(workspace, product.folder({ 'cases.csv': cases() }), { mapping })
  expect(state.error).toBeNull()
  const { steps, failure } = await product.call(readWaste, { workspace, journey: 'case' })
  const verdict = (name: string) => steps.find(({ step }) => step === name)
  expect(verdict('Asked')).toMatchObject({ verdict: 'gives something', taken: 1200, skipped: 0 })
  expect(verdict('Second form')).toMatchObject({ verdict: 'waste', taken: 600, skipped: 600 })
  expect(verdict('Identity check')).toMatchObject({ verdict: 'needed', taken: 1140, skipped: 60 })
  // By hand: the second form is begun by the customer in 600 cases, four minutes each; every tenth calls before there is news: 120 chases, a contact and a chase of four minutes each.
  expect(
    failure.causes.map(({ cause, step, runs, steps, minutes }) => [cause, step, runs, steps, minutes]),
  ).toEqual([
    ['step that could go', 'Second form', 600, 600, 2400],
    ['chase', '', 120, 120, 960],
    ['repeat', '', 0, 0, 0],
    ['complaint', '', 0, 0, 0],
    ['clarification', '', 0, 0, 0],
  ])
  const chase = failure.causes.find(({ cause }) => cause === 'chase')!
  // Every case is a customer of its own: a mean of .1, by Student with 1199 degrees of freedom.
  const half = 1.961945 * Math.sqrt((0.1 * 0.9 * 1200) / 1199 / 1200)
  expect(chase.high).toBeCloseTo((0.1 + half) * 1200 * 8, 2)
  expect(failure.contacts).toMatchObject({ count: 120, of: 1200 + 600 + 1140 + 120 })
  const { containment, next_issue } = await product.call(readOnward, { workspace, journey: 'case' })
  const [web] = containment.channels
  expect(web).toMatchObject({ channel: 'web', runs: 1200 })
  expect(web!.share).toBeCloseTo(0.9, 2)
  expect(next_issue.share).toBeNull()
})
