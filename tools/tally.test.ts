import { expect, test } from 'vitest'
import { type Report, tally } from './tally.ts'

const report = (over: Partial<Report>): Report => ({
  success: true,
  numPassedTests: 0,
  numFailedTests: 0,
  numPendingTests: 0,
  testResults: [],
  ...over,
})

test('all tests held and all steps passed', () => {
  expect(tally(report({ numPassedTests: 12, numPendingTests: 1 }), [])).toEqual({
    passed: 12,
    failed: 0,
    skipped: 1,
  })
})

test('failed tests are counted, their step not once more', () => {
  const files = [{ status: 'failed', assertionResults: [{ status: 'failed' }, { status: 'failed' }] }]
  const told = report({ numPassedTests: 5, numFailedTests: 2, testResults: files })
  expect(tally(told, ['tests'])).toEqual({ passed: 5, failed: 2, skipped: 0 })
})

test('a test file that cannot be loaded counts as a failure', () => {
  const files = [{ status: 'failed', assertionResults: [] }]
  expect(tally(report({ testResults: files }), ['tests']).failed).toBe(1)
})

test('a failed step without a failed test counts as a failure', () => {
  expect(tally(report({ numPassedTests: 9 }), ['types', 'lint'])).toEqual({
    passed: 9,
    failed: 2,
    skipped: 0,
  })
  expect(tally(report({ numPassedTests: 9 }), ['tests']).failed).toBe(1)
})

test('without a report nothing has passed', () => {
  expect(tally(undefined, ['tests'])).toEqual({ passed: 0, failed: 1, skipped: 0 })
})
