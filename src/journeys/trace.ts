import { readInteractions } from '../collect/index.ts'
import { notFound } from '../http/errors.ts'
import type { Scope } from '../storage/analytics.ts'
import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { RunTrace } from './contract.ts'
import { customerNames } from './customer-name.ts'
import { undesigned } from './journey.ts'
import { tellTrace } from './tell-trace.ts'
import { shapeMeasures } from './trace-measures.ts'
import { openView } from './view.ts'

const traceSql = sqlFile(import.meta, 'trace.sql')

type Row = Record<string, unknown>

/** One run with all that is known of it. `run_id` may also be `subject:TYPE:ID`, without a storyboard. */
export async function readTrace(
  store: JourneyStore,
  workspace: string,
  run_id: string,
  as_of: string | undefined,
): Promise<RunTrace> {
  const scope = await scopeOf(store, workspace, run_id, as_of)
  const [row] = await store.analytics.ask<Row>(traceSql, scope, 'lookup')
  if (!row)
    throw notFound(`run '${run_id}' in workspace '${workspace}'`, 'List runs by: throughline runs JOURNEY.')
  const trace = shapeTrace(row)
  const identifier_id = String(row.identifier_id)
  const names = await customerNames(store.analytics, workspace, [identifier_id])
  trace.customer = identifier_id === '0' ? null : (names.get(identifier_id) ?? identifier_id)
  trace.interactions = await readInteractions(
    store.analytics,
    workspace,
    trace.steps.map((step) => step.interaction_id),
  )
  trace.sentence = tellTrace(trace)
  return trace
}

async function scopeOf(
  store: JourneyStore,
  workspace: string,
  run_id: string,
  as_of: string | undefined,
): Promise<Scope> {
  const subject = /^subject:([^:]+):(.+)$/.exec(run_id)
  if (subject) {
    const view = await openView(store, workspace, undesigned(subject[1]!), as_of ? { as_of } : {})
    return {
      ...view.scope,
      where: [...view.scope.where!, 'subject = {subject:String}'],
      params: { ...view.scope.params, subject: subject[2]! },
    }
  }
  const [found] = await store.analytics.ask<{ journey: string }>(
    'SELECT journey FROM throughline.runs WHERE {{workspace}} AND run_id = {run_id:String} LIMIT 1',
    { workspace, params: { run_id } },
  )
  if (!found)
    throw notFound(`run '${run_id}' in workspace '${workspace}'`, 'List runs by: throughline runs JOURNEY.')
  const view = await openView(store, workspace, found.journey, as_of ? { as_of } : {})
  return {
    ...view.scope,
    where: [...view.scope.where!, 'run_id = {run_id:String}'],
    params: { ...view.scope.params, run_id },
  }
}

const iso = (value: unknown) => new Date(Number(value)).toISOString()
const isoOrNull = (value: unknown) => (value === null ? null : iso(value))
const numberOrNull = (value: unknown) => (value === null ? null : Number(value))

/** Turns the parallel arrays of a nested column into rows. */
function nested(row: Row, name: string): Record<string, unknown>[] {
  const columns = Object.keys(row).filter((column) => column.startsWith(`${name}.`))
  const length = (row[columns[0]!] as unknown[]).length
  return Array.from({ length }, (_, index) =>
    Object.fromEntries(
      columns.map((column) => [column.slice(name.length + 1), (row[column] as unknown[])[index]]),
    ),
  )
}

function shapeTrace(row: Row): RunTrace {
  return {
    run_id: String(row.run_id),
    journey: String(row.journey),
    version: Number(row.storyboard_version),
    as_of: iso(row.judged_until),
    subject_type: String(row.subject_type),
    subject: String(row.subject),
    customer: null,
    sentence: '',
    interactions: [],
    started_at: iso(row.started_at),
    ended_at: isoOrNull(row.ended_at),
    outcome: String(row.outcome),
    outcome_kind: String(row.outcome_kind),
    designed_minimum: numberOrNull(row.designed_minimum),
    contacts: Number(row.contacts),
    channels: row.channels as string[],
    switches: Number(row.switches),
    silence_unknown: row.silence_unknown === 1,
    conformance: numberOrNull(row.conformance),
    fitness: numberOrNull(row.fitness),
    conformance_bound: Number(row.conformance_bound) === 1,
    attributes: row.attributes as Record<string, string>,
    ...shapeLists(row),
    measures: shapeMeasures(row, (name) => nested(row, name)),
  }
}

function shapeLists(row: Row): Pick<RunTrace, 'steps' | 'gaps' | 'promises' | 'scores' | 'deviations'> {
  return {
    steps: nested(row, 'steps').map((step) => ({
      interaction_id: String(step.interaction_id),
      touchpoint: String(step.touchpoint),
      step: String(step.step),
      channel: String(step.channel),
      started_at: iso(step.started_at),
      ended_at: isoOrNull(step.ended_at),
      waiting: Number(step.waiting),
      waited_for: String(step.waited_for),
      is_news: step.is_news === 1,
    })),
    gaps: nested(row, 'gaps').map((gap) => ({
      from: String(gap.from),
      to: String(gap.to),
      from_at: iso(gap.from_at),
      to_at: iso(gap.to_at),
      seconds: Number(gap.seconds),
      tolerance: Number(gap.tolerance),
      excess: Number(gap.excess),
      open: gap.open === 1,
    })),
    promises: nested(row, 'promises').map((each) => ({
      what: String(each.what),
      source: String(each.source),
      made_in: String(each.made_in),
      made_at: isoOrNull(each.made_at),
      due: isoOrNull(each.due),
      due_last: isoOrNull(each.due_last),
      state: String(each.state),
      fulfilled_at: isoOrNull(each.fulfilled_at),
      fulfilled_in: String(each.fulfilled_in),
    })),
    scores: nested(row, 'scores').map((each) => ({
      question: String(each.question),
      value: Number(each.value),
      at: iso(each.at),
      touchpoint: String(each.touchpoint),
    })),
    deviations: nested(row, 'deviations').map((each) => ({
      kind: String(each.kind),
      step: String(each.step),
      after: String(each.after),
      words: String(each.words),
    })),
  }
}
