import { alike } from './alike.ts'
import { type BusinessSpan, type Calendar, wallSeconds } from './business-time.ts'
import { durationText, longestDuration, spanText } from './duration.ts'
import { type DesignedPromise, type DesignedStep, designedMinimum } from './storyboard.ts'
import { type Check, problem, quoted, warning } from './storyboard-finding.ts'
import { canBeFirst, waitingAllowed } from './storyboard-paths.ts'
import { keptOrVoid, objectivesOnTelling, patience } from './storyboard-patience.ts'
import { stepsAfter, waitingBetween } from './storyboard-reach.ts'

/** Business time needs a calendar, the end of a day a zone. */
export function clocks(check: Check): void {
  const { calendar, zone } = check.storyboard
  for (const { step, within, promise } of check.steps) {
    const spans = { within, promise: promise?.due_in ?? null }
    for (const [field, span] of Object.entries(spans)) {
      if (span === null || typeof span === 'number') continue
      if (calendar !== null) rarelyOpen(check, `${step}.${field}`, span, calendar)
      else
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

/** Counting it would take longer than anybody waits. */
function rarelyOpen(
  check: Check,
  field: string,
  span: BusinessSpan,
  { days, opens, closes }: Calendar,
): void {
  const hours = ((closes - opens) / 60) * days.length
  const weeks = span.unit === 'business_days' ? span.count / days.length : span.count / hours
  if (weeks * 7 * 86_400 <= longestDuration) return
  const years = Math.round((weeks * 7) / 365.25)
  problem(
    check,
    `step:${field}`,
    field,
    `${spanText(span)} are some ${years} years by this calendar, which is open ${Number(hours.toFixed(2))} hours a week; 50 years are the most: write less, or more hours`,
  )
}

/** Promises that nothing can keep. */
export function promises(check: Check): void {
  const known = [...check.steps, ...check.storyboard.outcomes].flatMap(({ touchpoints }) => touchpoints)
  for (const designed of check.steps) {
    const { step, touchpoints, promise } = designed
    if (promise === null) continue
    fulfilledInTime(check, designed, promise)
    keptOrVoid(check, step, promise)
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

/** A promise that its steps come too early for, or may come too late for while each is in time. */
function fulfilledInTime(check: Check, designed: DesignedStep, promise: DesignedPromise): void {
  const { step } = designed
  const { what, fulfilled_by, due_in, due } = promise
  const own = fulfilled_by.some((touchpoint) => designed.touchpoints.includes(touchpoint))
  const by = check.steps.filter(({ touchpoints }) => touchpoints.some((name) => fulfilled_by.includes(name)))
  const ending = check.storyboard.outcomes.some((outcome) =>
    outcome.touchpoints.some(
      (name) => fulfilled_by.includes(name) && by.every((each) => !each.touchpoints.includes(name)),
    ),
  )
  if (own || ending || by.length === 0) return
  const after = stepsAfter(check.storyboard.design)(step)
  if (!by.some((each) => after.has(each.step))) {
    warning(
      check,
      `step:${step}.promise`,
      `${step}.promise.fulfilled_by`,
      `no path keeps the promise '${what}': ${quoted(by.map((each) => each.step))} can only come before '${step}', or instead of it`,
    )
    return
  }
  if (due_in !== null && typeof due_in !== 'number') return
  const least = (due_in ?? 0) + (due === null ? 0 : 86_400)
  const allowed = waitingBetween(check.storyboard.design, designed, fulfilled_by)
  if (allowed === null || allowed <= least) return
  warning(
    check,
    `step:${step}.promise`,
    `${step}.promise.due_in`,
    `'${what}' is due after ${due_in === null ? 'the end of the day' : durationText(due_in)}, but the steps up to ${quoted(fulfilled_by)} may take ${durationText(allowed)} ` +
      `by their own \`within\`: each can be in time and the promise broken`,
  )
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
  patience(check)
  objectivesOnTelling(check)
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
    } else slowSteps(check, name, bound.within, touchpoints)
  })
}

/** Steps beside the shortest way that alone may take longer than an objective allows. */
function slowSteps(check: Check, objective: string, allowed: number, touchpoints: string[]): void {
  const after = stepsAfter(check.storyboard.design)
  const ending = check.steps.filter((step) => step.touchpoints.some((name) => touchpoints.includes(name)))
  for (const { step, within } of check.steps) {
    if (within === null || wallSeconds(within) <= allowed) continue
    if (!ending.some((end) => end.step === step || after(step).has(end.step))) continue
    warning(
      check,
      `step:${step}.within`,
      `${step}.within`,
      `'${step}' alone may take ${spanText(within)}, but '${objective}' wants all of it in ${durationText(allowed)}`,
    )
  }
}
