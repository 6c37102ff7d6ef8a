import * as contract from '../journeys/contract.ts'
import type { Connection } from './connect.ts'
import { days, percent, print, printJson, share, table } from './show.ts'
import { showOnward, showWaste } from './steps-text.ts'
import { showValidity } from './validity-text.ts'

/** What `throughline journey NAME VIEW` can show. */
export const measureViews = [
  'effort',
  'time',
  'silence',
  'promises',
  'repeats',
  'consistency',
  'questions',
  'validity',
  'waste',
  'onward',
] as const
type MeasureView = (typeof measureViews)[number]
type Asked = contract.Filters & { journey: string }

/** Asks for one theme of measures and prints it, as JSON where wished. @throws Error naming the views there are. */
export async function showMeasure(
  connection: Connection,
  view: string,
  input: Asked,
  json: boolean,
): Promise<void> {
  const known = measureViews.find((each) => each === view)
  if (known === undefined)
    throw new Error(`There is no view '${view}' of a journey. There are: ${measureViews.join(', ')}.`)
  await shows[known](connection, input, json)
}

const shows: Record<MeasureView, (connection: Connection, input: Asked, json: boolean) => Promise<void>> = {
  effort: async (connection, input, json) => {
    const report = await connection.call(contract.readEffort, input)
    return json ? printJson(report) : showEffort(report)
  },
  time: async (connection, input, json) => {
    const report = await connection.call(contract.readTime, input)
    const places = await connection.call(contract.readPlaces, input)
    return json ? printJson({ ...report, places }) : showTime(report, places)
  },
  silence: async (connection, input, json) => {
    const report = await connection.call(contract.readSilence, input)
    return json ? printJson(report) : showSilence(report)
  },
  promises: async (connection, input, json) => {
    const report = await connection.call(contract.readPromises, input)
    return json ? printJson(report) : showPromises(report)
  },
  repeats: async (connection, input, json) => {
    const report = await connection.call(contract.readRepeats, input)
    return json ? printJson(report) : showRepeats(report)
  },
  consistency: async (connection, input, json) => {
    const report = await connection.call(contract.readConsistency, input)
    return json ? printJson(report) : showConsistency(report)
  },
  questions: async (connection, input, json) => {
    const report = await connection.call(contract.readQuestions, input)
    return json ? printJson(report) : showQuestions(report)
  },
  validity: showValidity,
  waste: showWaste,
  onward: showOnward,
}

type Seen = contract.EffortReport['seen']
type Figure = Record<'value' | 'low' | 'high', number | null>
type Counted = { share: number | null; low: number | null; high: number | null }

const observed = ({ observed, runs, share }: Seen) =>
  `observed in ${observed} of ${runs} runs (${percent(share)})`
const head = ({ journey, as_of, seen }: { journey: string; as_of: string; seen: Seen }) =>
  `${journey}, as of ${as_of}: ${observed(seen)}`
const counted = (each: Counted) => share(each.share, each.low, each.high)
const figured = (each: Figure) => share(each.value, each.low, each.high)
const fixed = (value: number | null, unit: string) =>
  value === null ? 'unknown' : `${value.toFixed(1)} ${unit}`
const hours = (seconds: number | null) => fixed(seconds === null ? null : seconds / 3600, 'h')

function showEffort(report: contract.EffortReport): void {
  const { minutes, avoidable, components, months } = report
  print(head(report))
  print(`\n${report.words}`)
  if (report.last_month !== null) print(report.last_month.words)
  const between =
    minutes.low === null || minutes.high === null
      ? ''
      : ` (${minutes.low.toFixed(1)}–${minutes.high.toFixed(1)})`
  print(
    `Each run: mean ${fixed(minutes.value, 'min')}${between}, median ${fixed(minutes.median, 'min')}, p90 ${fixed(minutes.p90, 'min')}; avoidable ${figured(avoidable)}`,
  )
  print(
    `\n${table(
      components.map((each) => ({
        ...each,
        observed: percent(each.seen.share),
        between: betweenWords(each.minutes_low, each.minutes_high),
      })),
      ['component', 'observed', 'total', 'mean', 'minutes', 'between', 'avoidable'],
    )}`,
  )
  print(
    `\n${table(
      months.map((each) => ({ ...each, between: betweenWords(each.minutes_low, each.minutes_high) })),
      ['month', 'runs', 'observed', 'minutes', 'between', 'mean', 'avoidable'],
    )}`,
  )
}

