/** Distinct traces of activities by number, each with how often it happened. */
export interface Trace {
  steps: number[]
  count: number
}
export type Log = Trace[]

/** How often one activity comes directly after another, in a log. */
export interface FollowsGraph {
  activities: number[]
  /** By place in `activities`: follows[a][b] times b came directly after a. */
  follows: number[][]
  starts: number[]
  ends: number[]
}

/** Equal traces as one. */
export function gathered(traces: Iterable<Trace>): Log {
  const found = new Map<string, Trace>()
  for (const { steps, count } of traces) {
    const key = steps.join()
    const known = found.get(key)
    if (known === undefined) found.set(key, { steps, count })
    else known.count += count
  }
  return [...found.values()]
}

export function followsGraph(log: Log): FollowsGraph {
  const activities = [...new Set(log.flatMap((trace) => trace.steps))].sort((a, b) => a - b)
  const places = new Map(activities.map((activity, place) => [activity, place]))
  const zeros = () => activities.map(() => 0)
  const graph: FollowsGraph = { activities, follows: activities.map(zeros), starts: zeros(), ends: zeros() }
  for (const { steps, count } of log) {
    if (steps.length === 0) continue
    const way = steps.map((activity) => places.get(activity)!)
    graph.starts[way[0]!]! += count
    graph.ends[way.at(-1)!]! += count
    for (let i = 1; i < way.length; i++) graph.follows[way[i - 1]!]![way[i]!]! += count
  }
  return graph
}

/** Without what follows an activity at most `noise` times as often as the commonest thing that does (or the end). */
export function withoutNoise(graph: FollowsGraph, noise: number): FollowsGraph {
  const follows = graph.follows.map((row, a) => {
    const most = row.reduce((high, times) => Math.max(high, times), graph.ends[a]!)
    return row.map((times) => (times > noise * most ? times : 0))
  })
  return { ...graph, follows }
}
