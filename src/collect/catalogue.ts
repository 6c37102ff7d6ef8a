import type { z } from 'zod'
import { sqlFile } from '../storage/sql-file.ts'
import { type Entry, entryOf, listActs, readEntries, readNames } from './catalogue-store.ts'
import type { Store } from './commit.ts'
import type { Catalogued, listTouchpoints } from './contract.ts'
import { wordsOf } from './touchpoint-names.ts'

const catalogueSql = sqlFile(import.meta, 'catalogue.sql')

const shownWeeks = 26

interface Seen {
  touchpoint: string
  channel: string
  source: string
  n: number
  first: number
  last: number
  /** Interactions by how many weeks before the last of all. */
  weeks: Map<number, number>
}

/** Touchpoints and channels out of the stream, under the names they are called by, the most used first. */
export async function readCatalogue(
  { db, analytics }: Store,
  workspace: string,
): Promise<z.input<typeof listTouchpoints.output>> {
  const [rows, names, entries, acts] = await Promise.all([
    analytics.ask<{
      touchpoint: string
      channel: string
      source: string
      n: string
      first: string
      last: string
      weeks: [string[], string[]]
    }>(catalogueSql, { workspace }, 'analysis'),
    readNames(db, workspace),
    readEntries(db, workspace),
    listActs(db, workspace),
  ])
  const seen = rows.map(
    ({ touchpoint, channel, source, n, first, last, weeks }): Seen => ({
      touchpoint,
      channel,
      source,
      n: Number(n),
      first: Number(first),
      last: Number(last),
      weeks: new Map(weeks[0].map((week, place) => [Number(week), Number(weeks[1][place])])),
    }),
  )
  const of = (kind: Catalogued['of'], called: ReadonlyMap<string, string>) =>
    cataloguedOf(seen, kind, called, entries[kind], names.channels)
  const until = seen.length === 0 ? null : Math.max(...seen.map(({ last }) => last))
  return {
    touchpoints: of('touchpoint', names.touchpoints),
    channels: of('channel', names.channels),
    acts,
    until: until === null ? null : new Date(until).toISOString(),
  }
}

function cataloguedOf(
  seen: readonly Seen[],
  of: Catalogued['of'],
  called: ReadonlyMap<string, string>,
  entries: ReadonlyMap<string, Entry>,
  channels: ReadonlyMap<string, string>,
): Catalogued[] {
  const written = seen.filter((each) => each[of] !== '')
  const byName = Map.groupBy(written, (each) => called.get(each[of]) ?? each[of])
  // What is only named or described so far is shown too: nothing that somebody wrote is out of sight.
  for (const name of [...called.values(), ...[...entries.keys()].map((word) => called.get(word) ?? word)])
    if (!byName.has(name)) byName.set(name, [])
  return [...byName]
    .map(([name, own]): Catalogued => {
      const words = wordsOf(called, name)
      const byWord = Map.groupBy(own, (each) => each[of])
      const count = (some: readonly Seen[] = []) => some.reduce((sum, each) => sum + each.n, 0)
      return {
        of,
        name,
        words: words.map((word) => ({ word, interactions: count(byWord.get(word)) })),
        interactions: count(own),
        first_at: own.length === 0 ? null : iso(Math.min(...own.map(({ first }) => first))),
        last_at: own.length === 0 ? null : iso(Math.max(...own.map(({ last }) => last))),
        sources: sorted(own.map(({ source }) => source)),
        channels: sorted(own.map(({ channel }) => channels.get(channel) ?? channel)),
        weeks: weeksOf(own),
        ...entryOf(entries, words),
      }
    })
    .sort((a, b) => b.interactions - a.interactions || a.name.localeCompare(b.name))
}

function weeksOf(own: readonly Seen[]): number[] {
  return Array.from({ length: shownWeeks }, (_, place) =>
    own.reduce((sum, { weeks }) => sum + (weeks.get(shownWeeks - 1 - place) ?? 0), 0),
  )
}

const iso = (at: number) => new Date(at).toISOString()
const sorted = (words: string[]) => [...new Set(words)].filter((word) => word !== '').sort()
