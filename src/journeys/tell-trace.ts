import type { RunTrace } from './contract.ts'
import { type ToldRun, tellRun } from './tell.ts'
import { tellMeasures } from './tell-measures.ts'

const ms = (iso: string) => Date.parse(iso)
const msOrNull = (iso: string | null) => (iso === null ? null : Date.parse(iso))

/** The sentence of a run as it went over the wire. */
export function tellTrace(trace: RunTrace): string {
  const inside = new Set(
    trace.interactions.flatMap((one) => (one.direction === 'internal' ? [one.interaction_id] : [])),
  )
  const run = {
    ...trace,
    ordinal: 0,
    started_at: ms(trace.started_at),
    ended_at: msOrNull(trace.ended_at),
    last_at: 0,
    judged_until: ms(trace.as_of),
    next_change_at: null,
    steps: trace.steps.map((step) => ({
      ...step,
      started_at: ms(step.started_at),
      ended_at: msOrNull(step.ended_at),
      identifier_id: '0',
      internal: inside.has(step.interaction_id),
    })),
    gaps: trace.gaps.map((gap) => ({ ...gap, from_at: ms(gap.from_at), to_at: ms(gap.to_at) })),
    promises: trace.promises.map((each) => ({
      ...each,
      made_at: msOrNull(each.made_at),
      due: msOrNull(each.due),
      due_last: msOrNull(each.due_last),
      fulfilled_at: msOrNull(each.fulfilled_at),
    })),
    scores: trace.scores.map((score) => ({ ...score, at: ms(score.at) })),
  } as ToldRun
  const told = trace.interactions.map(({ interaction_id, direction, promises }) => ({
    interaction_id,
    direction,
    promises: promises.map((fact) => ({
      ...fact,
      due: msOrNull(fact.due),
      at: msOrNull(fact.at),
      fulfilled_by: [],
      replaced_by: [],
      voided_by: [],
    })),
  })) as Parameters<typeof tellRun>[1]
  const more = trace.measures === undefined ? [] : tellMeasures(trace.measures)
  return tellRun(run, told, { name: trace.customer, more })
}