const betweenWords = (low: number | null, high: number | null) =>
  low === null || high === null ? '' : `${low.toFixed(0)}–${high.toFixed(0)}`

function showTime(report: contract.TimeReport, { stages, steps, unplaced }: contract.PlacesReport): void {
  print(head(report))
  print(
    `\n${table(
      report.holders.map((each) => ({ ...each, share: percent(each.share), mean: days(each.mean_days) })),
      ['holder', 'days', 'mean', 'share'],
    )}`,
  )
  print(`\nMedian run ${days(report.median_days)}`)
  print(`Flow efficiency ${figured(report.flow_efficiency)} over ${report.flow_efficiency.n} runs`)
  print(`Waiting for the company ${figured(report.company_wait)} over ${report.company_wait.n} runs`)
  print('\nDays by place, from when something began there until the next began')
  if (stages.length > 0) print(`${placesText(stages)}\n`)
  print(placesText(steps))
  if (unplaced !== null)
    print(`${unplaced.runs} runs with ${unplaced.days.toFixed(1)} days could not be placed`)
}

const placesText = (places: contract.PlaceTime[]) =>
  table(
    places.map(({ place, runs, days, holders, ...part }) => ({
      ...{ place, runs, days, share: counted(part) },
      ...holders,
    })),
    ['place', 'runs', 'days', 'share', 'active', 'company', 'customer', 'third_party', 'unknown'],
  )

function showSilence(report: contract.SilenceReport): void {
  const { learnt, declared, silent, now } = report
  print(head(report))
  print(
    `\nRuns with silence beyond tolerance: ${counted(silent)}; ${report.excess_days.toFixed(1)} days beyond it`,
  )
  print(`Tolerance declared: ${hours(declared)}`)
  print(`Tolerance learnt: ${learntWords(learnt)}`)
  print(`\n${curveText(report.curve)}`)
  const taught = report.places.filter(({ learnt_from }) => learnt_from === 'place')
  if (taught.length > 0)
    print(
      `\n${table(
        taught.map(({ from, channel, learnt }) => ({ from, channel, learnt: learntWords(learnt) })),
        ['from', 'channel', 'learnt'],
      )}`,
    )
  print(`\n${table(report.gaps, ['from', 'to', 'count', 'over', 'median_days', 'p90_days', 'excess_days'])}`)
  print(`\nIn silence now: ${now.runs} runs`)
  if (now.longest.length > 0)
    print(table(now.longest.slice(0, 10), ['run_id', 'subject', 'from', 'since', 'days']))
}

/** The silence curve in a few lines: by when how many have chased. */
function curveText(curve: contract.SilenceReport['curve']): string {
  if (curve.length === 0) return 'Have chased since the last news: unknown, nobody was seen to'
  const told = curve.filter(({ hours }) => contract.curveHours.includes(hours))
  return `Have chased since the last news\n${table(
    told.map(({ hours, share: chased, low, high, at_risk }) => ({
      after: hours < 24 ? `${hours} h` : `${hours / 24} d`,
      chased: at_risk < 30 ? 'too few' : share(chased, low, high),
      watched: at_risk,
    })),
    ['after', 'chased', 'watched'],
  )}`
}

function learntWords({ seconds, low, high, gaps, chases, reason }: contract.SilenceReport['learnt']): string {
  if (seconds === null) return reason ?? 'unknown'
  const bound = (value: number | null) => (value === null ? 'not reached' : hours(value))
  return `${hours(seconds)} (${bound(low)} to ${bound(high)}), from ${chases} chases in ${gaps} gaps`
}

