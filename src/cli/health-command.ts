import type { Command } from 'commander'
import { type FeedHealth, listFeedSilences, readHealth } from '../collect/contract.ts'
import { type Globals, using } from './connect.ts'
import { print, printJson, share, table } from './show.ts'

/** Whether the feeds are well: volume, silence, identifiers, clocks, lateness, duplicates, quarantine. */
export function healthCommand(program: Command, globals: () => Globals): void {
  program
    .command('health')
    .description(
      'Whether feeds are well: volume against their own week, silence, identifiers, clocks, lateness',
    )
    .option('--silences', 'when feeds fell silent')
    .addHelpText(
      'after',
      `
Examples:
  throughline health
  throughline health --silences
  throughline health --json

Ends with 1 when a feed is silent.`,
    )
    .action((flags: { silences?: boolean }) =>
      using(globals(), async (connection) => {
        if (flags.silences) {
          const { silences } = await connection.call(listFeedSilences, {})
          if (globals().json) return printJson({ silences })
          const rows = silences.map(({ ended_at, missed, ...each }) => ({
            ...each,
            heard_again: ended_at ?? 'not yet',
            missed: Math.round(missed),
          }))
          return print(table(rows, ['source', 'since', 'noticed_at', 'heard_again', 'missed']))
        }
        const { feeds, as_of } = await connection.call(readHealth, {})
        if (globals().json) printJson({ feeds, as_of })
        else print(`${table(feeds.map(row), columns)}\n\nAs of ${as_of}`)
        if (feeds.some(({ state }) => state === 'silent')) process.exitCode = 1
      }),
    )
}

const columns = [
  'source',
  'kind',
  'state',
  'last_day',
  'usual',
  'without_identifiers',
  'clock_ahead',
  'late',
  'again',
  'quarantined',
  'known_until',
]

function row(feed: FeedHealth): Record<string, unknown> {
  const { day, lately, again } = feed
  return {
    source: feed.source,
    kind: feed.kind,
    state: feed.silent_since === null ? feed.state : `silent since ${feed.silent_since}`,
    last_day: day.count,
    usual: day.low === null ? null : `${Math.ceil(day.low)}–${Math.floor(day.high ?? 0)}`,
    without_identifiers: lately && of(lately.nameless),
    clock_ahead: lately && of(lately.ahead),
    late: lately?.late ? `${lately.late.median.toFixed(1)} s, 99 % in ${lately.late.p99.toFixed(0)} s` : null,
    again: again && of(again),
    quarantined: feed.quarantined,
    known_until: feed.known_until,
  }
}

const of = ({ part, of, low, high }: { part: number; of: number; low: number; high: number }) =>
  of < 30 ? `${part} of ${of}` : share(part / of, low, high)
