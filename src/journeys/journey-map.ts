import type { Output } from '../http/operation.ts'
import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { Filters, readJourneyMap } from './contract.ts'
import { livedNodes } from './journey-nodes.ts'
import { type DesignNode, designedNode, stepsOf } from './storyboard.ts'
import { totalsOf } from './totals.ts'
import { openView } from './view.ts'

const edgesSql = sqlFile(import.meta, 'journey-map.sql')

type JourneyMap = Output<typeof readJourneyMap>

/** The designed and the lived journey in one picture: nodes are steps, touchpoints where no step is designed. */
export async function journeyMap(store: JourneyStore, workspace: string, name: string, filters: Filters): Promise<JourneyMap> {
  const view = await openView(store, workspace, name, filters)
  const { design } = view.journey.storyboard
  const lived = await livedNodes(store, view)
  const designed = designedEdges(design)
  const rows = await store.analytics.ask<Record<string, string>>(edgesSql, view.scope, 'analysis')
  const totals = await totalsOf(store.analytics, view.scope)
  const count = (of: 'starts' | 'ends') => lived.filter((node) => node[of] > 0).map((node) => ({ touchpoint: node.node, count: node[of] })).sort((a, b) => b.count - a.count)
  return {
    journey: name, as_of: new Date(view.as_of).toISOString(), runs: totals.runs,
    design: view.journey.designed ? designedNode(design) : null,
    nodes: nodesOf(design, lived),
    edges: [
      ...rows.map((row) => ({
        from: row.from!, to: row.to!, count: Number(row.count), median_seconds: Number(row.median_seconds), p90_seconds: Number(row.p90_seconds),
        silent_share: Number(row.silent_share), waited_for: row.waited_for!, designed: designed.has(`${row.from}\u0000${row.to}`),
      })),
      ...unlived(designed, rows),
    ],
    starts: count('starts'), ends: count('ends'),
  }
}

function nodesOf(design: DesignNode, lived: Awaited<ReturnType<typeof livedNodes>>): JourneyMap['nodes'] {
  const steps = stepsOf(design)
  const found = new Map(lived.map((node) => [node.node, node]))
  const designed = steps.map((step) => ({
    node: step.step, designed: true, lived: found.get(step.step)?.lived ?? 0, runs: found.get(step.step)?.runs ?? 0,
    channels: found.get(step.step)?.channels ?? step.channels, moment_of_truth: step.moment_of_truth, owner: step.owner,
  }))
  const names = new Set(steps.map((step) => step.step))
  const added = lived.filter((node) => !names.has(node.node)).map(({ node, lived: times, runs, channels }) => (
    { node, designed: false, lived: times, runs, channels, moment_of_truth: false, owner: '' }))
  return [...designed, ...added]
}

/** Designed and not lived: drawn dashed. */
function unlived(designed: Set<string>, rows: Record<string, string>[]): JourneyMap['edges'] {
  const lived = new Set(rows.map((row) => `${row.from}\u0000${row.to}`))
  return [...designed].filter((edge) => !lived.has(edge)).map((edge) => {
    const [from, to] = edge.split('\u0000') as [string, string]
    return { from, to, count: 0, median_seconds: 0, p90_seconds: 0, silent_share: 0, waited_for: 'unknown', designed: true }
  })
}

interface Ends { first: string[]; last: string[]; empty: boolean }

/** Every pair of steps of which the second may directly follow the first in the design. */
export function designedEdges(design: DesignNode): Set<string> {
  const edges = new Set<string>()
  const join = (from: string[], to: string[]) => { for (const a of from) for (const b of to) edges.add(`${a}\u0000${b}`) }
  const all = (node: DesignNode): string[] => stepsOf(node).map((step) => step.step)
  const sequence = (children: DesignNode[]): Ends => children.map(walk).reduce((before, next) => {
    join(before.last, next.first)
    return {
      first: before.empty ? [...before.first, ...next.first] : before.first,
      last: next.empty ? [...before.last, ...next.last] : next.last, empty: before.empty && next.empty,
    }
  }, { first: [], last: [], empty: true })
  const walk = (node: DesignNode): Ends => {
    if (node.kind === 'step') return { first: [node.step], last: [node.step], empty: false }
    if (node.kind === 'sequence') return sequence(node.children)
    if (node.kind === 'optional') return { ...sequence(node.children), empty: true }
    if (node.kind === 'repeat') {
      const inner = sequence(node.children)
      if (node.up_to > 1) join(inner.last, inner.first)
      return inner
    }
    const branches = node.children.map(walk)
    if (node.kind === 'parallel') node.children.forEach((one, i) => { node.children.forEach((other, j) => { if (i !== j) join(all(one), all(other)) }) })
    return {
      first: branches.flatMap((each) => each.first), last: branches.flatMap((each) => each.last),
      empty: node.kind === 'choice' ? branches.some((each) => each.empty) : branches.every((each) => each.empty),
    }
  }
  walk(design)
  return edges
}
