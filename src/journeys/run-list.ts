import type { z } from 'zod'
import type { Scope } from '../storage/analytics.ts'
import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { runListed } from './contract.ts'
import { customerNames } from './customer-name.ts'
import { type RunOrder, runPage } from './run-page.ts'
import type { View } from './view.ts'

const listSql = sqlFile(import.meta, 'run-list.sql')

interface Row extends Record<string, unknown> {
  run_id: string
  identifier_id: string
  promises: [string, string][]
}

/** A page of runs. `narrowed` adds conditions to the view's scope: a break's, an edge's, a deviation's runs. */
export async function listRunsOf(
  store: JourneyStore,
  view: View,
  narrowed: Scope,
  asked: RunOrder,
): Promise<{ total: number; runs: z.input<typeof runListed>[] }> {
  const { total, places } = await runPage(store, narrowed, asked)
  if (places.length === 0) return { total, runs: [] }
  const found = await store.analytics.ask<Row>(
    listSql,
    {
      ...narrowed,
      params: {
        ...narrowed.params,
        starts: places.map(({ started_at }) => Number(started_at)),
        run_ids: places.map(({ run_id }) => run_id),
      },
    },
    'analysis',
  )
  const order = new Map(places.map(({ run_id }, place) => [run_id, place]))
  const rows = found.toSorted((a, b) => order.get(a.run_id)! - order.get(b.run_id)!)
  const names = await customerNames(
    store.analytics,
    view.scope.workspace,
    rows.map((row) => row.identifier_id),
  )
  return { total, runs: rows.map((row) => shown(row, names)) }
}

const iso = (value: unknown) => new Date(Number(value)).toISOString()
const number = (value: unknown) => (value === null ? null : Number(value))

function shown(row: Row, names: Map<string, string>): z.input<typeof runListed> {
  return {
    run_id: String(row.run_id),
    journey: String(row.journey),
    subject_type: String(row.subject_type),
    subject: String(row.subject),
    customer: row.identifier_id === '0' ? null : (names.get(row.identifier_id) ?? row.identifier_id),
    started_at: iso(row.started_at),
    ended_at: row.ended_at === null ? null : iso(row.ended_at),
    last_at: iso(row.last_at),
    outcome: String(row.outcome),
    outcome_kind: String(row.outcome_kind),
    days: number(row.days),
    steps: Number(row.steps),
    contacts: Number(row.contacts),
    channels: row.channels as string[],
    switches: Number(row.switches),
    longest_gap_days: number(row.longest_gap_days),
    excess_days: Number(row.excess_days),
    promises: row.promises.map(([what, state]) => ({ what, state })),
    conformance: number(row.conformance),
    deviations: Number(row.deviations),
    attributes: row.attributes as Record<string, string>,
  }
}
