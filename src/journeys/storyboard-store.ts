import { badInput, notFound, Problem } from '../http/errors.ts'
import type { Db } from '../storage/operational.ts'
import { conformingTo } from './conformance.ts'
import { storyboardFrom } from './journey.ts'
import {
  designedMinimum,
  parseStoryboard,
  type Storyboard,
  type StoryboardProblem,
  stepsOf,
} from './storyboard.ts'
import type { JourneyTables } from './tables.ts'
import { correlationOf, inForce } from './versions.ts'

export interface CheckedStoryboard {
  journey: string | null
  version: number | null
  steps: number
  markings: number
  designed_minimum: number | null
  problems: StoryboardProblem[]
  warnings: StoryboardProblem[]
}

/** Everything that can be said of a storyboard before it is used, its size as a process included. */
export function checkStoryboardText(yaml: string): CheckedStoryboard {
  const { storyboard, problems, warnings } = parseStoryboard(yaml)
  if (!storyboard)
    return { journey: null, version: null, steps: 0, markings: 0, designed_minimum: null, problems, warnings }
  const size = sizeOf(storyboard)
  return {
    journey: storyboard.journey,
    version: storyboard.version,
    steps: stepsOf(storyboard.design).length,
    markings: size.markings,
    designed_minimum: designedMinimum(storyboard.design),
    problems: size.problems,
    warnings,
  }
}

function sizeOf(storyboard: Storyboard): { markings: number; problems: StoryboardProblem[] } {
  try {
    return { markings: conformingTo(storyboard.design).markings, problems: [] }
  } catch (error) {
    return { markings: 0, problems: [{ line: 1, field: 'steps', message: (error as Error).message }] }
  }
}

/** The storyboard of a text. @throws Problem with every fault by line. */
export function usableStoryboard(yaml: string, file: string): Storyboard {
  const { storyboard, problems } = parseStoryboard(yaml)
  const found = storyboard ? sizeOf(storyboard).problems : problems
  if (!storyboard || found.length > 0)
    throw new Problem(
      400,
      'The storyboard has problems',
      found
        .map((each) => `${file}, line ${each.line}${each.field ? `, ${each.field}` : ''}: ${each.message}`)
        .join('\n'),
      {
        problems: found,
        remedy: 'Mend these lines; throughline storyboard check FILE checks without adding.',
      },
    )
  return storyboard
}

/**
 * Adds a version. The same text again changes nothing; another text under a version that is there is refused,
 * because runs are judged by it.
 * @throws Problem with every fault by line.
 */
export async function addStoryboardText(
  db: Db<JourneyTables>,
  workspace: string,
  yaml: string,
  file: string,
): Promise<{ storyboard: Storyboard; unchanged: boolean }> {
  const storyboard = usableStoryboard(yaml, file)
  const { journey, version } = storyboard
  if (journey.startsWith('subject:'))
    throw badInput(
      'journey',
      `A journey cannot be named '${journey}'.`,
      'Names that begin with subject: stand for subjects without a storyboard.',
    )
  const there = await db
    .selectFrom('storyboards')
    .select('yaml')
    .where('workspace', '=', workspace)
    .where('journey', '=', journey)
    .where('version', '=', version)
    .executeTakeFirst()
  if (there && there.yaml !== yaml)
    throw new Problem(
      409,
      'This version is there already',
      `${journey} version ${version} was added before with another text; runs are judged by it.`,
      { field: 'version', remedy: `Write version: ${version + 1} in ${file}, then add it again.` },
    )
  if (!there) await refuseOtherCorrelation(db, workspace, storyboard)
  if (!there) await db.insertInto('storyboards').values({ workspace, journey, version, yaml }).execute()
  return { storyboard, unchanged: there !== undefined }
}

/** Versions that judge side by side must agree what one run is: else one interaction would be in runs of two kinds. */
async function refuseOtherCorrelation(
  db: Db<JourneyTables>,
  workspace: string,
  storyboard: Storyboard,
): Promise<void> {
  const there = await storyboardsOf(db, workspace, storyboard.journey)
  const versions = inForce([...there.map(({ yaml }) => storyboardFrom(yaml)), storyboard])
  const kind = correlationOf(storyboard)
  const other = versions.find((each) => correlationOf(each.storyboard) !== kind)
  if (other === undefined) return
  throw new Problem(
    400,
    'The versions correlate differently',
    `Version ${other.storyboard.version} makes runs of ${correlationOf(other.storyboard)}, version ${storyboard.version} of ${kind}, and both would be in force.`,
    {
      field: 'correlate',
      remedy: `Leave out valid_from, and version ${storyboard.version} takes the place of all before it; or give the journey another name.`,
    },
  )
}

/** All versions of a journey as they were added, newest first. */
export function storyboardsOf(db: Db<JourneyTables>, workspace: string, journey: string) {
  return db
    .selectFrom('storyboards')
    .selectAll()
    .where('workspace', '=', workspace)
    .where('journey', '=', journey)
    .orderBy('version', 'desc')
    .execute()
}

/**
 * A version's text, by default that of the newest, and all versions, newest first. `from`: since when a version judges
 * the runs that start; null = from ever. One that is not in force judges none.
 * @throws Problem 404.
 */
export async function readStoryboardVersion(
  db: Db<JourneyTables>,
  workspace: string,
  journey: string,
  version: number | undefined,
) {
  const versions = await storyboardsOf(db, workspace, journey)
  const chosen = version === undefined ? versions[0] : versions.find((each) => each.version === version)
  if (!chosen)
    throw notFound(
      `storyboard '${journey}'${version === undefined ? '' : ` version ${version}`}`,
      'See throughline journeys.',
    )
  return {
    journey,
    version: chosen.version,
    yaml: chosen.yaml,
    versions: versionsShown(versions),
  }
}

function versionsShown(versions: { version: number; yaml: string; added_at: Date }[]) {
  const forced = inForce(versions.map(({ yaml }) => storyboardFrom(yaml)))
  return versions.map(({ version, added_at }) => {
    const place = forced.find(({ storyboard }) => storyboard.version === version)
    const from = place === undefined || place.from === Number.NEGATIVE_INFINITY ? null : place.from
    return {
      version,
      added_at: added_at.toISOString(),
      in_force: place !== undefined,
      from: from === null ? null : new Date(from).toISOString(),
    }
  })
}
