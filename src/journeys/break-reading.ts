import type { Scope } from '../storage/analytics.ts'
import { type PlaceCases, placesOf, type RunFacts } from './break-cases.ts'
import { keptRuns } from './break-filter.ts'
import { Gathering } from './break-gather.ts'
import type { Place } from './break-place.ts'
import { type Code, type RunPlaces, readBreakRuns, readPlaces } from './break-runs.ts'
import type { JourneyStore } from './build.ts'
import { factsOf } from './facts.ts'
import { handOffPairs } from './hand-off-pairs.ts'
import { livedNodes } from './journey-nodes.ts'
import { stepsOf } from './storyboard.ts'
import { separatingAttributes } from './telling-attributes.ts'
import type { View } from './view.ts'

/** All runs of a journey as breaks see them, packed: any filter is then a choice among them. */
export interface BreakReading {
  runs: number
  code: Code
  facts: RunFacts
  gathered: PlaceCases[]
  /** By name: 1 where a run came by that channel; absent where none did. */
  came: (Uint8Array | undefined)[]
  read: { began: Float64Array; places: Float64Array; ordinals: Uint32Array }
}

/** Reads all runs of a view, which has no filters. */
export async function readBreaks(store: JourneyStore, view: View): Promise<BreakReading> {
  const code = await codeOf(store, view)
  const { runs } = await factsOf(store, view)
  const gathering = new Gathering(view.storyboard, code.names)
  // Runs may be added while they are read.
  const room = runs + 10_000
  const facts: RunFacts = {
    customer: new Int32Array(room),
    failed: new Uint8Array(room),
    codes: code.attributes.map(() => new Uint16Array(room)),
  }
  const read = {
    began: new Float64Array(room),
    places: new Float64Array(room),
    ordinals: new Uint32Array(room),
  }
  const came: BreakReading['came'] = []
  const customers = new Map<number, number>()
  let index = 0
  for await (const run of readBreakRuns(store, view.scope, code, runs)) {
    if (index === room) break
    read.began[index] = run.began
    read.places[index] = run.place
    read.ordinals[index] = run.ordinal
    facts.customer[index] = clusterOf(customers, run.customer)
    facts.failed[index] = run.failed ? 1 : 0
    for (let each = 0; each < run.codes.length; each++) facts.codes[each]![index] = run.codes[each]!
    for (const channel of run.channels) {
      came[channel - 1] ??= new Uint8Array(room)
      came[channel - 1]![index] = 1
    }
    gathering.add(index++, run)
  }
  return { runs: index, code, facts, gathered: gathering.gathered(), came, read }
}

/** The places as the runs of a narrower view passed them; null = all runs. */
export async function narrowBreaks(
  store: JourneyStore,
  reading: BreakReading,
  view: View | null,
): Promise<{ runs: number; places: Place[] }> {
  const { code, facts, gathered } = reading
  if (view === null) return { runs: reading.runs, places: placesOf(gathered, facts, code, null) }
  const kept = keptRuns(reading, view.filters) ?? (await keptByPlace(store, reading, view.scope))
  const runs = kept.reduce((sum, each) => sum + each, 0)
  return { runs, places: placesOf(gathered, facts, code, kept) }
}

/** Which runs of a reading lie in a scope, by asking for the places of the latter. */
async function keptByPlace(store: JourneyStore, reading: BreakReading, scope: Scope): Promise<Uint8Array> {
  const wanted = await readPlaces(store, scope)
  const kept = new Uint8Array(reading.runs)
  for (let at = 0, next = 0; at < reading.runs && next < wanted.places.length; ) {
    const apart = distance(reading.read, at, wanted, next)
    if (apart === 0) kept[at] = 1
    if (apart <= 0) at++
    if (apart >= 0) next++
  }
  return kept
}

/** Below zero: the one run lies before the other; 0: it is the same. */
function distance(one: RunPlaces, at: number, other: RunPlaces, next: number): number {
  return (
    one.began[at]! - other.began[next]! ||
    one.places[at]! - other.places[next]! ||
    one.ordinals[at]! - other.ordinals[next]!
  )
}

/** Customers unknown are each a cluster of their own, below zero. */
function clusterOf(customers: Map<number, number>, customer: number): number {
  const key = customer === 0 ? -1 - customers.size : customer
  const known = customers.get(key)
  if (known !== undefined) return known
  customers.set(key, customers.size)
  return customers.size - 1
}

async function codeOf(store: JourneyStore, view: View): Promise<Code> {
  const { storyboard } = view.journey
  const attributes = (await separatingAttributes(store, view)).slice(0, 12)
  const [nodes, hand_offs, channels] = await Promise.all([
    livedNodes(store, view),
    handOffPairs(store, view),
    channelsOf(store, view),
  ])
  const lived = nodes.map((node) => node.node)
  const passed = hand_offs.pairs.flatMap(({ from, to }) => [from, to])
  return {
    names: [
      ...new Set([...stepsOf(storyboard.design).map((step) => step.step), ...lived, ...passed, ...channels]),
    ].filter(Boolean),
    attributes: attributes.map((each) => each.attribute),
    labels: attributes.flatMap((each) => each.values.map(({ value }) => `${each.attribute}=${value}`)),
  }
}

async function channelsOf(store: JourneyStore, view: View): Promise<string[]> {
  const [row] = await store.analytics.ask<{ channels: string[] }>(
    'SELECT arraySort(groupUniqArrayArray(channels)) AS channels FROM throughline.runs FINAL WHERE {{scope}}',
    view.scope,
    'analysis',
  )
  return row?.channels ?? []
}
