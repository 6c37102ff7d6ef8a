/** Holds the runs that are stored against their plain definition. */
import { isDeepStrictEqual } from 'node:util'
import type { Run } from '../../src/journeys/run.ts'
import { compileStoryboard } from '../../src/journeys/runs.ts'
import { randomFrom } from '../../src/stats/random.ts'
import { conformanceOf, pathsOf } from './design.ts'
import { type Entry, hour, judgedUntil, type Life, recordOf, versionAt } from './life.ts'
import { runsOf } from './passage.ts'
import { type RandomLife, randomLife } from './random-life.ts'
import { plainRun } from './run.ts'

export interface Disagreement {
  seed: number
  measure: string
  stored: unknown
  plain: unknown
  /** The life with all left out that does not matter. */
  life: RandomLife
}

/**
 * The first of so many random lives, from `seed` on, whose run is not what the plain definition says; null = none. Which
 * interaction is which designed step is taken from the run, and held against all paths of the design.
 */
export function firstDisagreement(lives: number, seed = 0): Disagreement | null {
  for (let nth = seed; nth < seed + lives; nth++) {
    const life = randomLife(randomFrom(nth))
    const found = differenceIn(life)
    if (found === null) continue
    const least = reduced(life, found.measure)
    return { seed: nth, ...differenceIn(least)!, life: least }
  }
  return null
}

type Difference = Pick<Disagreement, 'measure' | 'stored' | 'plain'>

export function differenceIn(life: RandomLife): Difference | null {
  const lived = runsOf(life.history, life.versions, life.as_of)
  const stored = storedOf(life)
  const orders = stored.map(({ steps }) => steps.map(({ interaction_id }) => interaction_id))
  const parted = lived.map((run) => run.map(({ interaction_id }) => interaction_id))
  const whole = orders.map((order, nth) => order.slice(-(parted[nth]?.length ?? 0)))
  if (!isDeepStrictEqual(whole, parted)) return { measure: 'runs', stored: orders, plain: parted }
  for (const [nth, run] of stored.entries()) {
    const found = differenceOfRun(life, run, lived[nth]!)
    if (found !== null) return found
  }
  return null
}

function differenceOfRun(life: RandomLife, run: Run, lived: Entry[]): Difference | null {
  const steps = run.steps.slice(-lived.length)
  const plain = plainOf(
    life,
    lived,
    steps.map(({ step }) => step),
  )
  const stored = {
    ...courseOf(run),
    ...measuredOf(run),
    order: steps.map(({ interaction_id }) => interaction_id),
  }
  for (const [measure, value] of Object.entries(stored)) {
    const defined = plain[measure as keyof typeof plain]
    if (!isDeepStrictEqual(value, defined)) return { measure, stored: value, plain: defined }
  }
  return null
}

/** Leaves out interactions, then what they say, as long as the same measure differs. */
function reduced(life: RandomLife, measure: string): RandomLife {
  let least = life
  const attempt = (smaller: RandomLife) => {
    if (differenceIn(smaller)?.measure === measure) least = smaller
  }
  for (const each of life.history)
    attempt({ ...least, history: least.history.filter((one) => one.interaction_id !== each.interaction_id) })
  const bare = { news: null, promises: [], statements: [], score: null, agent: '', team: '', attributes: {} }
  const more = { ended_at: null, information_given: [], information_asked: [], begun_by: 'unknown' }
  for (const [field, value] of Object.entries({
    ...bare,
    ...more,
    ball_after: 'unknown',
    direction: 'unknown',
  }))
    for (const { interaction_id } of least.history)
      attempt({
        ...least,
        history: least.history.map((one) =>
          one.interaction_id === interaction_id ? { ...one, [field]: value } : one,
        ),
      })
  return least
}

