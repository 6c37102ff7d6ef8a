import { DateTime } from 'luxon'
import type { Interaction } from '../collect/contract.ts'
import { durationWords } from './duration.ts'
import type { Measured } from './measured.ts'
import type { Gap, Run, RunPromise, StepTaken } from './run.ts'

/** What telling needs beside the run: who did what, and the dates that were told. */
/** A run without its measures, which no sentence needs. */
export type ToldRun = Omit<Run, keyof Measured>
export type ToldInteraction = Pick<Interaction, 'interaction_id' | 'direction' | 'promises'>

/** One part of the sentence. Parts of the same `verb` that follow each other are counted together. */
interface Clause {
  verb: string
  text: string
  times: number
  /** Dates told in these interactions. */
  dates: string[]
}

const mostClauses = 14
const verbs: Record<string, string> = {
  phone: 'called',
  call: 'called',
  email: 'wrote',
  mail: 'wrote',
  letter: 'wrote',
  sms: 'wrote',
  messenger: 'wrote',
  chat: 'asked by chat',
  shop: 'came by',
  store: 'came by',
  branch: 'came by',
  video: 'called by video',
}

/**
 * A run in words, always the same for the same run: where it began, silences beyond tolerance, chases, dates told,
 * steps reached, promises missed, how it ended. `name` null or empty = the customer is not known. Dates are of `zone`
 * (UTC when it is none). `more`: clauses told before the promises.
 */
export function tellRun(
  run: ToldRun,
  interactions: readonly ToldInteraction[],
  { name = null, zone = 'utc', more = [] }: { name?: string | null; zone?: string; more?: string[] } = {},
): string {
  const calendar = new Calendar(zone)
  const known = new Map(interactions.map((interaction) => [interaction.interaction_id, interaction]))
  const clauses: Clause[] = []
  const last = run.steps.at(-1)?.started_at ?? 0
  run.steps.forEach((step, index) => {
    const interaction = known.get(step.interaction_id)
    add(clauses, clauseOf(step, index, interaction, calendar), datesTold(step, interaction, calendar))
    const next = run.steps[index + 1]?.started_at ?? Number.POSITIVE_INFINITY
    for (const gap of run.gaps) {
      if (gap.excess <= 0 || gap.from_at < step.started_at || gap.from_at >= next) continue
      if (gap.to_at <= last) add(clauses, silence(gap), [])
    }
  })
  // Silence that outlasts all steps is told after them; without a storyboard it may be the end of the run.
  if (run.version > 0)
    for (const gap of run.gaps) if (gap.excess > 0 && gap.to_at > last) add(clauses, silence(gap), [])
  const parts = clauses.slice(0, mostClauses).map(written)
  if (clauses.length > mostClauses) parts.push(`and ${clauses.length - mostClauses} more`)
  const promises = run.promises.flatMap(missed)
  const story = [`${name || 'The customer'} ${parts.join(', ')}`, ...more, ...promises].join('; ')
  return [`${story}.`, ending(run, calendar)].filter(Boolean).join(' ')
}

function silence({ open, seconds }: Gap): { verb: string; text: string } {
  return {
    verb: '',
    text: `${open ? 'has heard nothing since, for' : 'heard nothing for'} ${durationWords(seconds)}`,
  }
}

function add(clauses: Clause[], clause: { verb: string; text: string }, dates: string[]): void {
  const last = clauses.at(-1)
  if (last !== undefined && clause.verb !== '' && last.verb === clause.verb) {
    last.times++
    last.dates.push(...dates)
  } else clauses.push({ ...clause, times: 1, dates })
}

function clauseOf(
  step: StepTaken,
  index: number,
  interaction: ToldInteraction | undefined,
  calendar: Calendar,
): { verb: string; text: string } {
  const named = `“${step.touchpoint}”`
  if (index === 0) return { verb: '', text: `began with ${named} on ${calendar.date(step.started_at)}` }
  const verb = interaction?.direction === 'inbound' ? verbs[step.channel] : undefined
  if (verb !== undefined && step.step === '') return { verb, text: verb }
  const way =
    interaction?.direction === 'inbound'
      ? 'came to'
      : interaction?.direction === 'outbound'
        ? 'got'
        : 'reached'
  return { verb: `${way} ${named}`, text: `${way} ${named} on ${calendar.date(step.started_at)}` }
}

function datesTold(step: StepTaken, interaction: ToldInteraction | undefined, calendar: Calendar): string[] {
  return (interaction?.promises ?? []).flatMap(({ act, due, at }) =>
    due !== null && (act === 'made' || act === 'replaced') ? [calendar.told(due, at ?? step.started_at)] : [],
  )
}

function written({ text, times, dates }: Clause): string {
  const often = times === 1 ? '' : times === 2 ? ' twice' : ` ${times} times`
  const told = dates.filter((date, index) => date !== dates[index - 1])
  return `${text}${often}${told.length === 0 ? '' : `, was told ${told.join(', then ')}`}`
}

function missed(promise: RunPromise): string[] {
  if (promise.state === 'broken') return [`the promise “${promise.what}” was not kept`]
  if (promise.state !== 'late' || promise.fulfilled_at === null || promise.due_last === null) return []
  const late = durationWords((promise.fulfilled_at - promise.due_last) / 1000)
  return [`the promise “${promise.what}” was kept ${late} late`]
}

function ending(run: ToldRun, calendar: Calendar): string {
  // Without a storyboard nothing says what would end it.
  if (run.version === 0) return ''
  if (run.outcome_kind === 'open') {
    return `Still open on ${calendar.date(run.judged_until)}, after ${durationWords((run.judged_until - run.started_at) / 1000)}.`
  }
  if (run.ended_at === null) return `Ended as “${run.outcome}”; when is not known.`
  return `Ended as “${run.outcome}” on ${calendar.date(run.ended_at)}, after ${durationWords((run.ended_at - run.started_at) / 1000)}.`
}

/** Dates in words; the year where it is not the one mentioned before. */
class Calendar {
  private year = 0
  private readonly zone: string
  constructor(zone: string) {
    this.zone = DateTime.utc().setZone(zone).isValid ? zone : 'utc'
  }

  date(at: number): string {
    const day = this.day(at)
    const format = day.year === this.year ? 'd LLLL' : 'd LLLL yyyy'
    this.year = day.year
    return day.toFormat(format)
  }

  /** A date told: its weekday within the next six days. */
  told(due: number, at: number): string {
    const days = this.day(due).startOf('day').diff(this.day(at).startOf('day'), 'days').days
    return days >= 0 && days <= 6 ? this.day(due).toFormat('cccc') : this.date(due)
  }

  private day(at: number): DateTime {
    return DateTime.fromMillis(at, { zone: this.zone, locale: 'en-GB' })
  }
}
