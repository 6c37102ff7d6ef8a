import { expect, test } from 'vitest'
import { parseStoryboard } from './storyboard.ts'

/** Steps from line 6 on, then outcomes and objectives on a line each. */
const found = (steps: string[], more: { silence?: string; outcomes?: string; objectives?: string }) => {
  const { problems, warnings } = parseStoryboard(`journey: a
version: 1
correlate: { subject: a }
silence: ${more.silence ?? '3d'}
steps:
${steps.map((step) => `  - ${step}`).join('\n')}
outcomes: { done: { kind: success, touchpoints: [Done] }${more.outcomes ? `, ${more.outcomes}` : ''} }
${more.objectives ? `objectives: [${more.objectives}]` : ''}
`)
  expect(problems).toEqual([])
  return warnings.map(({ line, field, message }) => `${line} ${field}: ${message}`)
}
const promise = (more: string) => `promise: { what: answer, ${more} }`
const left = 'left: { kind: abandoned, after: 60d }'

test('a promise that falls due only when its customers count as gone is told', () => {
  const steps = (due: string) => [
    `{ step: Asked, ${promise(`due_in: ${due}, fulfilled_by: [Done]`)} }`,
    'step: Done',
  ]
  expect(found(steps('90d'), { outcomes: left })).toEqual([
    "8 outcomes.left.after: runs count as 'left' after 60d of nothing, but 'answer' promised at 'Asked' is due after 90d: make it longer than the longest promise",
  ])
  expect(found(steps('60d'), { outcomes: left })).toEqual([])
})

test('silence that is borne longer than a run lives is told', () => {
  expect(found(['{ step: Asked, silence: 90d }', 'step: Done'], { outcomes: left })).toEqual([
    "8 outcomes.left.after: runs count as 'left' after 60d of nothing, but 90d of silence are tolerated after 'Asked': nobody there is ever silent too long",
  ])
  expect(found(['step: Asked', 'step: Done'], { silence: '13w', outcomes: left })).toEqual([
    "8 outcomes.left.after: runs count as 'left' after 60d of nothing, but 13w of silence are tolerated: nobody is ever silent too long",
  ])
})

test('of two outcomes by time alone the one that the other hides, or takes the place of, is told', () => {
  const two = (first: string, second: string) =>
    `gone: { kind: abandoned, after: ${first} }, lost: { kind: abandoned, after: ${second} }`
  const steps = ['step: Asked', 'step: Done']
  expect(found(steps, { outcomes: two('30d', '60d') })).toEqual([
    "8 outcomes.lost.after: no run ends as 'lost': after 30d it is 'gone' already, which is declared first",
  ])
  expect(found(steps, { outcomes: two('60d', '30d') })).toEqual([
    "8 outcomes.lost.after: a run that ended as 'lost' after 30d becomes 'gone' after 60d, which is declared first: keep one of them",
  ])
})

test('a touchpoint that keeps a promise and voids it is told', () => {
  const both = promise('due_in: 1d, fulfilled_by: [Done], voided_by: [Done]')
  expect(found([`{ step: Asked, ${both} }`, 'step: Done'], {})).toEqual([
    "6 Asked.promise.voided_by: 'Done' keeps the promise 'answer' and voids it: what comes first counts, so it is never void; remove it from one of the two",
  ])
})

test('an objective that allows less silence than is tolerated is told, at the objective', () => {
  const objectives = '{ name: Never 2 days silent, share: 95%, silence: 2d }'
  expect(found(['step: Asked', 'step: Done'], { objectives })).toEqual([
    "9 objectives[0].silence: 'Never 2 days silent' wants no silence above 2d, but 3d are tolerated: a run can be in time everywhere and miss it",
  ])
  expect(found(['{ step: Asked, silence: 10d }', 'step: Done'], { silence: '1d', objectives })).toEqual([
    "9 objectives[0].silence: 'Never 2 days silent' wants no silence above 2d, but 10d are tolerated after 'Asked': a run can be in time everywhere and miss it",
  ])
  expect(found(['step: Asked', 'step: Done'], { silence: '2d', objectives })).toEqual([])
})

test('an objective of a promise nearly named like a designed one is told; one that only data can make is not', () => {
  const steps = [`{ step: Asked, ${promise('due_in: 1d, fulfilled_by: [Done]')} }`, 'step: Done']
  const objective = (what: string) => ({ objectives: `{ name: Kept, share: 95%, promise: ${what} }` })
  expect(found(steps, objective('anwser'))).toEqual([
    "9 objectives[0].promise: no step promises 'anwser'; did you mean 'answer'? Where the data makes such promises it is right as it is",
  ])
  expect(found(steps, objective('answer'))).toEqual([])
  expect(found(steps, objective('delivery'))).toEqual([])
})
