/** What vitest's JSON report says, as far as the last line of `npm test` needs it. */
export interface Report {
  success: boolean
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  testResults: { status: string; assertionResults: { status: string }[] }[]
}

export interface Tally {
  passed: number
  failed: number
  skipped: number
}

/**
 * Counts tests; a file that could not be loaded and a step that failed count as one failure each, so that
 * a run can only end in "0 failed" when everything held.
 */
export function tally(report: Report | undefined, failedSteps: string[]): Tally {
  const unloaded = report?.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  )
  const inTests = (report?.numFailedTests ?? 0) + (unloaded?.length ?? 0)
  const steps = failedSteps.filter((name) => !(inTests > 0 && (name === 'tests' || name === 'torture')))
  return {
    passed: report?.numPassedTests ?? 0,
    failed: inTests + steps.length,
    skipped: report?.numPendingTests ?? 0,
  }
}
