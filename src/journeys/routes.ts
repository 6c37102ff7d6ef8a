import type { Bus } from '../events.ts'
import type { Mount } from '../http/serve.ts'
import { breaksOf } from './break-report.ts'
import { buildRuns, type JourneyStore } from './build.ts'
import { comparedVersions } from './compared-versions.ts'
import { Comparisons } from './comparing.ts'
import * as contract from './contract.ts'
import { deviationTable } from './deviations-table.ts'
import { edgePassages } from './edge-passages.ts'
import { factsOf } from './facts.ts'
import { followJourneys } from './follow.ts'
import { findJourney, listDesigned, undesigned } from './journey.ts'
import { listJourneysOf, listSubjectTypes } from './journey-list.ts'
import { journeyMap } from './journey-map.ts'
import { livedMap, refuseUnknown } from './lived.ts'
import { mountMeasures } from './measure-routes.ts'
import { mountObjectives } from './objective-routes.ts'
import { profileOf } from './profile.ts'
import { progressOf } from './progress.ts'
import { journeyReport } from './report.ts'
import { listRunsOf } from './run-list.ts'
import { narrow } from './run-narrow.ts'
import { splitBy } from './split.ts'
import { runSqlText } from './sql.ts'
import { candidateOf, compareVersions, versionOf } from './storyboard-compare.ts'
import { mineStoryboard } from './storyboard-mine.ts'
import { proposeStoryboard } from './storyboard-propose.ts'
import { addStoryboardText, checkStoryboardText, readStoryboardVersion } from './storyboard-store.ts'
import { touchpointSteps } from './touchpoint-steps.ts'
import { readTrace } from './trace.ts'
import { variantsOf } from './variants.ts'
import { openView } from './view.ts'

interface JourneyParts extends JourneyStore {
  bus: Bus
  follow(workspace: string): Promise<void>
  prepare(workspace: string, built: number): void
}

export function mountJourneys(mount: Mount, parts: JourneyParts): void {
  const comparisons = new Comparisons()
  mountFigures(mount, parts)
  mountMeasures(mount, parts)
  mountRuns(mount, parts, comparisons)
  mountStoryboards(mount, parts)
  mountComparisons(mount, parts, comparisons)
  mountObjectives(mount, parts)
  parts.bus.subscribe('import_read', async ({ workspace, storyboards }) => {
    for (const { file, yaml } of storyboards) await addStoryboardText(parts.db, workspace, yaml, file)
  })
}

function mountFigures(mount: Mount, store: JourneyParts): void {
  mount(contract.readMap, ({ workspace, subject, ...filters }) =>
    livedMap(store, workspace, subject, filters),
  )
  mount(contract.listSubjects, async ({ workspace }) => ({
    subjects: await listSubjectTypes(store, workspace),
  }))
  mount(contract.listJourneys, async ({ workspace }) => ({
    journeys: await listJourneysOf(store, workspace),
  }))
  mount(contract.readJourney, ({ workspace, journey, ...filters }) =>
    journeyReport(store, workspace, journey, filters),
  )
  mount(contract.splitJourney, ({ workspace, journey, by, ...filters }) =>
    splitBy(store, workspace, journey, by, filters),
  )
  mount(contract.readJourneyMap, ({ workspace, journey, ...filters }) =>
    journeyMap(store, workspace, journey, filters),
  )
  mount(contract.readEdge, ({ workspace, journey, from, to, ...filters }) =>
    edgePassages(store, workspace, journey, { from, to }, filters),
  )
  mount(contract.readBreaks, ({ workspace, journey, ...filters }) =>
    breaksOf(store, workspace, journey, filters),
  )
  mount(contract.readSubjectBreaks, async ({ workspace, subject, ...filters }) => {
    const report = await breaksOf(store, workspace, undesigned(subject), filters)
    if (report.looked_at.runs === 0) await refuseUnknown(store, workspace, subject)
    return report
  })
  mount(contract.readProfile, ({ workspace, journey, ...asked }) =>
    profileOf(store, workspace, journey, asked),
  )
  mount(contract.listDeviations, async ({ workspace, journey, ...filters }) => {
    const view = await openView(store, workspace, journey, filters)
    const { runs } = await factsOf(store, view)
    return { runs, sampled: view.sampled, deviations: await deviationTable(store, view, runs) }
  })
  mount(contract.listVariants, async ({ workspace, journey, ...filters }) => {
    const view = await openView(store, workspace, journey, filters)
    const { variants, total } = await variantsOf(store, view, 200)
    const runs = variants.reduce((sum, each) => sum + each.count, 0)
    return { runs, sampled: view.sampled, variants_total: total, variants }
  })
}