export function plainOf(
  { history, versions, as_of, horizons, news_seen }: RandomLife,
  run: Entry[],
  taken: string[],
) {
  const life: Life = {
    run,
    taken,
    storyboard: versionAt(versions, run[0]!.started_at),
    as_of,
    judged: judgedUntil({ run, as_of }, horizons),
    unfinished: new Set(history.filter(({ started_at }) => started_at > as_of).map(recordOf)),
  }
  const found = plainRun(life, news_seen ?? run.some(({ news }) => news !== null))
  const open = found.outcome.kind === 'open'
  const { conformance, fitness, cheapest } = conformanceOf(life, open, pathsOf(life.storyboard.design))
  return {
    ...found,
    order: run.map(({ interaction_id }) => interaction_id),
    version: life.storyboard.version,
    judged: life.judged,
    conformance: rounded(conformance),
    fitness: rounded(fitness),
    cheapest,
    gaps: found.gaps?.map(({ after: _, ...gap }) => gap) ?? null,
    promises: byWhat(found.promises).map(({ what, source, state, dates, done_at }) => ({
      what,
      source,
      state,
      due: dates.find((date) => date.due !== null)?.due ?? null,
      due_last: dates.at(-1)!.due,
      done_at,
    })),
    effort: numbers(found.effort),
  }
}

const byWhat = <Promised extends { what: string }>(all: Promised[]) =>
  all.toSorted((a, b) => (a.what < b.what ? -1 : Number(a.what > b.what)))
const rounded = (value: number | null) => (value === null ? null : Math.round(value * 1e9 + 1e-3) / 1e9)
const numbers = (effort: Record<string, number | null>) =>
  Object.fromEntries(Object.entries(effort).map(([name, value]) => [name, rounded(value)]))
const inHours = (milliseconds: number) => Math.round(milliseconds / hour)

/** What the runs hold, in the words of the plain definition. */
function storedOf({ history, versions, as_of, horizons, news_seen }: RandomLife) {
  const { runsOf: made } = compileStoryboard(...versions)
  const horizon = (source: string) => horizons.get(source)!
  const when = { as_of, horizon, subject: 'S', ...(news_seen !== undefined && { news_seen }) }
  return made(history, when)
}

function courseOf(run: Run) {
  return {
    outcome: { kind: run.outcome_kind, at: run.ended_at },
    version: run.version,
    judged: run.judged_until,
    contacts: run.contacts,
    switched: run.switches,
    gaps: run.silence_unknown
      ? null
      : run.gaps.map(({ from_at: from, to_at: to, open, tolerance }) => ({ from, to, open, tolerance })),
    promises: byWhat(run.promises).map(({ what, source, state, due, due_last, fulfilled_at: done_at }) => ({
      what,
      source,
      state,
      due,
      due_last,
      done_at,
    })),
    cheapest: true,
    conformance: rounded(run.conformance),
    fitness: rounded(run.fitness),
  }
}

function measuredOf(run: Run) {
  const { ball, chasing, channel_switches, asked_twice: asked, promised_wait: wait } = run
  const { observed: _, wasted_steps: __, overheads_version: ___, ...effort } = run.effort
  return {
    held: ball && {
      active: inHours(ball.active),
      company: inHours(ball.company),
      customer: inHours(ball.customer),
      third_party: inHours(ball.third_party),
      unknown: inHours(ball.unknown),
    },
    chases:
      chasing?.chases.map(({ interaction_id, at, seconds }) => ({
        interaction_id,
        at,
        from_at: at - seconds * 1000,
      })) ?? null,
    switches: channel_switches.map(({ kind, from, to, from_at, at }) => ({ kind, from, to, from_at, at })),
    asked: asked && {
      ...asked,
      items: asked.items.map(({ item, given_in, interaction_id: asked_by, from, to }) => ({
        item,
        given_in,
        asked_by,
        from,
        to,
      })),
    },
    effort: numbers(effort),
    repeats: run.repeats.map(({ at, again_at }) => ({ at, again_at })),
    demand: run.failure_demand,
    hand_offs: run.hand_offs.map(({ interaction_id, identity, context, asked_again, waited }) => ({
      interaction_id,
      identity,
      context,
      asked_again,
      waited,
    })),
    consistency: {
      statements: run.statements,
      contradictions: run.contradictions.map(({ first, second }) => [
        first.interaction_id,
        second.interaction_id,
      ]),
    },
    questions:
      run.questions?.map(({ question, from_at: from, to_at: to, answered }) => ({
        question,
        from,
        to,
        answered,
      })) ?? null,
    covered: wait && { waited: inHours(wait.waited), covered: inHours(wait.covered) },
  }
}
