import { subjectKey } from '../collect/index.ts'
import type { Analytics, Lane, Scope } from '../storage/analytics.ts'
import { sqlFile } from '../storage/sql-file.ts'
import { type History, readHistories } from './history.ts'

const linksSql = sqlFile(import.meta, 'linked-subjects.sql')

/** A journey's subject and the types that belong to it by being seen with it. */
export interface LinkedTypes {
  subject: string
  linked: string[]
}

/** A subject by its type and key. */
interface Node {
  kind: string
  key: string
}

/** Which subjects are seen together on some interaction: of each key asked for, the others. */
type Links = Map<string, Node[]>

/** Keys in one question: their text must fit a parameter. */
const keysAtOnce = 10_000

/**
 * The histories of root subjects, each with those of the subjects that belong to it: seen with it on one interaction,
 * directly or through others of the listed types, at most as many steps away as there are types. A subject seen with
 * several roots belongs to each.
 */
export async function readLinkedHistories(
  analytics: Analytics,
  scope: Scope,
  types: LinkedTypes,
  as_of: number,
  lane: Lane,
): Promise<History[]> {
  const roots = [...(await readHistories(analytics, scope, types.subject, lane))]
  const links: Links = new Map()
  const told = { workspace: scope.workspace, as_of, lane }
  let frontier: Node[] = roots.map(({ key }) => ({ kind: types.subject, key }))
  for (let step = 0; step < types.linked.length && frontier.length > 0; step++) {
    const found = await readLinks(analytics, told, frontier, types.linked)
    for (const [key, others] of found) links.set(key, others)
    frontier = newNodes(found, links)
  }
  const members = new Map(roots.map(({ key }) => [key, membersOf(key, links, types.linked.length)]))
  const histories = await readNodes(analytics, scope.workspace, unique([...members.values()].flat()), lane)
  return roots.map((root) => ({
    ...root,
    interactions: onceEach([
      ...root.interactions,
      ...members.get(root.key)!.flatMap(({ key }) => histories.get(key)?.interactions ?? []),
    ]),
  }))
}

/** What carries several of the subjects stands in the history of each. */
function onceEach(interactions: History['interactions']): History['interactions'] {
  return [...new Map(interactions.map((each) => [each.interaction_id, each])).values()]
}

/**
 * The keys of the roots to which any of the rows of histories that meet a condition belongs; null when more than `most` subjects were
 * touched. A link that was taken away leaves its two ends touched, and the nearer one is still linked to its roots.
 */
export async function touchedRoots(
  analytics: Analytics,
  workspace: string,
  types: LinkedTypes,
  { condition, params }: { condition: string; params: Record<string, number> },
  most: number,
): Promise<bigint[] | null> {
  const touched = await analytics.ask<Node>(
    `SELECT DISTINCT kind, key FROM throughline.history
     WHERE {{workspace}} AND kind IN ({kinds:Array(String)}) AND (${condition})
     LIMIT {limit:UInt32}`,
    { workspace, params: { ...params, kinds: [types.subject, ...types.linked], limit: most + 1 } },
    'rebuild',
  )
  if (touched.length > most) return null
  const seen = new Map(touched.map((node) => [node.key, node]))
  let frontier: Node[] = touched.filter(({ kind }) => kind !== types.subject)
  for (let step = 0; step < types.linked.length && frontier.length > 0; step++) {
    const found = await readLinks(analytics, { workspace, as_of: null, lane: 'rebuild' }, frontier, [
      types.subject,
      ...types.linked,
    ])
    const next = newNodes(found, seen)
    for (const node of next) seen.set(node.key, node)
    if (seen.size > most) return null
    frontier = next.filter(({ kind }) => kind !== types.subject)
  }
  return [...seen.values()].filter(({ kind }) => kind === types.subject).map(({ key }) => BigInt(key))
}

/** Subjects of `kinds` seen together with these; up to `as_of` (epoch ms), or, with null, also what is withdrawn. */
async function readLinks(
  analytics: Analytics,
  { workspace, as_of, lane }: { workspace: string; as_of: number | null; lane: Lane },
  nodes: Node[],
  kinds: string[],
): Promise<Links> {
  const links: Links = new Map()
  for (const { kind, keys } of questions(nodes)) {
    const rows = await analytics.ask<{ key: string; type: string; id: string }>(
      as_of === null ? linksSql.replace('FINAL', '') : linksSql,
      { workspace, params: { kind, keys, kinds, as_of: as_of ?? Number.MAX_SAFE_INTEGER } },
      lane,
    )
    for (const { key, type, id } of rows) {
      const others = links.get(key) ?? []
      others.push({ kind: type, key: subjectKey({ type, id }) })
      links.set(key, others)
    }
  }
  return links
}

async function readNodes(
  analytics: Analytics,
  workspace: string,
  nodes: Node[],
  lane: Lane,
): Promise<Map<string, History>> {
  const found = new Map<string, History>()
  for (const { kind, keys } of questions(nodes)) {
    const where = ['key IN ({keys:Array(UInt64)})']
    for (const history of await readHistories(analytics, { workspace, where, params: { keys } }, kind, lane))
      found.set(history.key, history)
  }
  return found
}

/** Nodes by kind, so many at a time. */
function questions(nodes: Node[]): { kind: string; keys: bigint[] }[] {
  return [...Map.groupBy(nodes, ({ kind }) => kind)].flatMap(([kind, each]) =>
    Array.from({ length: Math.ceil(each.length / keysAtOnce) }, (_, page) => ({
      kind,
      keys: each.slice(page * keysAtOnce, (page + 1) * keysAtOnce).map(({ key }) => BigInt(key)),
    })),
  )
}

function newNodes(found: Links, known: Map<string, unknown>): Node[] {
  return unique([...found.values()].flat()).filter(({ key }) => !known.has(key))
}

function unique(nodes: Node[]): Node[] {
  return [...new Map(nodes.map((node) => [node.key, node])).values()]
}

/** What belongs to a root, in at most so many steps. */
function membersOf(root: string, links: Links, steps: number): Node[] {
  const members = new Map<string, Node>()
  let frontier = [root]
  for (let step = 0; step < steps && frontier.length > 0; step++) {
    const next: string[] = []
    for (const node of frontier.flatMap((key) => links.get(key) ?? [])) {
      if (members.has(node.key)) continue
      members.set(node.key, node)
      next.push(node.key)
    }
    frontier = next
  }
  return [...members.values()]
}
