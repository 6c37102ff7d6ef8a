import type { z } from 'zod'
import { identifierKind } from '../collect/contract.ts'
import { fillHistories } from '../collect/index.ts'
import type { JourneyStore } from './build.ts'
import { countCustomers } from './channels.ts'
import type { journeyListed } from './contract.ts'
import { factsOf } from './facts.ts'
import { kindsOf, listDesigned } from './journey.ts'
import { subjectTypeOf } from './storyboard.ts'
import { openView } from './view.ts'

/** Journeys with a storyboard, with their runs and outcomes. */
export async function listJourneysOf(
  store: JourneyStore,
  workspace: string,
): Promise<z.input<typeof journeyListed>[]> {
  const journeys = await listDesigned(store.db, workspace)
  return Promise.all(
    journeys.map(async ({ journey, storyboard }) => {
      const view = await openView(store, workspace, journey, {})
      const { runs, outcomes, last_at } = await factsOf(store, view)
      const done = outcomes.find((row) => row.kind === 'success' && row.median_days !== null)
      return {
        journey,
        version: view.storyboard.version,
        subject: subjectTypeOf(storyboard.correlate),
        lifecycle: storyboard.lifecycle,
        runs,
        customers: await countCustomers(store, view),
        outcomes: Object.fromEntries(outcomes.map((row) => [row.outcome, row.runs])),
        outcome_kinds: Object.fromEntries(outcomes.map((row) => [row.outcome, row.kind])),
        median_days: done?.median_days ?? null,
        open: outcomes.filter((row) => row.kind === 'open').reduce((sum, row) => sum + row.runs, 0),
        last_at: runs === 0 ? null : new Date(last_at).toISOString(),
        building: await isBuilding(store, workspace, journey),
      }
    }),
  )
}

async function isBuilding(store: JourneyStore, workspace: string, journey: string): Promise<boolean> {
  const row = await store.db
    .selectFrom('builds')
    .select(['of'])
    .where('workspace', '=', workspace)
    .where('journey', '=', journey)
    .where('snapshot', '=', 0)
    .executeTakeFirst()
  return row !== undefined && row.of > 0
}

/** Subject types seen, with the journeys that use them. */
export async function listSubjectTypes(
  store: JourneyStore,
  workspace: string,
): Promise<{ subject: string; runs: number; interactions: number; journeys: string[] }[]> {
  await fillHistories(store, workspace)
  const rows = await store.analytics.ask<{ kind: string; runs: string; interactions: string }>(
    `SELECT kind, uniq(if(merged.customer_id = 0, each.key, merged.customer_id)) AS runs, count() AS interactions
     FROM (SELECT kind, key, if(kind = 'identifier', key, 0) AS identifier_id FROM throughline.history WHERE {{workspace}} AND is_deleted = 0) AS each
     LEFT JOIN (SELECT identifier_id, customer_id FROM throughline.identifier_customers FINAL WHERE {{workspace}}) AS merged ON merged.identifier_id = each.identifier_id
     GROUP BY kind ORDER BY interactions DESC`,
    { workspace },
    'analysis',
  )
  const journeys = await listDesigned(store.db, workspace)
  return rows.map((row) => {
    const subject = row.kind === identifierKind ? 'customer' : row.kind
    const users = journeys.filter((journey) => {
      const kinds = kindsOf(journey)
      return kinds.length === 0
        ? subject === subjectTypeOf(journey.storyboard.correlate)
        : kinds.includes(subject)
    })
    return {
      subject,
      runs: Number(row.runs),
      interactions: Number(row.interactions),
      journeys: users.map((each) => each.journey),
    }
  })
}
