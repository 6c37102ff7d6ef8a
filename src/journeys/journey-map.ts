import type { Output } from '../http/operation.ts'
import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { Filters, readJourneyMap } from './contract.ts'
import { designEdges } from './design-edges.ts'
import { factsOf } from './facts.ts'
import { livedNodes } from './journey-nodes.ts'
import { type DesignNode, designedNode, stepsOf } from './storyboard.ts'
import { openView } from './view.ts'

const edgesSql = sqlFile(import.meta, 'journey-map.sql')

type JourneyMap = Output<typeof readJourneyMap>

/** The designed and the lived journey in one picture: nodes are steps, touchpoints where no step is designed. */
export async function journeyMap(
  store: JourneyStore,
  workspace: string,
  name: string,
  filters: Filters,
): Promise<JourneyMap> {
  const view = await openView(store, workspace, name, filters)
  const { design } = view.storyboard
  const lived = await livedNodes(store, view)
  const designed = designEdges(design).edges
  const rows = await store.analytics.ask<Record<string, string>>(edgesSql, view.scope, 'analysis')
  const { runs } = await factsOf(store, view)
  const count = (of: 'starts' | 'ends') =>
    lived
      .filter((node) => node[of] > 0)
      .map((node) => ({ touchpoint: node.node, count: node[of] }))
      .sort((a, b) => b.count - a.count)
  return {
    journey: name,
    as_of: new Date(view.as_of).toISOString(),
    runs,
    design: view.journey.designed ? designedNode(design) : null,
    nodes: nodesOf(design, lived),
    edges: [
      ...rows.map((row) => ({
        from: row.from!,
        to: row.to!,
        count: Number(row.count),
        median_seconds: Number(row.median_seconds),
        p90_seconds: Number(row.p90_seconds),
        silent_share: Number(row.silent_share),
        waited_for: row.waited_for!,
        designed: designed.has(`${row.from}\u0000${row.to}`),
      })),
      ...unlived(designed, rows),
    ],
    starts: count('starts'),
    ends: count('ends'),
  }
}

function nodesOf(design: DesignNode, lived: Awaited<ReturnType<typeof livedNodes>>): JourneyMap['nodes'] {
  const steps = stepsOf(design)
  const found = new Map(lived.map((node) => [node.node, node]))
  const designed = steps.map((step) => ({
    node: step.step,
    designed: true,
    lived: found.get(step.step)?.lived ?? 0,
    runs: found.get(step.step)?.runs ?? 0,
    channels: found.get(step.step)?.channels ?? step.channels,
    moment_of_truth: step.moment_of_truth,
    owner: step.owner,
  }))
  const names = new Set(steps.map((step) => step.step))
  const added = lived
    .filter((node) => !names.has(node.node))
    .map(({ node, lived: times, runs, channels }) => ({
      node,
      designed: false,
      lived: times,
      runs,
      channels,
      moment_of_truth: false,
      owner: '',
    }))
  return [...designed, ...added]
}

/** Designed and not lived: drawn dashed. */
function unlived(designed: Set<string>, rows: Record<string, string>[]): JourneyMap['edges'] {
  const lived = new Set(rows.map((row) => `${row.from}\u0000${row.to}`))
  return [...designed]
    .filter((edge) => !lived.has(edge))
    .map((edge) => {
      const [from, to] = edge.split('\u0000') as [string, string]
      return {
        from,
        to,
        count: 0,
        median_seconds: 0,
        p90_seconds: 0,
        silent_share: 0,
        waited_for: 'unknown',
        designed: true,
      }
    })
}
