import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { View } from './view.ts'

const openRunsSql = sqlFile(import.meta, 'open-runs.sql')

/** A run that is still open, at the moment it is judged. Times epoch ms, durations seconds. */
export interface OpenRun {
  run_id: string
  subject: string
  started_at: number
  judged_until: number
  age: number
  contacts: number
  /** The silence that lasts, 0 = none; null = silence cannot be seen. */
  silent: number | null
  /** Where it began: designed step (else touchpoint); '' = none lasts. */
  silent_from: string
  /** The longest silence so far, over or not. */
  longest: number
  last_touchpoint: string
  /** Not fulfilled yet; `due` is the date in force, `moved`: not the first that was told. */
  promises: { what: string; made_at: number | null; due: number | null; moved: boolean }[]
}

/** At most 100,000, the oldest first. */
export async function openRuns(store: JourneyStore, view: View): Promise<OpenRun[]> {
  const rows = await store.analytics.ask<
    Record<string, string | number> & Record<'whats' | 'made' | 'dues' | 'first_dues', string[]>
  >(openRunsSql, view.scope, 'analysis')
  const maybe = (value: string | null | undefined) => (value == null ? null : Number(value))
  return rows.map((row) => ({
    run_id: String(row.run_id),
    subject: String(row.subject),
    started_at: Number(row.started_at),
    judged_until: Number(row.judged_until),
    age: Number(row.age),
    contacts: Number(row.contacts),
    silent: Number(row.silence_unknown) === 1 ? null : Number(row.silent),
    silent_from: String(row.silent_from),
    longest: Number(row.longest),
    last_touchpoint: String(row.last_touchpoint),
    promises: row.whats.map((what, i) => ({
      what,
      made_at: maybe(row.made[i]),
      due: maybe(row.dues[i]),
      moved: maybe(row.dues[i]) !== maybe(row.first_dues[i]),
    })),
  }))
}

/** The promise of a kind that falls due first; null = none is open. */
export function nextDue({ promises, judged_until }: OpenRun, what: string) {
  const next = promises
    .flatMap(({ due, ...each }) =>
      each.what === what && due !== null && due >= judged_until ? [{ ...each, due }] : [],
    )
    .sort((a, b) => a.due - b.due)[0]
  return next ?? null
}
