import { setTimeout as wait } from 'node:timers/promises'
import type { Output } from '../../src/http/operation.ts'
import type * as journeys from '../../src/journeys/contract.ts'
import { newcombePaired, wilson } from '../../src/stats/proportion.ts'
import type { Given } from './answer.ts'
import { yaml } from './design.ts'
import { asOf, traces } from './report.ts'

const runs = 412
const shared = (met: number, of: number) => ({ met, of, share: met / of, ...wilson(met, of) })
const silenceOf = (text: string) => /^silence: (\S+)/m.exec(text)?.[1]

const before = {
  runs,
  outcomes: { paid: 298, withdrawn: 51, open: 63 },
  success: shared(298, runs),
  as_designed: shared(171, runs),
  conformance: 0.87,
  kept: shared(231, 309),
  silent: shared(96, 388),
  promises: { kept: 231, late: 60, broken: 18, open: 41 },
  deviating: { added: 112, skipped: 64, late: 88 },
}
const after = { ...before, silent: shared(131, 388) }

let last: { work: string; begun: number; took: number } | null = null

/** A comparison takes twelve seconds when all runs are asked for, so that progress can be seen. */
export async function comparedSlowly(asked: Given<typeof journeys.compareCandidate>) {
  last = { work: asked.work ?? '', begun: Date.now(), took: asked.last_days === undefined ? 12_000 : 0 }
  await wait(last.took)
  return comparedWith(asked)
}

export function comparing(): Output<typeof journeys.readProgress>['comparing'] {
  if (last === null || Date.now() >= last.begun + last.took) return []
  const of = 48_210
  const done = Math.round((of * (Date.now() - last.begun)) / last.took)
  return [{ work: last.work, journey: 'claim', words: 'version 2 and storyboard.yaml', done, of }]
}

/** A draft that speaks otherwise of silence changes the silence of 44 runs; any other changes none. */
function comparedWith(
  asked: Given<typeof journeys.compareCandidate>,
): Output<typeof journeys.compareCandidate> {
  const same = silenceOf(asked.yaml) === silenceOf(yaml)
  const days = asked.last_days
  const none = { value: 0, low: 0, high: 0 }
  return {
    journey: 'claim',
    as_of: asOf,
    period: {
      since: days === undefined ? null : new Date(Date.parse(asOf) - days * 86_400_000).toISOString(),
      until: null,
      widened: false,
      sampled: false,
    },
    a: { version: asked.a, ...before },
    b: { version: 3, ...(same ? before : after) },
    runs: {
      both: runs,
      only_a: 0,
      only_b: 0,
      other_outcome: 0,
      changed: shared(same ? 0 : 44, runs),
      changed_in: { outcome: 0, promises: 0, silence: same ? 0 : 44, conformance: 0, deviations: 0 },
    },
    examples: same
      ? []
      : traces.slice(0, 6).map(({ run_id, subject, started_at }, place) => ({
          run_id,
          subject,
          started_at,
          changes: [
            {
              of: 'silence' as const,
              before: 'never too long',
              after: `${(1.2 + place * 0.4).toFixed(1)} d too long in 1`,
            },
          ],
        })),
    differences: {
      success: none,
      as_designed: none,
      conformance: none,
      kept: none,
      silent: same ? none : newcombePaired(94, 37, 2, 255),
    },
  }
}
