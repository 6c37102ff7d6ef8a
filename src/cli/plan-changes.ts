import { parse } from 'yaml'
import {
  type ImportState,
  listImports,
  listSources,
  previewImport,
  readMapping,
} from '../collect/contract.ts'
import { CallFailed } from '../http/call.ts'
import {
  compareCandidate,
  listJourneys,
  readStoryboard,
  type StoryboardsCompared,
} from '../journeys/contract.ts'
import type { Connection } from './connect.ts'
import type { PlanFolder } from './plan-folder.ts'
import { type Difference, differencesOf } from './tree-difference.ts'

export type Standing = 'added' | 'changed' | 'unchanged'

export interface MappingPlanned {
  file: string
  source: string
  change: Standing
  differences: Difference[]
  /** What the last imported file would become by it; null = it is not changed, or the reason stands in `effect_unknown`. */
  effect: MappingEffect | null
  effect_unknown: string | null
}

export interface MappingEffect {
  path: string
  records: number
  rejected_before: number
  rejected_after: number
  /** Of the first interactions that either mapping makes of it. */
  looked_at: number
  differing: number
}

export interface StoryboardPlanned {
  file: string
  journey: string
  version: number
  change: Standing
  /** The version it is compared with; null = the journey is new. */
  against: number | null
  differences: Difference[]
  /** Runs of the last 30 days judged by that version and by this one; null = there is nothing to compare. */
  compared: StoryboardsCompared | null
  /** Why there is no comparison. */
  compared_unknown: string | null
}

export interface Plan {
  mappings: MappingPlanned[]
  storyboards: StoryboardPlanned[]
  /** In the workspace, not in the folder: applying leaves them as they are. */
  only_here: { sources: string[]; journeys: string[] }
  problems: string[]
}

/** What applying a folder would change in a workspace. Nothing is stored. */
export async function planOf(connection: Connection, folder: PlanFolder): Promise<Plan> {
  const { sources } = await connection.call(listSources, {})
  const { journeys } = await connection.call(listJourneys, {})
  const { imports } = await connection.call(listImports, {})
  const mappings: MappingPlanned[] = []
  for (const each of folder.mappings) {
    const there = sources.find(({ source }) => source === each.source)?.mapping === true
    const last = imports.find(({ source, state }) => source === each.source && state === 'done')
    mappings.push(await planMapping(connection, each, there, last))
  }
  const problems = [...folder.problems]
  const storyboards: StoryboardPlanned[] = []
  for (const each of folder.storyboards) {
    const known = journeys.some(({ journey }) => journey === each.journey)
    const planned = await planStoryboard(connection, each, known)
    if (typeof planned === 'string') problems.push(planned)
    else storyboards.push(planned)
  }
  const named = new Set(folder.mappings.map((each) => each.source))
  const designed = new Set(folder.storyboards.map((each) => each.journey))
  return {
    mappings,
    storyboards,
    only_here: {
      sources: sources.filter((each) => each.mapping && !named.has(each.source)).map((each) => each.source),
      journeys: journeys.filter((each) => !designed.has(each.journey)).map((each) => each.journey),
    },
    problems,
  }
}

type FolderMapping = PlanFolder['mappings'][number]

async function planMapping(
  connection: Connection,
  { file, source, yaml }: FolderMapping,
  there: boolean,
  last: ImportState | undefined,
): Promise<MappingPlanned> {
  const plain = { file, source, differences: [], effect: null, effect_unknown: null }
  if (!there) return { ...plain, change: 'added' }
  const { mapping } = await connection.call(readMapping, { source })
  if (mapping === yaml) return { ...plain, change: 'unchanged' }
  const differences = differencesOf(parse(mapping), parse(yaml))
  const effect = await effectOf(connection, last, mapping, yaml)
  return {
    ...plain,
    change: 'changed',
    differences,
    ...(typeof effect === 'string' ? { effect_unknown: effect } : { effect }),
  }
}

/** Larger files are not read twice to tell a plan. */
const mostBytes = 200_000_000

async function effectOf(
  connection: Connection,
  last: ImportState | undefined,
  before: string,
  after: string,
): Promise<MappingEffect | string> {
  if (last === undefined) return 'no file of this source was imported'
  if (last.bytes_total > mostBytes) return `the file last imported, ${last.path}, is larger than 200 MB`
  try {
    const [was, is] = [
      await connection.call(previewImport, { path: last.path, mapping: before }),
      await connection.call(previewImport, { path: last.path, mapping: after }),
    ]
    const looked_at = Math.max(was.interactions.length, is.interactions.length)
    const differing = Array.from({ length: looked_at }).filter(
      (_, place) => JSON.stringify(was.interactions[place]) !== JSON.stringify(is.interactions[place]),
    ).length
    return {
      path: last.path,
      records: is.read,
      rejected_before: was.rejected.length,
      rejected_after: is.rejected.length,
      looked_at,
      differing,
    }
  } catch (error) {
    if (error instanceof CallFailed) return `the file last imported cannot be read by both: ${error.message}`
    throw error
  }
}

type FolderStoryboard = PlanFolder['storyboards'][number]

/** Or why it cannot be applied. */
async function planStoryboard(
  connection: Connection,
  { file, journey, version, yaml }: FolderStoryboard,
  known: boolean,
): Promise<StoryboardPlanned | string> {
  const plain = { file, journey, version, differences: [], compared: null, compared_unknown: null }
  if (!known) return { ...plain, change: 'added', against: null, compared_unknown: 'the journey is new' }
  const { versions } = await connection.call(readStoryboard, { journey })
  if (versions.some((each) => each.version === version)) {
    const same = await connection.call(readStoryboard, { journey, version })
    return same.yaml === yaml
      ? { ...plain, change: 'unchanged', against: version }
      : `${file}: ${journey} version ${version} was added with another text, and runs are judged by it. Write version: ${Math.max(...versions.map((each) => each.version)) + 1}.`
  }
  const against = versions.find((each) => each.in_force)?.version ?? versions[0]!.version
  const there = await connection.call(readStoryboard, { journey, version: against })
  const differences = differencesOf(parse(there.yaml), parse(yaml))
  try {
    const compared = await connection.call(compareCandidate, {
      journey,
      a: against,
      yaml,
      file,
      last_days: 30,
    })
    return { ...plain, change: 'changed', against, differences, compared }
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error
    return { ...plain, change: 'changed', against, differences, compared_unknown: error.message }
  }
}