function mountRuns(mount: Mount, store: JourneyParts, comparisons: Comparisons): void {
  mount(
    contract.listRuns,
    async ({
      workspace,
      journey,
      sort,
      order,
      limit,
      offset,
      break: broken,
      edge,
      deviation,
      variant,
      having,
      ...filters
    }) => {
      const view = await openView(store, workspace, journey, filters)
      return listRunsOf(store, view, narrow(view, { broken, edge, deviation, variant, having }), {
        sort,
        order,
        limit,
        offset,
      })
    },
  )
  mount(contract.readRun, ({ workspace, run_id, as_of }) => readTrace(store, workspace, run_id, as_of))
  mount(contract.readProgress, async ({ workspace }) => ({
    ...(await progressOf(store, workspace)),
    comparing: comparisons.of(workspace),
  }))
  mount(contract.runSql, ({ workspace, sql, format }) => runSqlText(store.analytics, workspace, sql, format))
  mount(contract.rebuildRuns, async ({ workspace, journey }) => {
    const journeys = journey
      ? [await findJourney(store.db, workspace, journey)]
      : await listDesigned(store.db, workspace)
    const started = performance.now()
    const total = { runs: 0, interactions: 0 }
    for (const each of journeys) {
      const built = await buildRuns(store, workspace, each, 0, true)
      total.runs += built.runs
      total.interactions += built.interactions
    }
    store.prepare(workspace, total.runs)
    return { ...total, seconds: (performance.now() - started) / 1000 }
  })
}

function mountStoryboards(mount: Mount, store: JourneyParts): void {
  mount(contract.checkStoryboard, async ({ yaml }) => checkStoryboardText(yaml))
  mount(contract.addStoryboard, async ({ workspace, yaml, file }) => {
    const { storyboard, unchanged } = await addStoryboardText(store.db, workspace, yaml, file)
    await followJourneys(store, workspace)
    const { journey, version, valid_from } = storyboard
    return {
      journey,
      version,
      valid_from: valid_from === null ? null : new Date(valid_from).toISOString(),
      unchanged,
      problems: [],
    }
  })
  mount(contract.proposeStoryboard, async ({ workspace, subject, by, noise }) => {
    const view = await openView(store, workspace, undesigned(subject), {})
    const { variants } = await variantsOf(store, view, 100_000)
    if (variants.length === 0) await refuseUnknown(store, workspace, subject)
    const mined = by === 'miner' ? mineStoryboard(subject, variants, noise) : null
    return mined ?? proposeStoryboard(subject, variants)
  })
  mount(contract.listTouchpointSteps, async ({ workspace }) => ({
    steps: await touchpointSteps(store.db, workspace, Date.now()),
  }))
  mount(contract.readStoryboard, ({ workspace, journey, version }) =>
    readStoryboardVersion(store.db, workspace, journey, version),
  )
}

function mountComparisons(mount: Mount, store: JourneyParts, comparisons: Comparisons): void {
  mount(
    contract.compareStoryboards,
    async ({ workspace, journey, a, b, work, ...period }, _caller, signal) => {
      const versions = await comparedVersions(store.db, workspace, journey, { a, b }, Date.now())
      const words = `versions ${versions[0].version} and ${versions[1].version}`
      return comparisons.during({ workspace, journey, work, words }, signal, (watch) =>
        compareVersions(store, workspace, ...versions, period, watch),
      )
    },
  )
  mount(
    contract.compareCandidate,
    async ({ workspace, journey, a, yaml, file, work, ...period }, _caller, signal) => {
      const candidate = candidateOf(journey, yaml, file)
      const version = await versionOf(store, workspace, journey, a)
      const words = `version ${a} and ${file}`
      return comparisons.during({ workspace, journey, work, words }, signal, (watch) =>
        compareVersions(store, workspace, version, candidate, period, watch),
      )
    },
  )
}
