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

/** What runs were built with: another design, or the first news anywhere, and all of them are built again. */
export const builtDesign = ({ design }: Journey, news_seen: boolean) =>
  news_seen ? `${design} news` : design

/** Whether runs on record were built with the journey's present design. */
export const hasDesign = ({ design }: Journey, built: string) => built.split(' ')[0] === design

/** The journey of a subject type without a storyboard. */
export const undesigned = (subject: string) => `subject:${subject}`

/** Bumped when the rules that make runs change, so that old runs are rebuilt. */
const rules = 'rules 2'

export function undesignedJourney(subject: string): Journey {
  const storyboard: Storyboard = {
    journey: undesigned(subject),
    version: 0,
    title: subject,
    lifecycle: null,
    correlate:
      subject === 'customer' ? { by: 'customer', window: 3650 * 86_400 } : { by: 'subject', subject },
    starts: [],
    silence: 3 * 86_400,
    calendar: null,
    zone: null,
    design: { kind: 'sequence', children: [] },
    items: [],
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

/** Read once: one storyboard object is also compiled once, and keeps the alignments of its variants. */
const read = new Map<string, Journey>()

function designedJourney(yaml: string): Journey {
  const known = read.get(yaml)
  if (known) return known
  const { storyboard, problems } = parseStoryboard(yaml)
  if (!storyboard) throw new Error(`A stored storyboard no longer reads: ${problems[0]?.message}`)
  const { journey } = storyboard
  const made: Journey = { journey, storyboard, designed: true, design: hash64(`${rules} ${yaml}`), yaml }
  if (read.size >= 200) read.clear()
  read.set(yaml, made)
  return made
}
