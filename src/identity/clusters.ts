/** Two records that are held for the same, how surely. */
export interface Edge {
  a: number
  b: number
  weight: number
}

export interface Clustered {
  /** Records of each cluster with more than one, in their order; the clusters in the order of their first record. */
  clusters: number[][]
  /** Edges whose ends do not lie in one cluster. */
  cut: Edge[]
}

/** Records in one cluster at most: more is no customer but a value that many share. */
const largest = 200

/**
 * Clusters of records connected by edges. Where two records of a cluster contradict each other, it is split at the weakest edge
 * between them: edges are taken from the surest on, and one that would bring a contradiction together is left out.
 * The result does not depend on the order of the edges.
 */
export function clusterRecords(
  edges: readonly Edge[],
  contradictions: readonly (readonly [number, number])[] = [],
): Clustered {
  const against = new Map<number, Set<number>>()
  for (const [a, b] of contradictions) {
    note(against, a, b)
    note(against, b, a)
  }
  const members = new Map<number, number[]>()
  const home = new Map<number, number>()
  const homeOf = (record: number): number => {
    const known = home.get(record)
    if (known !== undefined) return known
    home.set(record, record)
    members.set(record, [record])
    return record
  }
  const sure = [...edges].sort((x, y) => y.weight - x.weight || x.a - y.a || x.b - y.b)
  const cut: Edge[] = []
  for (const edge of sure) {
    const [a, b] = [homeOf(edge.a), homeOf(edge.b)]
    if (a === b) continue
    const [few, many] = members.get(a)!.length < members.get(b)!.length ? [a, b] : [b, a]
    const joining = members.get(few)!
    const staying = members.get(many)!
    const contradicts = joining.some((record) => {
      const others = against.get(record)
      return others !== undefined && [...others].some((other) => home.get(other) === many)
    })
    if (contradicts || joining.length + staying.length > largest) {
      cut.push(edge)
      continue
    }
    for (const record of joining) home.set(record, many)
    for (const record of joining) staying.push(record)
    members.delete(few)
  }
  const clusters = [...members.values()].filter((each) => each.length > 1)
  for (const each of clusters) each.sort((x, y) => x - y)
  clusters.sort((x, y) => x[0]! - y[0]!)
  return { clusters, cut: cut.filter(({ a, b }) => home.get(a) !== home.get(b)) }
}

function note(all: Map<number, Set<number>>, from: number, to: number): void {
  const known = all.get(from)
  if (known) known.add(to)
  else all.set(from, new Set([to]))
}

/**
 * Names for clusters that last: a cluster keeps the name that most of its records had before, each name goes to one cluster, and a
 * new one is named after its first record.
 */
export function nameClusters(
  clusters: readonly (readonly string[])[],
  before: ReadonlyMap<string, string> = new Map(),
): Map<string, string[]> {
  const wishes = clusters.flatMap((records, place) => {
    const votes = new Map<string, number>()
    for (const record of records) {
      const name = before.get(record)
      if (name !== undefined) votes.set(name, (votes.get(name) ?? 0) + 1)
    }
    return [...votes].map(([name, count]) => ({ place, name, count }))
  })
  wishes.sort((x, y) => y.count - x.count || compareIds(x.name, y.name) || x.place - y.place)
  const names = new Map<number, string>()
  const taken = new Set<string>()
  for (const { place, name } of wishes) {
    if (names.has(place) || taken.has(name)) continue
    names.set(place, name)
    taken.add(name)
  }
  return new Map(
    clusters.map((records, place) => {
      const sorted = [...records].sort(compareIds)
      return [names.get(place) ?? sorted.find((record) => !taken.has(record)) ?? sorted[0]!, sorted]
    }),
  )
}

/** Ids are unsigned 64-bit numbers as text: the shorter is the smaller. */
export const compareIds = (a: string, b: string) => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0)
