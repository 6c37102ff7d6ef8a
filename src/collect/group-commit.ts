import { beginCommit, endCommit, noteFailed, type Store, writeBatch } from './commit.ts'
import type { Interaction } from './interaction.ts'
import { quarantineRecords } from './quarantine-store.ts'
import type { RejectedRow } from './record.ts'

/** What one request wants written durably before it is answered. */
export interface Deposit {
  workspace: string
  source: string
  interactions: Interaction[]
  linked: Interaction[]
  rejected: RejectedRow[]
}

export interface GroupCommit {
  /** Resolves when the deposit is durable. @throws Full when too much is waiting already. */
  deposit(deposit: Deposit): Promise<void>
  /** Waits for what is under way. */
  drain(): Promise<void>
}

/** A commit costs the engine the same whether it holds one event or some hundred: few wait for more, at most so long after the commit before. */
const enough = 500
const pause_ms = 150

/** More events waiting than this are refused with 503: they would only wait in memory. */
const mostWaiting = 50_000

export class Full extends Error {}

interface Waiting {
  deposit: Deposit
  done: () => void
  failed: (error: unknown) => void
}

/**
 * Concurrent requests share one write: exactly one commit is in flight, the next takes everything that queued
 * meanwhile (throughput is events in flight over the time of one commit; two at once make smaller ones, no gain).
 */
export function createGroupCommit(store: Store, stored: () => void): GroupCommit {
  let queue: Waiting[] = []
  let waiting = 0
  let running: Promise<void> | null = null
  let finished: number[] = []
  let began = 0
  let filled: () => void = () => undefined
  const ripe = async () => {
    const rest = began + pause_ms - performance.now()
    if (waiting >= enough || rest <= 0) return
    await new Promise<void>((done) => {
      const timer = setTimeout(done, rest)
      filled = () => {
        clearTimeout(timer)
        done()
      }
    })
  }
  const run = async () => {
    while (queue.length > 0) {
      await ripe()
      began = performance.now()
      const taken = queue
      queue = []
      waiting = 0
      for (const [workspace, group] of Map.groupBy(taken, (each) => each.deposit.workspace))
        await commitGroup(workspace, group)
      stored()
    }
    await endCommit(store.db, finished).then(
      () => {
        finished = []
      },
      () => undefined,
    )
    running = null
    if (queue.length > 0) running = run()
  }
  const commitGroup = async (workspace: string, group: Waiting[]) => {
    try {
      finished.push(
        await commitAll(
          store,
          workspace,
          group.map((each) => each.deposit),
        ),
      )
      for (const each of group) each.done()
    } catch (error) {
      // One poisoned event must not fail its neighbours: alone, each request meets only its own fault.
      if (group.length === 1) group[0]!.failed(error)
      else for (const each of group) await commitGroup(workspace, [each])
    }
    if (finished.length >= 20) {
      await endCommit(store.db, finished)
      finished = []
    }
  }
  return {
    deposit: (deposit) => {
      const events = deposit.interactions.length + deposit.linked.length + deposit.rejected.length
      if (waiting + events > mostWaiting) return Promise.reject(new Full())
      waiting += events
      if (waiting >= enough) filled()
      return new Promise<void>((done, failed) => {
        queue.push({ deposit, done, failed })
        running ??= run()
      })
    },
    drain: async () => {
      while (running) await running
    },
  }
}

async function commitAll(store: Store, workspace: string, deposits: Deposit[]): Promise<number> {
  for (const [source, own] of Map.groupBy(
    deposits.filter((each) => each.rejected.length > 0),
    (each) => each.source,
  ))
    await quarantineRecords(
      store.db,
      { workspace, source, file: 'http', entry: 0 },
      own.flatMap((each) => each.rejected),
    )
  const commit_id = await beginCommit(store.db, workspace)
  try {
    await writeBatch(store.analytics, workspace, commit_id, {
      interactions: deposits.flatMap((each) => each.interactions),
      linked: deposits.flatMap((each) => each.linked),
    })
  } catch (error) {
    noteFailed(store, { commit_id, workspace })
    throw error
  }
  return commit_id
}
