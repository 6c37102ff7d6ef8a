// The runs of files through their mapping, without a store: for tests that look at real data.
import { readFileSync } from 'node:fs'
import { builtInKinds } from '../src/collect/identifier-kinds.ts'
import { planImport } from '../src/collect/import-plan.ts'
import type { Interaction } from '../src/collect/interaction.ts'
import { strongestIdentifier } from '../src/collect/keys.ts'
import { mapFile } from '../src/collect/map-file.ts'
import { describeProblems, parseMapping } from '../src/collect/mapping.ts'
import type { Run } from '../src/journeys/run.ts'
import { compileStoryboard } from '../src/journeys/runs.ts'
import type { Storyboard } from '../src/journeys/storyboard.ts'

/** Runs of a storyboard correlated by subject, as of now; complete until the last interaction. */
export async function mappedRuns(
  folder: string,
  mappingFile: string,
  storyboard: Storyboard,
): Promise<Run[]> {
  const { mapping, problems } = parseMapping(readFileSync(mappingFile, 'utf8'), mappingFile)
  if (mapping === null) throw new Error(describeProblems(problems, mappingFile))
  const plan = await planImport(folder, mapping)
  if (plan.problems.length > 0) throw new Error(JSON.stringify(plan.problems))
  const interactions: Interaction[] = []
  for (const file of plan.files)
    for await (const batch of mapFile(file)) interactions.push(...batch.interactions)
  const { correlate } = storyboard
  if (correlate.by !== 'subject') throw new Error('these runs are of subjects')
  const last = interactions.reduce((latest, { started_at }) => Math.max(latest, started_at), 0)
  const histories = Map.groupBy(
    interactions.map((each) => ({
      ...each,
      identifier_id: strongestIdentifier(each.identifiers, builtInKinds.rankOf).id,
    })),
    ({ subjects }) => subjects.find(({ type }) => type === correlate.subject)?.id ?? '',
  )
  const { runsOf } = compileStoryboard(storyboard)
  return [...histories].flatMap(([subject, history]) =>
    runsOf(history, { as_of: Date.now(), horizon: () => last, subject, news_seen: true }),
  )
}
