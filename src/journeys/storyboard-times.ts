import { alike } from './alike.ts'
import { durationText, spanText } from './duration.ts'
import { designedMinimum } from './storyboard.ts'
import { type Check, problem, quoted, warning } from './storyboard-finding.ts'
import { canBeFirst, waitingAllowed } from './storyboard-paths.ts'

/** Business time needs a calendar, the end of a day a zone. */
export function clocks(check: Check): void {
  const { calendar, zone } = check.storyboard
  for (const { step, within, promise } of check.steps) {
    const spans = { within, promise: promise?.due_in ?? null }
    for (const [field, span] of Object.entries(spans)) {
      if (calendar !== null || span === null || typeof span === 'number') continue
      problem(
        check,
        `step:${step}.${field}`,
        `${step}.${field}`,
        `${spanText(span)} is business time, which needs to know when you work: add \`calendar: { zone: Europe/Berlin, days: [mon, tue, wed, thu, fri], hours: 09:00-17:00 }\` at the top`,
      )
    }
    if (zone === null && promise?.due === 'end_of_day') {
      problem(
        check,
        `step:${step}.promise`,
        `${step}.promise.due`,
        'where does the day end? Add `zone: Europe/Berlin` at the top, or `zone: { attribute: time_zone, otherwise: Europe/Berlin }` for the customer’s own',
      )
    }
  }
}

/** Promises that nothing can keep. */
export function promises(check: Check): void {
  const known = [...check.steps, ...check.storyboard.outcomes].flatMap(({ touchpoints }) => touchpoints)
  for (const { step, touchpoints, promise } of check.steps) {
    if (promise === null) continue
    if (promise.fulfilled_by.some((touchpoint) => touchpoints.includes(touchpoint))) {
      warning(
        check,
        `step:${step}`,
        `${step}.promise.fulfilled_by`,
        `'${promise.what}' is promised at '${step}' and only a later ${quoted(promise.fulfilled_by)} can keep it: write the promise at the step that makes it`,
      )
    }
    if (promise.fulfilled_by.length === 0) {
      warning(
        check,
        `step:${step}`,
        `${step}.promise`,
        `only a fulfilment told by the data can keep the promise '${promise.what}': add \`fulfilled_by: [TOUCHPOINT]\``,
      )
    }
    for (const touchpoint of promise.fulfilled_by) {
      if (known.includes(touchpoint)) continue
      const near = alike(touchpoint, known)
      const remedy = near === null ? 'name a touchpoint of a step or an outcome' : `did you mean '${near}'?`
      warning(
        check,
        `step:${step}`,
        `${step}.promise.fulfilled_by`,
        `nothing can fulfil the promise '${promise.what}' by '${touchpoint}', which no step or outcome has; ${remedy}`,
      )
    }
  }
}

/** Bounds that contradict each other. */
export function bounds(check: Check): void {
  const { storyboard } = check
  for (const step of canBeFirst(storyboard.design).steps) {
    if (step.within === null || check.steps[0] !== step) continue
    warning(
      check,
      `step:${step.step}`,
      `${step.step}.within`,
      'nothing comes before the first step: this bound never applies',
    )
  }
  const least = designedMinimum(storyboard.design)
  storyboard.objectives.forEach(({ name, bound }, index) => {
    const field = `objectives[${index}]`
    if (bound.kind === 'contacts' && bound.most < least) {
      warning(
        check,
        field,
        `${field}.contacts`,
        `'${name}' allows ${bound.most} contacts, but the design itself takes at least ${least} steps`,
      )
    }
    if (bound.kind !== 'outcome' || bound.within === null) return
    const touchpoints =
      storyboard.outcomes.find(({ outcome }) => outcome === bound.outcome)?.touchpoints ?? []
    const allowed = waitingAllowed(storyboard.design, touchpoints)
    if (allowed > bound.within) {
      warning(
        check,
        field,
        `${field}.within`,
        `'${name}' wants ${durationText(bound.within)}, but the steps up to '${bound.outcome}' may take ` +
          `${durationText(allowed)} by their own \`within\`: a run can be in time at every step and miss it`,
      )
    }
  })
}
