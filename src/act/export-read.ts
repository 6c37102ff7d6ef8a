import type { Interaction } from '../collect/contract.ts'
import { afterWhole, wholeColumns, wholeInteraction } from '../collect/index.ts'
import type { OpenAnalytics, Scope } from '../storage/analytics.ts'

/** What an export is over. Times are epoch ms; null = unbounded. */
export interface Exporting {
  analytics: OpenAnalytics
  workspace: string
  what: 'interactions' | 'runs'
  journey: string | null
  since: number | null
  until: number | null
}

/** Sorting what does not fit spills to the disk. */
const spilling =
  'SETTINGS max_bytes_before_external_sort = 300000000, max_bytes_before_external_group_by = 300000000, max_threads = 2'

const period = ({ since, until }: Exporting, column: string) =>
  [
    ...(since === null ? [] : [`${column} >= {since:Int64}`]),
    ...(until === null ? [] : [`${column} < {until:Int64}`]),
  ].join(' AND ')

const bothOf = (...conditions: string[]) => conditions.filter((each) => each !== '').join(' AND ')

const scopeOf = ({ workspace, journey, since, until }: Exporting): Scope => ({
  workspace,
  params: { journey: journey ?? '', since: since ?? 0, until: until ?? 0 },
})

/** Living runs: of the journey, else of every designed one. */
const runsWhere = (asked: Exporting) =>
  bothOf(
    '{{workspace}}',
    'snapshot = 0',
    asked.journey === null ? `NOT startsWith(journey, 'subject:')` : 'journey = {journey:String}',
    period(asked, 'started_at'),
  )

/** Interactions of the period; of a journey, or where runs are asked for, those that its runs hold. */
const interactionsWhere = (asked: Exporting) =>
  asked.journey === null && asked.what === 'interactions'
    ? bothOf('{{workspace}}', period(asked, 'started_at'))
    : `{{workspace}} AND interaction_id IN (
        SELECT arrayJoin(steps.interaction_id) FROM throughline.runs FINAL WHERE ${runsWhere(asked)})`

/** How many interactions, runs, or events in traces an export holds. */
export async function countExported(asked: Exporting, what: Exporting['what'] | 'events'): Promise<number> {
  const byRun = asked.what === 'runs'
  const counted =
    what !== 'events'
      ? 'count()'
      : byRun
        ? 'sum(length(steps.interaction_id))'
        : 'sum(greatest(1, length(subjects)))'
  const sql =
    byRun && what !== 'interactions'
      ? `SELECT ${counted} AS n FROM throughline.runs FINAL WHERE ${runsWhere(asked)}`
      : `SELECT ${counted} AS n FROM throughline.interactions FINAL WHERE ${interactionsWhere(asked)}`
  const [row] = await asked.analytics.ask<{ n: string }>(sql, scopeOf(asked), 'export')
  return Number(row!.n)
}

/** Interactions in the order of their times, some thousands at once. */
export async function* readInteractions(asked: Exporting): AsyncGenerator<Interaction[]> {
  const lines = asked.analytics.stream(
    `SELECT ${wholeColumns} FROM throughline.interactions FINAL WHERE ${interactionsWhere(asked)}
     ORDER BY started_at, interaction_id ${spilling}`,
    scopeOf(asked),
  )
  for await (const piece of lines) yield piece.map((line) => wholeInteraction(JSON.parse(line) as unknown[]))
}

/** An interaction where it stands in a trace; the columns that name the trace. */
export interface Traced {
  interaction: Interaction
  trace: unknown[]
}

/** Interactions by subject, one after the other as they began; those about nothing last under an empty type. */
export async function* readBySubject(asked: Exporting): AsyncGenerator<Traced[]> {
  const lines = asked.analytics.stream(
    `SELECT ${wholeColumns}, toString(about.1) AS about_type, about.2 AS about_id
     FROM throughline.interactions FINAL LEFT ARRAY JOIN subjects AS about WHERE ${interactionsWhere(asked)}
     ORDER BY about_type = '', about_type, about_id, started_at, sequence, interaction_id ${spilling}`,
    scopeOf(asked),
  )
  for await (const piece of lines) yield piece.map(tracedOf)
}

/** Interactions by run: `run_id, journey, subject_type, subject, started_at, ended_at, outcome, step`. */
export async function* readByRun(asked: Exporting): AsyncGenerator<Traced[]> {
  const lines = asked.analytics.stream(
    `SELECT ${wholeColumns}, run_id, journey, subject_type, subject, run_started_at, run_ended_at, outcome, step
     FROM (SELECT * FROM throughline.interactions FINAL WHERE ${interactionsWhere(asked)}) AS interaction
     INNER JOIN (
       SELECT run_id, toString(journey) AS journey, toString(subject_type) AS subject_type, subject, started_at AS run_started_at,
         ended_at AS run_ended_at, toString(outcome) AS outcome, each AS interaction_id, toString(node) AS step, place
       FROM throughline.runs FINAL
       ARRAY JOIN steps.interaction_id AS each, steps.step AS node, arrayEnumerate(steps.interaction_id) AS place
       WHERE ${runsWhere(asked)}) AS run USING interaction_id
     ORDER BY journey, run_started_at, run_id, place ${spilling}`,
    scopeOf(asked),
  )
  for await (const piece of lines) yield piece.map(tracedOf)
}

