import type { InteractionShown } from '../collect/contract.ts'
import { type CollectTables, readInteractions, readTexts } from '../collect/index.ts'
import { notFound } from '../http/errors.ts'
import {
  groupsOfCustomer,
  type IdentityTables,
  readCustomerIdentifiers,
  readProfiles,
  readRecorded,
} from '../identity/index.ts'
import { type CustomerRun, type JourneyTables, type Lived, readTimeline } from '../journeys/index.ts'
import type { OpenAnalytics } from '../storage/analytics.ts'
import type { Db } from '../storage/operational.ts'
import type { CustomerView } from './contract-customers.ts'

export interface CustomerStore {
  db: Db<CollectTables & IdentityTables & JourneyTables>
  analytics: OpenAnalytics
}

/**
 * All that is known of one customer. Any id they ever had leads to them.
 * @throws notFound when nobody has the id.
 */
export async function readCustomerView(
  store: CustomerStore,
  workspace: string,
  asked: string,
  { channel, limit }: { channel?: string | undefined; limit: number },
): Promise<CustomerView> {
  const { customer_id, redirected_from, strength, identifiers } = await readCustomerIdentifiers(
    store,
    workspace,
    asked,
  )
  const ids = identifiers.map((each) => each.identifier_id)
  // The timeline first: what it is followed by waits for it, and the engine answers two at a time.
  const [{ lived, told: last_words, runs }, profiles, said, groups] = await Promise.all([
    readTimeline(store, workspace, { customer_id, identifier_ids: ids }, (all) =>
      lastWords(store, workspace, all),
    ),
    readProfiles(store.analytics, workspace, new Map([[customer_id, ids]])),
    readRecorded(store, workspace, ids),
    groupsOfCustomer(store, workspace, ids),
  ])
  const profile = profiles.get(customer_id)
  const timeline = channel === undefined ? lived : lived.filter((each) => each.channel === channel)
  return {
    workspace,
    customer_id,
    redirected_from,
    name: said.corrected.full_name ?? profile?.name ?? null,
    traits: { ...profile?.traits, ...said.corrected },
    consent: said.consent.map(({ channel, purpose, state, at }) => ({ channel, purpose, state, at })),
    strength,
    identifiers,
    first_at: isoOrNull(lived.at(-1)?.started_at ?? null),
    last_at: isoOrNull(lived[0]?.started_at ?? null),
    interactions: lived.length,
    channels: channelsOf(lived),
    last_words,
    promises_owed: runs.flatMap(promisesOwed),
    already_known: alreadyKnown(lived),
    runs: runs.map(runShown),
    groups,
    timeline: timeline.slice(0, limit).map(livedShown),
  }
}

const iso = (at: number) => new Date(at).toISOString()
const isoOrNull = (at: number | null) => (at === null ? null : iso(at))

function channelsOf(lived: Lived[]): CustomerView['channels'] {
  return [...Map.groupBy(lived, ({ channel }) => channel)].map(([channel, some]) => ({
    channel,
    interactions: some.length,
    last_at: iso(some[0]!.started_at),
  }))
}

/** So many of the latest in a channel are looked through for one that has words. */
const lookedThrough = 3

/** What the customer said last in each channel: of the latest that came in, the first that has words. */
async function lastWords(
  { analytics }: CustomerStore,
  workspace: string,
  lived: Lived[],
): Promise<CustomerView['last_words']> {
  const said = lived.filter(
    ({ direction, begun_by }) =>
      direction === 'inbound' || (direction === 'unknown' && begun_by === 'customer'),
  )
  const latest = [...Map.groupBy(said, ({ channel }) => channel).values()].map((some) =>
    some.slice(0, lookedThrough),
  )
  const texts = await readTexts(
    analytics,
    workspace,
    latest.flat().map((each) => each.interaction_id),
  )
  return latest.map((some) => {
    const chosen = some.find(({ interaction_id }) => texts.has(interaction_id)) ?? some[0]!
    const { interaction_id, channel, touchpoint, started_at, about } = chosen
    const text = texts.get(interaction_id) ?? ''
    return { interaction_id, channel, touchpoint, at: iso(started_at), about, text }
  })
}

/** Promises that are not kept yet, of runs that go on. */
function promisesOwed(run: CustomerRun): CustomerView['promises_owed'] {
  if (run.ended_at !== null) return []
  return run.promises
    .filter(({ state, fulfilled_at }) => state === 'open' || (state === 'broken' && fulfilled_at === null))
    .map(({ what, state, made_in, made_at, due }) => ({
      what,
      state,
      made_in,
      made_at: isoOrNull(made_at),
      due: isoOrNull(due),
      run_id: run.run_id,
      journey: run.journey,
      subject: run.subject,
    }))
}

/** Each item the customer gave, when last, and how often it was asked for since (methods A.4). */
export function alreadyKnown(latestFirst: readonly Lived[]): CustomerView['already_known'] {
  const known = new Map<string, CustomerView['already_known'][number]>()
  const asked = new Map<string, number>()
  for (const each of latestFirst) {
    for (const item of each.information_given)
      if (!known.has(item))
        known.set(item, {
          item,
          given_at: iso(each.started_at),
          channel: each.channel,
          touchpoint: each.touchpoint,
          asked_since: asked.get(item) ?? 0,
        })
    for (const item of each.information_asked) asked.set(item, (asked.get(item) ?? 0) + 1)
  }
  return [...known.values()]
}

export function runShown({ key: _, promises: __, ...run }: CustomerRun): CustomerView['runs'][number] {
  return {
    ...run,
    started_at: iso(run.started_at),
    ended_at: isoOrNull(run.ended_at),
    last_at: iso(run.last_at),
    steps: run.steps.map(({ at, ...step }) => ({ ...step, at: iso(at) })),
  }
}

const livedShown = (each: Lived): CustomerView['timeline'][number] => ({
  ...each,
  started_at: iso(each.started_at),
  ended_at: isoOrNull(each.ended_at),
})

/** @throws notFound when there is none. */
export async function readInteractionOf(
  { analytics }: CustomerStore,
  workspace: string,
  interaction_id: string,
): Promise<InteractionShown> {
  const [one] = await readInteractions(analytics, workspace, [interaction_id])
  if (one === undefined)
    throw notFound(`interaction ${interaction_id} in workspace '${workspace}'`, 'It may be withdrawn.')
  return one
}
