import { hash64 } from '../collect/index.ts'
import { notFound } from '../http/errors.ts'
import type { Db } from '../storage/operational.ts'
import { parseStoryboard, type Storyboard } from './storyboard.ts'
import type { JourneyTables } from './tables.ts'

/** A journey: all runs of one storyboard over its versions, or of a subject type that has none yet. */
export interface Journey {
  journey: string
  /** Newest version. */
  storyboard: Storyboard
  /** False for a subject type without a storyboard. */
  designed: boolean
  /** Changes with the storyboard: runs built with another design are rebuilt. */
  design: string
  yaml: string
}

/** The journey of a subject type without a storyboard. */
export const undesigned = (subject: string) => `subject:${subject}`

/** Bumped when the rules that make runs change, so that old runs are rebuilt. */
const rules = 'rules 1'

export function undesignedJourney(subject: string): Journey {
  const storyboard: Storyboard = {
    journey: undesigned(subject),
    version: 0,
    title: subject,
    correlate:
      subject === 'customer' ? { by: 'customer', window: 3650 * 86_400 } : { by: 'subject', subject },
    starts: [],
    silence: 3 * 86_400,
    design: { kind: 'sequence', children: [] },
    outcomes: [],
    objectives: [],
  }
  return {
    journey: storyboard.journey,
    storyboard,
    designed: false,
    design: hash64(`${rules} undesigned`),
    yaml: '',
  }
}

export async function listDesigned(db: Db<JourneyTables>, workspace: string): Promise<Journey[]> {
  const rows = await db
    .selectFrom('storyboards')
    .selectAll()
    .distinctOn('journey')
    .where('workspace', '=', workspace)
    .orderBy('journey')
    .orderBy('version', 'desc')
    .execute()
  return rows.map((row) => designedJourney(row.yaml))
}

/** @throws Problem 404 naming the journeys there are. */
export async function findJourney(
  db: Db<JourneyTables>,
  workspace: string,
  journey: string,
): Promise<Journey> {
  if (journey.startsWith('subject:')) return undesignedJourney(journey.slice('subject:'.length))
  const row = await db
    .selectFrom('storyboards')
    .selectAll()
    .where('workspace', '=', workspace)
    .where('journey', '=', journey)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (row) return designedJourney(row.yaml)
  const there = (await listDesigned(db, workspace)).map((each) => each.journey)
  throw notFound(
    `journey '${journey}' in workspace '${workspace}'`,
    there.length > 0
      ? `There are: ${there.join(', ')}.`
      : 'Add a storyboard first: throughline storyboard propose --subject TYPE, then storyboard add FILE.',
  )
}

function designedJourney(yaml: string): Journey {
  const { storyboard, problems } = parseStoryboard(yaml)
  if (!storyboard) throw new Error(`A stored storyboard no longer reads: ${problems[0]?.message}`)
  return { journey: storyboard.journey, storyboard, designed: true, design: hash64(`${rules} ${yaml}`), yaml }
}
