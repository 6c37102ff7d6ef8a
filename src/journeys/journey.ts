import { type CollectTables, hash64, type Names, readNames } from '../collect/index.ts'
import { notFound } from '../http/errors.ts'
import type { Db } from '../storage/operational.ts'
import { type Storyboard, storedStoryboard } from './storyboard.ts'
import { storyboardNamed } from './storyboard-named.ts'
import type { JourneyTables } from './tables.ts'
import { atMoment, type InForce, inForce } from './versions.ts'

/** A journey: all runs of one storyboard over its versions, or of a subject type that has none yet. */
export interface Journey {
  journey: string
  /** Newest version: how interactions become runs, which all versions in force agree on. */
  storyboard: Storyboard
  /** Those in force, oldest first: without dates the newest alone. */
  versions: InForce[]
  /** False for a subject type without a storyboard. */
  designed: boolean
  /** Changes with any version and with what touchpoints are called: runs built with another design are rebuilt. */
  design: string
  /** What touchpoints and channels are called in the runs, and in the storyboards here whatever their text says. */
  names: Names
}

/** What runs were built with: another design, or the first news anywhere, and all of them are built again. */
export const builtDesign = ({ design }: Journey, news_seen: boolean) =>
  news_seen ? `${design} news` : design

/** Whether runs on record were built with the journey's present design. */
export const hasDesign = ({ design }: Journey, built: string) => built.split(' ')[0] === design

/** The journey of a subject type without a storyboard. */
export const undesigned = (subject: string) => `subject:${subject}`

/** Bumped when the rules that make runs change, so that old runs are rebuilt. */
const rules = 'rules 8'

export function undesignedJourney(subject: string, names: Names): Journey {
  const storyboard: Storyboard = {
    journey: undesigned(subject),
    version: 0,
    valid_from: null,
    title: subject,
    lifecycle: null,
    correlate:
      subject === 'customer'
        ? { by: 'customer', window: 3650 * 86_400, issue: null, group: null }
        : { by: 'subject', subject, linked: [] },
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
    versions: inForce([storyboard]),
    design: hash64(`${rules} undesigned${mark(names)}`),
    names,
  }
}

/** The subject types whose interactions its runs hold; none = those of customers, or of groups. */
export function kindsOf({ storyboard: { correlate } }: Pick<Journey, 'storyboard'>): string[] {
  return correlate.by === 'subject' ? [correlate.subject, ...correlate.linked] : []
}

/** The storyboard in force at a moment, epoch ms; of a version, where one is named and there. */
export function storyboardOf({ versions }: Journey, at: number, version?: number): Storyboard {
  const named = versions.find(({ storyboard }) => storyboard.version === version)
  return (named ?? atMoment(versions, at)).storyboard
}

/** Storyboards lie beside what collect knows of words. */
type JourneyDb = Db<JourneyTables & CollectTables>

export async function listDesigned(db: JourneyDb, workspace: string): Promise<Journey[]> {
  const rows = await db
    .selectFrom('storyboards')
    .select(['journey', 'yaml'])
    .where('workspace', '=', workspace)
    .orderBy('journey')
    .orderBy('version')
    .execute()
  const names = await readNames(db, workspace)
  return [...Map.groupBy(rows, ({ journey }) => journey).values()].map((versions) =>
    designedJourney(
      versions.map(({ yaml }) => yaml),
      names,
    ),
  )
}

/** @throws Problem 404 naming the journeys there are. */
export async function findJourney(db: JourneyDb, workspace: string, journey: string): Promise<Journey> {
  const names = await readNames(db, workspace)
  if (journey.startsWith('subject:')) return undesignedJourney(journey.slice('subject:'.length), names)
  const rows = await db
    .selectFrom('storyboards')
    .select('yaml')
    .where('workspace', '=', workspace)
    .where('journey', '=', journey)
    .orderBy('version')
    .execute()
  if (rows.length > 0)
    return designedJourney(
      rows.map(({ yaml }) => yaml),
      names,
    )
  const there = (await listDesigned(db, workspace)).map((each) => each.journey)
  throw notFound(
    `journey '${journey}' in workspace '${workspace}'`,
    there.length > 0
      ? `There are: ${there.join(', ')}.`
      : 'Add a storyboard first: throughline storyboard propose --subject TYPE, then storyboard add FILE.',
  )
}

/** Read once: one storyboard object is also compiled once, and keeps the alignments of its variants. */
const read = new Map<string, Storyboard>()
const put = new Map<string, Journey>()

/** Empty where nothing is named: runs built before there was a catalogue stay as they are. */
const mark = ({ touchpoints, channels }: Names) =>
  touchpoints.size + channels.size === 0 ? '' : ` ${JSON.stringify([[...touchpoints], [...channels]])}`

/** The journey of its versions' texts, oldest first. */
function designedJourney(texts: string[], names: Names): Journey {
  const whole = `${texts.join('\u0000')}${mark(names)}`
  const known = put.get(whole)
  if (known) return known
  const versions = inForce(texts.map((yaml) => storyboardNamed(storyboardFrom(yaml), names)))
  const { storyboard } = versions[versions.length - 1]!
  const { journey } = storyboard
  const design = hash64(`${rules} ${whole}`)
  const made: Journey = { journey, storyboard, versions, designed: true, design, names }
  if (put.size >= 200) put.clear()
  put.set(whole, made)
  return made
}

/** A text that was stored, which reads as it did then. */
export function storyboardFrom(yaml: string): Storyboard {
  const known = read.get(yaml)
  if (known) return known
  const storyboard = storedStoryboard(yaml)
  if (read.size >= 400) read.clear()
  read.set(yaml, storyboard)
  return storyboard
}
