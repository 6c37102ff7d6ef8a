import { badInput } from '../http/errors.ts'
import type { Db } from '../storage/operational.ts'
import { storyboardFrom } from './journey.ts'
import type { Storyboard } from './storyboard.ts'
import { readStoryboardVersion, storyboardsOf } from './storyboard-store.ts'
import type { JourneyTables } from './tables.ts'
import { atMoment, inForce } from './versions.ts'

/**
 * Two versions of a journey: `b`, by default the one in force at the moment `now`, and `a`, by default the newest before it.
 * @throws Problem 404 for one that is not there, 400 where the one given leaves nothing to compare it with.
 */
export async function comparedVersions(
  db: Db<JourneyTables>,
  workspace: string,
  journey: string,
  given: { a?: number | undefined; b?: number | undefined },
  now: number,
): Promise<[Storyboard, Storyboard]> {
  const numbers = { ...given }
  if (numbers.a === undefined || numbers.b === undefined) {
    const there = await storyboardsOf(db, workspace, journey)
    // Of a journey that is not there nothing is in force: read_storyboard says it.
    if (there.length === 0) await readStoryboardVersion(db, workspace, journey, undefined)
    const versions = there.map(({ yaml }) => storyboardFrom(yaml))
    numbers.b ??= atMoment(inForce(versions), now).storyboard.version
    numbers.a ??= versionBefore(journey, versions, numbers.b)
    if (given.a !== undefined && given.b === undefined && numbers.a === numbers.b)
      throw itself(journey, numbers.b)
  }
  // One after the other: of two that are not there it is always `a` that the error names.
  const a = await readStoryboardVersion(db, workspace, journey, numbers.a)
  const b = await readStoryboardVersion(db, workspace, journey, numbers.b)
  return [storyboardFrom(a.yaml), storyboardFrom(b.yaml)]
}

function versionBefore(journey: string, versions: Storyboard[], b: number): number {
  const before = versions.map(({ version }) => version).filter((version) => version < b)
  if (before.length > 0) return Math.max(...before)
  throw badInput(
    'a',
    `${journey} has no version before ${b}.`,
    'Give the first version to compare as a, or hold a draft against it: throughline storyboard compare NAME VERSION FILE.',
  )
}

const itself = (journey: string, version: number) =>
  badInput(
    'b',
    `Version ${version} of ${journey} is the one in force: it would be compared with itself.`,
    'Give another version as b.',
  )
