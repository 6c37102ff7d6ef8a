import type { z } from 'zod'
import type { Scope } from '../storage/analytics.ts'
import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { runListed } from './contract.ts'
import { customerNames } from './customer-name.ts'
import type { View } from './view.ts'

const listSql = sqlFile(import.meta, 'run-list.sql')

export interface RunOrder {
  sort: string
  order: 'asc' | 'desc'
  limit: number
  offset: number
}

/** What each sortable column is in SQL. */
const sortable: Record<string, string> = {
  started_at: 'started_at',
  days: 'ended_at - started_at',
  steps: 'length(steps.touchpoint)',
  contacts: 'contacts',
  longest_gap_days: 'arrayMax(gaps.seconds)',
  excess_days: 'arraySum(gaps.excess)',
  conformance: 'conformance',
}

interface Row extends Record<string, unknown> {
  identifier_id: string
  total: string
  promises: [string, string][]
}

/** A page of runs. `narrowed` adds conditions to the view's scope: a break's, an edge's, a deviation's runs. */
export async function listRunsOf(
  store: JourneyStore,
  view: View,
  narrowed: Scope,
  asked: RunOrder,
): Promise<{ total: number; runs: z.input<typeof runListed>[] }> {
  const sql = listSql.replace(
    '{{order}}',
    `${sortable[asked.sort] ?? 'started_at'} ${asked.order === 'asc' ? 'ASC' : 'DESC'}`,
  )
  const rows = await store.analytics.ask<Row>(
    sql,
    { ...narrowed, params: { ...narrowed.params, limit: asked.limit, offset: asked.offset } },
    'analysis',
  )
  const names = await customerNames(
    store.analytics,
    view.scope.workspace,
    rows.map((row) => row.identifier_id),
  )
  return { total: Number(rows[0]?.total ?? 0), runs: rows.map((row) => shown(row, names)) }
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
