import { commitUnder, type Store, writeBatch } from './commit.ts'
import type { Interaction } from './interaction.ts'
import { quarantineRecords } from './quarantine-store.ts'
import type { RejectedRow } from './record.ts'
import { noteArrived } from './resent.ts'
import { guardOf } from './tombstones.ts'

/** What one request wants written durably before it is answered. */
export interface Deposit {
  workspace: string
  source: string
  /** What the quarantine calls the way its records came, to read them again: a dialect, `hook` for a webhook, `mail`. */
  file: string
  interactions: Interaction[]
  linked: Interaction[]
  rejected: (RejectedRow & { entry?: number })[]
  /** Set when it is stored: how many of these were erased before and are not taken in again. */
  erased?: number
}

export interface GroupCommit {
  /** Resolves when the deposit is durable. @throws Full when too much is waiting already. */
  deposit(deposit: Deposit): Promise<void>
  /** Waits for what is under way. */
  drain(): Promise<void>
  /** How many events wait for the next commit. */
  waiting(): number
}

/** Told of each commit that is durable. */
export interface CommitWatch {
  committed(took_ms: number, deposits: Deposit[]): void
}

/** A commit costs the engine the same whether it holds one event or some hundred: few wait for more, at most so long after the commit before. */
const enough = 500
const pause_ms = 60

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
export function createGroupCommit(
  store: Store,
  stored: (events: number) => void,
  watch?: CommitWatch,
): GroupCommit {
  let queue: Waiting[] = []
  let waiting = 0
  let running: Promise<void> | null = null
  const pace = createPace()
  const run = async () => {
    while (queue.length > 0) {
      await pace.begin(waiting)
      const taken = queue
      const events = waiting
      queue = []
      waiting = 0
      for (const [workspace, group] of Map.groupBy(taken, (each) => each.deposit.workspace))
        await commitGroup(workspace, group)
      stored(events)
    }
    running = null
  }
  const commitGroup = async (workspace: string, group: Waiting[]) => {
    const began = performance.now()
    const deposits = group.map((each) => each.deposit)
    try {
      await commitAll(store, workspace, deposits)
      watch?.committed(performance.now() - began, deposits)
      for (const each of group) each.done()
    } catch (error) {
      // One poisoned event must not fail its neighbours: alone, each request meets only its own fault.
      if (group.length === 1) group[0]!.failed(error)
      else for (const each of group) await commitGroup(workspace, [each])
    }
  }
  return {
    deposit: (deposit) => {
      const events = deposit.interactions.length + deposit.linked.length + deposit.rejected.length
      if (waiting + events > mostWaiting) return Promise.reject(new Full())
      waiting += events
      pace.joined(waiting)
      return new Promise<void>((done, failed) => {
        queue.push({ deposit, done, failed })
        running ??= run()
      })
    },
    drain: async () => {
      while (running) await running
    },
    waiting: () => waiting,
  }
}

/** Lets few events wait for more: `begin` resolves when a commit of so many is worth its cost. */
function createPace() {
  let began = Number.NEGATIVE_INFINITY
  let go: () => void = () => undefined
  return {
    begin: async (events: number) => {
      const rest = began + pause_ms - performance.now()
      if (events < enough && rest > 0)
        await new Promise<void>((done) => {
          const timer = setTimeout(done, rest)
          go = () => {
            clearTimeout(timer)
            done()
          }
        })
      began = performance.now()
    },
    joined: (events: number) => {
      if (events >= enough) go()
    },
  }
}

/** Asked who is erased once the commit is on record: an erasure that begins meanwhile, at any server process, waits for it. */
async function commitAll(store: Store, workspace: string, asked: Deposit[]): Promise<void> {
  let deposits: Deposit[] = []
  await commitUnder(store, workspace, async (commit_id) => {
    deposits = await admitted(store, workspace, asked)
    const rejected = deposits.flatMap(({ source, file, rejected }) =>
      rejected.map(({ entry = 0, ...row }) => ({ source, file, entry, row })),
    )
    for (const own of Map.groupBy(rejected, (each) => `${each.entry} ${each.file} ${each.source}`).values()) {
      const { source, file, entry } = own[0]!
      await quarantineRecords(
        store.db,
        { workspace, source, file, entry },
        own.map((each) => each.row),
      )
    }
    await writeBatch(store, workspace, commit_id, {
      interactions: deposits.flatMap((each) => each.interactions),
      linked: deposits.flatMap((each) => each.linked),
    })
  })
  for (const { source, interactions, linked } of deposits)
    noteArrived(store, workspace, source, [...interactions, ...linked].map(idOf))
}

const idOf = ({ interaction_id }: Interaction) => interaction_id

async function admitted(store: Store, workspace: string, asked: Deposit[]): Promise<Deposit[]> {
  const guard = await guardOf(store.db, workspace, Date.now())
  if (guard === null) return asked
  return asked.map((deposit) => {
    const interactions = deposit.interactions.filter((each) => !guard.refuses([each]))
    const linked = deposit.linked.filter((each) => !guard.refuses([each]))
    const rejected = deposit.rejected.filter((each) => !guard.refusesText(each.record))
    const held = (each: Deposit) => each.interactions.length + each.linked.length + each.rejected.length
    const kept = { ...deposit, interactions, linked, rejected }
    deposit.erased = held(deposit) - held(kept)
    return kept
  })
}