function showPromises(report: contract.PromisesReport): void {
  print(head(report))
  for (const { what, states, kept, honest, survivors, late, calibration } of report.promises) {
    print(`\nPromise ${what}\n${table([states], Object.keys(states))}`)
    print(`Kept ${counted(kept)} of ${kept.of} fallen due; kept or renegotiated in time ${counted(honest)}`)
    print(
      `Among the fulfilled alone ${percent(survivors.share)}: a survivor's figure, which leaves the broken out`,
    )
    if (late.n > 0)
      print(
        `Late or broken ${late.n}: days until half are fulfilled ${days(late.median_days)}, nine in ten ${days(late.p90_days)}`,
      )
    if (calibration !== null)
      print(
        `Stated at the median ${days(calibration.stated_days)}, done by then ${percent(calibration.done_by_stated)}. ${calibration.words}`,
      )
  }
  print(`\nWaiting for the company under a live promise: ${figured(report.coverage)}`)
}

function showRepeats(report: contract.RepeatsReport): void {
  const { failure_demand: demand, switches } = report
  print(head(report))
  print(`\n${report.contacts} contacts of customers; not repeated within`)
  for (const each of report.first_contact_resolution)
    print(`  ${each.days} ${each.days === 1 ? 'day' : 'days'}: ${counted(each)}`)
  print(
    `\nFailure demand ${counted(demand)} of contacts\n${table([demand], ['chase', 'repeat', 'complaint', 'clarification'])}`,
  )
  print(
    `\nSwitches of channel: ${switches.all}, forced ${counted(switches.forced)}; ${observed(switches.seen)}`,
  )
  if (switches.pairs.length > 0) print(table(switches.pairs, ['from', 'to', 'forced', 'chosen', 'designed']))
}

function showConsistency(report: contract.ConsistencyReport): void {
  const { asked_twice: asked, contradictions, hand_offs } = report
  print(head(report))
  print(`\nItems asked twice: ${counted(asked.again)} of ${asked.again.of} asked; ${observed(asked.seen)}`)
  if (asked.items.length > 0)
    print(table(asked.items, ['item', 'given_in', 'channel', 'times', 'runs', 'security']))
  print(`\nRuns with a contradiction: ${counted(contradictions.runs)}; ${observed(contradictions.seen)}`)
  for (const { run_id, what, about, first, second } of contradictions.examples.slice(0, 5)) {
    const [before, after] = contract.saidWords(first.value, second.value)
    print(
      `- run ${run_id}: ${[what, about].filter(Boolean).join(' of ')} “${before}” by ${first.owner || first.channel} on ${first.at.slice(0, 10)}, “${after}” by ${second.owner || second.channel} on ${second.at.slice(0, 10)}`,
    )
  }
  print(
    `\nSeamless ${figured(hand_offs.seamless)}; ${observed(hand_offs.seen)}; without any hand-off ${counted(hand_offs.without)}`,
  )
  print(
    table(
      hand_offs.failures.map((each) => ({ ...each, share: counted(each) })),
      ['failure', 'count', 'of', 'share'],
    ),
  )
  if (hand_offs.pairs.length > 0)
    print(`\n${table(hand_offs.pairs, ['kind', 'from', 'to', 'hand_offs', 'observed', 'failed'])}`)
}

function showQuestions(report: contract.QuestionsReport): void {
  print(head(report))
  print(
    `\n${table(
      report.clocks.map((each) => ({
        question: each.words,
        asked: each.answered.of,
        answered: counted(each.answered),
        median: `${each.median === 0 ? 'at once' : hours(each.median)}${each.low === null ? '' : ` (${hours(each.low)} to ${each.high === null ? 'not reached' : hours(each.high)})`}`,
      })),
      ['question', 'asked', 'answered', 'median'],
    )}`,
  )
}
