import { notFound } from '../http/errors.ts'
import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import { countCustomers } from './channels.ts'
import type { Filters, Lived } from './contract.ts'
import { edgesOf } from './edges.ts'
import { type Facts, factsOf } from './facts.ts'
import { undesigned } from './journey.ts'
import { listSubjectTypes } from './journey-list.ts'
import { variantsOf } from './variants.ts'
import { openView, type View } from './view.ts'

const touchpointsSql = sqlFile(import.meta, 'lived.sql')
const unattachedSql = `
  SELECT touchpoint, count() AS count FROM throughline.interactions FINAL
  WHERE {{workspace}} AND empty(keys) AND empty(identifiers) GROUP BY touchpoint ORDER BY count DESC, touchpoint`

/** The directly-follows map of a subject type or of customers, without a storyboard (methods B.13). */
export async function livedMap(
  store: JourneyStore,
  workspace: string,
  subject: string,
  filters: Filters,
): Promise<Lived> {
  const view = await openView(store, workspace, undesigned(subject), filters)
  const facts: Facts = await factsOf(store, view)
  if (facts.runs === 0) await refuseUnknown(store, workspace, subject)
  const { all, start, end } = await touchpointCounts(store, view)
  const { variants } = await variantsOf(store, view, 100_000)
  const unattached = await store.analytics.ask<Counted>(unattachedSql, { workspace })
  return {
    subject,
    runs: facts.runs,
    interactions: facts.interactions,
    touchpoints: all,
    edges: await edgesOf(store, view),
    starts: start,
    ends: end,
    variants: variants.map(({ steps, count }) => ({ steps, count })),
    ties: facts.ties,
    as_of: new Date(view.as_of).toISOString(),
    customers_known: await countCustomers(store, view),
    unattached: namedCounts(unattached.map(counted), view.journey.names.touchpoints),
  }
}

/** @throws Problem 404 naming the subject types there are; a type whose runs are all filtered away is known. */
export async function refuseUnknown(store: JourneyStore, workspace: string, subject: string): Promise<void> {
  const known = (await listSubjectTypes(store, workspace)).map((each) => each.subject)
  if (subject === 'customer' || known.includes(subject)) return
  throw notFound(
    `subject type '${subject}' in workspace '${workspace}'`,
    known.length === 0 ? 'Nothing is imported yet.' : `There are: ${known.join(', ')}.`,
  )
}

interface Counted {
  touchpoint: string
  count: string | number
}
/** Counts of words as counts of what they are called. */
function namedCounts(counts: { touchpoint: string; count: number }[], called: ReadonlyMap<string, string>) {
  const sums = new Map<string, number>()
  for (const { touchpoint, count } of counts) {
    const name = called.get(touchpoint) ?? touchpoint
    sums.set(name, (sums.get(name) ?? 0) + count)
  }
  return [...sums].map(([touchpoint, count]) => ({ touchpoint, count }))
}

const counted = ({ touchpoint, count }: Counted) => ({ touchpoint, count: Number(count) })

export async function touchpointCounts(
  store: JourneyStore,
  view: View,
): Promise<Record<'all' | 'start' | 'end', { touchpoint: string; count: number }[]>> {
  const rows = await store.analytics.ask<Counted & { kind: string }>(touchpointsSql, view.scope, 'analysis')
  const of = (kind: string) => rows.filter((row) => row.kind === kind).map(counted)
  return { all: of('all'), start: of('start'), end: of('end') }
}
