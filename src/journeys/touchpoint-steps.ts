import { type CollectTables, readNames } from '../collect/index.ts'
import type { Db } from '../storage/operational.ts'
import type { StepAtTouchpoint } from './contract.ts'
import { storyboardFrom } from './journey.ts'
import { type DesignedStep, stepsOf } from './storyboard.ts'
import type { JourneyTables } from './tables.ts'
import { atMoment, inForce } from './versions.ts'

/** The steps of the storyboards in force by the touchpoints they lie at, whatever word their text has for these. */
export async function touchpointSteps(
  db: Db<JourneyTables & CollectTables>,
  workspace: string,
  now: number,
): Promise<StepAtTouchpoint[]> {
  const rows = await db
    .selectFrom('storyboards')
    .select(['journey', 'yaml'])
    .where('workspace', '=', workspace)
    .orderBy('journey')
    .orderBy('version')
    .execute()
  const { touchpoints } = await readNames(db, workspace)
  const called = (word: string) => touchpoints.get(word) ?? word
  return [...Map.groupBy(rows, ({ journey }) => journey)].flatMap(([journey, versions]) => {
    const { storyboard } = atMoment(inForce(versions.map(({ yaml }) => storyboardFrom(yaml))), now)
    const steps = stepsOf(storyboard.design)
    return steps.flatMap((step) =>
      step.touchpoints.map((written) => ({
        touchpoint: called(written),
        written,
        journey,
        version: storyboard.version,
        step: step.step,
        stage: step.stage,
        owner: step.owner,
        same_as: steps.filter((other) => nowOne(step, other, called)).map((other) => other.step),
      })),
    )
  })
}

/** Two steps without a touchpoint in common that have one since words were made one. */
function nowOne(one: DesignedStep, other: DesignedStep, called: (word: string) => string): boolean {
  if (one === other || one.touchpoints.some((word) => other.touchpoints.includes(word))) return false
  const names = new Set(one.touchpoints.map(called))
  return other.touchpoints.some((word) => names.has(called(word)))
}
