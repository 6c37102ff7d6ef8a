import { alike } from './alike.ts'
import { wallSeconds } from './business-time.ts'
import { durationText, spanText } from './duration.ts'
import type { DesignedOutcome, DesignedPromise } from './storyboard.ts'
import { type Check, quoted, warning } from './storyboard-finding.ts'

/** Runs given up while something may still come in time, or before anything could be late. */
export function patience(check: Check): void {
  const timed = check.storyboard.outcomes.filter(({ after }) => after !== null)
  for (const { outcome, after } of timed) {
    const told = (message: string) =>
      warning(
        check,
        `outcomes.${outcome}`,
        `outcomes.${outcome}.after`,
        `runs count as '${outcome}' after ${message}`,
      )
    slowStep(check, after!, told)
    slowPromise(check, after!, told)
    longSilence(check, after!, told)
  }
  timed.forEach((later, index) => {
    const first = timed.slice(0, index)[0]
    if (first !== undefined) besides(check, first, later)
  })
}

type Told = (message: string) => void

function slowStep({ steps }: Check, after: number, told: Told): void {
  const slow = steps.find(({ within }) => within !== null && wallSeconds(within) > after)
  if (slow === undefined) return
  const long = spanText(slow.within!)
  told(
    `${durationText(after)}, but '${slow.step}' may take ${long}: make it longer than the longest \`within\``,
  )
}

function slowPromise({ steps }: Check, after: number, told: Told): void {
  const due = (promise: DesignedPromise | null) => promise?.due_in ?? 0
  const slow = steps.find(({ promise }) => wallSeconds(due(promise)) > after)
  if (slow === undefined) return
  told(
    `${durationText(after)} of nothing, but '${slow.promise!.what}' promised at '${slow.step}' is due after ${spanText(due(slow.promise))}: make it longer than the longest promise`,
  )
}

function longSilence({ storyboard, steps }: Check, after: number, told: Told): void {
  const nothing = `${durationText(after)} of nothing, but`
  if (storyboard.silence > after)
    told(
      `${nothing} ${durationText(storyboard.silence)} of silence are tolerated: nobody is ever silent too long`,
    )
  const long = steps.find(({ silence }) => silence !== null && silence > after)
  if (long === undefined) return
  told(
    `${nothing} ${durationText(long.silence!)} of silence are tolerated after '${long.step}': nobody there is ever silent too long`,
  )
}

/** Two outcomes that time alone brings: only the first declared can stay. */
function besides(check: Check, first: DesignedOutcome, { outcome, after }: DesignedOutcome): void {
  const [sooner, later] = [durationText(first.after!), durationText(after!)]
  const message =
    first.after! <= after!
      ? `no run ends as '${outcome}': after ${sooner} it is '${first.outcome}' already, which is declared first`
      : `a run that ended as '${outcome}' after ${later} becomes '${first.outcome}' after ${sooner}, which is declared first: keep one of them`
  warning(check, `outcomes.${outcome}`, `outcomes.${outcome}.after`, message)
}

/** A touchpoint that keeps a promise and voids it. */
export function keptOrVoid(
  check: Check,
  step: string,
  { what, fulfilled_by, voided_by }: DesignedPromise,
): void {
  const both = fulfilled_by.filter((touchpoint) => voided_by.includes(touchpoint))
  if (both.length === 0) return
  warning(
    check,
    `step:${step}.promise`,
    `${step}.promise.voided_by`,
    `${quoted(both)} keeps the promise '${what}' and voids it: what comes first counts, so it is never void; remove it from one of the two`,
  )
}

/** Objectives on silence and promises that the design itself does not hold to. */
export function objectivesOnTelling(check: Check): void {
  const { storyboard, steps } = check
  const promised = steps.flatMap(({ promise }) => promise?.what ?? [])
  storyboard.objectives.forEach(({ name, bound }, index) => {
    const field = `objectives[${index}]`
    if (bound.kind === 'silence') {
      const step = steps.find(({ silence }) => silence !== null && silence > bound.longest)
      const whole = storyboard.silence > bound.longest
      if (step === undefined && !whole) return
      const tolerated = whole
        ? `${durationText(storyboard.silence)} are tolerated`
        : `${durationText(step!.silence!)} are tolerated after '${step!.step}'`
      const wants = `'${name}' wants no silence above ${durationText(bound.longest)}`
      const message = `${wants}, but ${tolerated}: a run can be in time everywhere and miss it`
      warning(check, field, `${field}.silence`, message)
    }
    if (bound.kind !== 'promise' || promised.includes(bound.what)) return
    const near = alike(bound.what, promised)
    if (near === null) return
    const message = `no step promises '${bound.what}'; did you mean '${near}'? Where the data makes such promises it is right as it is`
    warning(check, field, `${field}.promise`, message)
  })
}