function tracedOf(line: string): Traced {
  const row = JSON.parse(line) as unknown[]
  return { interaction: wholeInteraction(row), trace: afterWhole(row) }
}

/** Columns of a run in an export, as the view `runs` of docs/sql.md names them. */
export const runColumns = [
  'run_id',
  'journey',
  'storyboard_version',
  'subject_type',
  'subject',
  'started_at',
  'ended_at',
  'last_at',
  'judged_until',
  'outcome',
  'outcome_kind',
  'steps',
  'designed_minimum',
  'contacts',
  'channels',
  'switches',
  'longest_gap_seconds',
  'excess_seconds',
  'conformance',
  'fitness',
  'deviations',
  'promises',
  'attributes',
] as const

/** Runs as rows of `runColumns`, in the order in which they began: times in epoch ms, lists as JSON. */
export async function* readRuns(asked: Exporting): AsyncGenerator<unknown[][]> {
  const lines = asked.analytics.stream(
    `SELECT run_id, journey, storyboard_version, subject_type, subject, started_at, ended_at, last_at, judged_until, outcome, outcome_kind,
       toJSONString(steps.touchpoint), designed_minimum, contacts, toJSONString(channels), switches,
       if(silence_unknown = 1, NULL, longest_gap), if(silence_unknown = 1, NULL, excess), conformance, fitness,
       toJSONString(arrayMap((kind, step) -> if(step = '', kind, concat(kind, ' ', step)), CAST(deviations.kind, 'Array(String)'), CAST(deviations.step, 'Array(String)'))),
       toJSONString(arrayMap((what, state) -> concat(what, ' ', state), CAST(promises.what, 'Array(String)'), CAST(promises.state, 'Array(String)'))),
       toJSONString(attributes)
     FROM throughline.runs FINAL WHERE ${runsWhere(asked)} ORDER BY started_at, run_id ${spilling}`,
    scopeOf(asked),
  )
  for await (const piece of lines) yield piece.map((line) => JSON.parse(line) as unknown[])
}

/** Names of attributes by touchpoint, and every object the interactions name, for the head of an OCEL file. */
export async function readTouchpoints(asked: Exporting): Promise<{ touchpoint: string; names: string[] }[]> {
  return asked.analytics.ask(
    `SELECT toString(touchpoint) AS touchpoint, arraySort(groupUniqArrayArray(mapKeys(attributes))) AS names
     FROM throughline.interactions FINAL WHERE ${interactionsWhere(asked)} GROUP BY touchpoint ORDER BY touchpoint`,
    scopeOf(asked),
    'export',
  )
}

const objects = `arrayConcat(arrayMap(each -> (toString(each.1), each.2), subjects), arrayMap(each -> (toString(each.1), each.2), identifiers))`

export async function readObjectTypes(asked: Exporting): Promise<string[]> {
  const rows = await asked.analytics.ask<{ type: string }>(
    `SELECT DISTINCT arrayJoin(arrayMap(each -> each.1, ${objects})) AS type FROM throughline.interactions FINAL
     WHERE ${interactionsWhere(asked)} ORDER BY type`,
    scopeOf(asked),
    'export',
  )
  return rows.map((row) => row.type)
}

export async function* readObjects(asked: Exporting): AsyncGenerator<[type: string, id: string][]> {
  const lines = asked.analytics.stream(
    `SELECT object.1 AS type, object.2 AS id FROM (
       SELECT arrayJoin(${objects}) AS object FROM throughline.interactions FINAL WHERE ${interactionsWhere(asked)})
     GROUP BY type, id ORDER BY type, id ${spilling}`,
    scopeOf(asked),
  )
  for await (const piece of lines) yield piece.map((line) => JSON.parse(line) as [string, string])
}

/** In which runs an interaction stands, and as which step. */
export async function readRunsOf(
  asked: Exporting,
  ids: string[],
): Promise<Map<string, [run_id: string, step: string][]>> {
  const rows = await asked.analytics.ask<{ id: string; run_id: string; step: string }>(
    `SELECT toString(each) AS id, run_id, toString(node) AS step FROM throughline.runs FINAL
     ARRAY JOIN steps.interaction_id AS each, steps.step AS node
     WHERE ${runsWhere(asked)} AND each IN ({ids:Array(UUID)}) ORDER BY run_id`,
    { ...scopeOf(asked), params: { ...scopeOf(asked).params, ids } },
    'export',
  )
  const runs = new Map<string, [string, string][]>()
  for (const { id, run_id, step } of rows) {
    const known = runs.get(id)
    if (known === undefined) runs.set(id, [[run_id, step]])
    else known.push([run_id, step])
  }
  return runs
}
