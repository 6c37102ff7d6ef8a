import { attributesOf } from './attributes.ts'
import { finishPlaces, type RunFacts } from './break-cases.ts'
import { Gathering } from './break-gather.ts'
import { type Code, readBreakRuns } from './break-runs.ts'
import { findBreaks } from './breaks.ts'
import type { JourneyStore } from './build.ts'
import type { BreaksReport, Filters } from './contract.ts'
import { livedNodes } from './journey-nodes.ts'
import { stepsOf } from './storyboard.ts'
import { totalsOf } from './totals.ts'
import { openView, type View } from './view.ts'

/** Where a journey breaks (methods A.18), over the runs that the filters leave. */
export async function breaksOf(
  store: JourneyStore,
  workspace: string,
  name: string,
  filters: Filters,
): Promise<BreaksReport> {
  const view = await openView(store, workspace, name, filters)
  const code = await codeOf(store, view)
  const { runs } = await totalsOf(store.analytics, view.scope)
  const gathering = new Gathering(view.journey.storyboard, code.names)
  const facts: RunFacts = { customer: [], failed: [], codes: code.attributes.map(() => []) }
  const customers = new Map<string, number>()
  let index = 0
  for await (const run of readBreakRuns(store, view.scope, code, runs)) {
    facts.customer.push(clusterOf(customers, run.customer))
    facts.failed.push(run.failed ? 1 : 0)
    run.codes.forEach((each, attribute) => {
      facts.codes[attribute]!.push(each)
    })
    gathering.add(index++, run)
  }
  return {
    journey: name,
    as_of: new Date(view.as_of).toISOString(),
    ...findBreaks(runs, finishPlaces(gathering.finish(), facts, code)),
  }
}

/** Customers unknown are each a cluster of their own. */
function clusterOf(customers: Map<string, number>, customer: string): number {
  const key = customer === '0' ? `unknown ${customers.size}` : customer
  const known = customers.get(key)
  if (known !== undefined) return known
  customers.set(key, customers.size)
  return customers.size - 1
}

/** Attributes that decide the outcome would explain it by itself: they are no segments. */
async function codeOf(store: JourneyStore, view: View): Promise<Code> {
  const { storyboard } = view.journey
  const deciding = new Set(storyboard.outcomes.flatMap((outcome) => Object.keys(outcome.attributes)))
  const attributes = (await attributesOf(store, view))
    .filter((each) => !deciding.has(each.attribute))
    .slice(0, 12)
  const lived = (await livedNodes(store, view)).map((node) => node.node)
  return {
    names: [...new Set([...stepsOf(storyboard.design).map((step) => step.step), ...lived])],
    attributes: attributes.map((each) => each.attribute),
    labels: attributes.flatMap((each) => each.values.map(({ value }) => `${each.attribute}=${value}`)),
  }
}
