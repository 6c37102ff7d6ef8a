import type { Output } from '../http/operation.ts'
import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { Filters, readJourneyMap } from './contract.ts'
import { designEdges } from './design-edges.ts'
import { heldOf, mostlyHeld, runShareOf, type WaitedRow } from './edge-held.ts'
import { type LivedNode, livedNodes } from './journey-nodes.ts'
import { countRuns } from './run-count.ts'
import { type DesignNode, designedNode, stepsOf } from './storyboard.ts'
import { openView } from './view.ts'

const edgesSql = sqlFile(import.meta, 'journey-map.sql')

type JourneyMap = Output<typeof readJourneyMap>
type MapNode = JourneyMap['nodes'][number]
type MapEdge = JourneyMap['edges'][number]
type EdgeRow = Record<string, string> & WaitedRow

/** The designed and the lived journey in one picture: nodes are steps, touchpoints where no step is designed. */
export async function journeyMap(
  store: JourneyStore,
  workspace: string,
  name: string,
  filters: Filters,
): Promise<JourneyMap> {
  const view = await openView(store, workspace, name, filters)
  const { design } = view.storyboard
  const designed = designEdges(design).edges
  const [lived, rows, runs] = await Promise.all([
    livedNodes(store, view),
    store.analytics.ask<EdgeRow>(edgesSql, view.scope, 'analysis'),
    countRuns(store, view.scope),
  ])
  const count = (of: 'starts' | 'ends') =>
    lived
      .filter((node) => node[of] > 0)
      .map((node) => ({ touchpoint: node.node, count: node[of] }))
      .sort((a, b) => b.count - a.count)
  return {
    journey: name,
    as_of: new Date(view.as_of).toISOString(),
    runs,
    sampled: view.sampled,
    passages: Number(rows[0]?.passages ?? 0),
    design: view.journey.designed ? designedNode(design) : null,
    nodes: nodesOf(design, lived),
    edges: [...rows.map((row) => livedEdge(row, designed)), ...unlived(designed, rows)],
    starts: count('starts'),
    ends: count('ends'),
  }
}

function nodesOf(design: DesignNode, lived: LivedNode[]): MapNode[] {
  const steps = stepsOf(design)
  const found = new Map(lived.map((node) => [node.node, node]))
  const designed = steps.map(
    (step): MapNode => ({
      node: step.step,
      designed: true,
      channels: found.get(step.step)?.channels ?? step.channels,
      moment_of_truth: step.moment_of_truth,
      owner: step.owner,
      stage: step.stage,
      ...livedHere(found.get(step.step)),
      lost: runShareOf(found.get(step.step)?.lost ?? 0, found.get(step.step)?.over_runs ?? 0),
    }),
  )
  const names = new Set(steps.map((step) => step.step))
  const added = lived
    .filter((node) => !names.has(node.node))
    .map(
      (node): MapNode => ({
        node: node.node,
        designed: false,
        channels: node.channels,
        moment_of_truth: false,
        owner: '',
        stage: '',
        ...livedHere(node),
        lost: null,
      }),
    )
  return [...designed, ...added]
}

function livedHere(node: LivedNode | undefined): Pick<MapNode, 'lived' | 'runs' | 'silent_now'> {
  return {
    lived: node?.lived ?? 0,
    runs: node?.runs ?? 0,
    silent_now: node === undefined || node.known_runs === 0 ? null : node.silent_now,
  }
}

function livedEdge(row: EdgeRow, designed: Set<string>): MapEdge {
  const shares = heldOf(row)
  const known = Number(row.known_runs)
  const seconds = Number(row.known_seconds)
  return {
    from: row.from!,
    to: row.to!,
    count: Number(row.count),
    runs: Number(row.runs),
    median_seconds: Number(row.median_seconds),
    p90_seconds: Number(row.p90_seconds),
    designed: designed.has(`${row.from}\u0000${row.to}`),
    held: shares,
    waited_for: mostlyHeld(shares),
    silent_share: known === 0 ? null : Number(row.silent_seconds) / Math.max(seconds, 1),
    silent: runShareOf(Number(row.silent_runs), known),
    excess_days: known === 0 ? null : Number(row.silent_seconds) / 86_400,
  }
}

/** Designed and not lived: drawn dashed. */
function unlived(designed: Set<string>, rows: EdgeRow[]): MapEdge[] {
  const lived = new Set(rows.map((row) => `${row.from}\u0000${row.to}`))
  return [...designed]
    .filter((edge) => !lived.has(edge))
    .map((edge) => {
      const [from, to] = edge.split('\u0000') as [string, string]
      return unlivedEdge(from, to)
    })
}

export const unlivedEdge = (from: string, to: string): MapEdge => ({
  from,
  to,
  count: 0,
  runs: 0,
  median_seconds: null,
  p90_seconds: null,
  designed: true,
  held: null,
  waited_for: 'unknown',
  silent_share: null,
  silent: runShareOf(0, 0),
  excess_days: null,
})
