// What must hold while something else than the server fails: it says so at once, goes on by itself, and loses and doubles nothing.
import { setTimeout as wait } from 'node:timers/promises'
import { createKey } from '../../src/collect/contract.ts'
import { addStoryboard } from '../../src/journeys/contract.ts'
import { basic } from '../in-process.ts'
import { batchOf, count, type Sent, storyboard } from './kill.ts'
import type { KilledServer } from './killed-server.ts'

/** A client gives a request up after so long. */
const patience_ms = 10_000
const recovery_ms = 60_000

export interface Suffered extends Sent {
  /** How often each status was answered; 0: no answer within the client's patience, or a broken connection. */
  statuses: Record<number, number>
  slowest_ms: number
  /** The longest time in which nobody was acknowledged. */
  unavailable_ms: number
  /** How many acknowledgements came after the fault was over. */
  after: number
}

/** Clients send and retry while a fault is caused and ended; then everything is counted. */
export async function sendThrough(
  server: KilledServer,
  fault: (write_key: string) => Promise<void>,
  clients = 4,
): Promise<Suffered> {
  await server.call(addStoryboard, { workspace: 'main', yaml: storyboard })
  const { write_key } = await server.call(createKey, { workspace: 'main', name: 'torture', source: 'shop' })
  const acknowledged = new Set<string>()
  const seen = { statuses: {} as Record<number, number>, slowest_ms: 0, unavailable_ms: 0, after: 0 }
  const state = { over: false, last: performance.now() }
  const post = async (batch: unknown) => {
    const began = performance.now()
    const status = await deliver(server, write_key, batch)
    const now = performance.now()
    seen.statuses[status] = (seen.statuses[status] ?? 0) + 1
    seen.slowest_ms = Math.max(seen.slowest_ms, Math.round(now - began))
    if (status !== 200) return false
    seen.unavailable_ms = Math.max(seen.unavailable_ms, Math.round(now - state.last))
    seen.after++
    state.last = now
    return true
  }
  const client = async (name: number) => {
    for (let number = 0; !state.over; number++) {
      const batch = batchOf(`${name}`, number)
      while (!(await post(batch))) {
        if (state.over) return
        await wait(100)
      }
      for (const { messageId } of batch) acknowledged.add(messageId)
    }
  }
  const sending = Array.from({ length: clients }, (_, name) => client(name))
  try {
    await wait(1_000)
    await fault(write_key)
    seen.after = 0
    for (const late = performance.now() + recovery_ms; seen.after < 20 && performance.now() < late; )
      await wait(100)
  } finally {
    state.over = true
    await Promise.all(sending)
  }
  const suffered = { ...(await count(server, acknowledged)), ...seen }
  const { lost, doubled, acknowledged: n, statuses, slowest_ms, unavailable_ms } = suffered
  console.log(
    `${n} acknowledged, ${lost.length} lost, ${doubled.length} doubled; answers ${JSON.stringify(statuses)}, slowest ${slowest_ms} ms, nobody acknowledged for ${unavailable_ms} ms`,
  )
  return suffered
}

/** The status of the answer; 0 for none. */
export async function deliver(server: KilledServer, write_key: string, batch: unknown): Promise<number> {
  const headers = { authorization: basic(write_key), 'content-type': 'application/json' }
  const body = JSON.stringify({ batch, sentAt: new Date().toISOString() })
  const signal = AbortSignal.timeout(patience_ms)
  try {
    const answer = await fetch(`${server.url()}/v1/batch`, { method: 'POST', headers, body, signal })
    await answer.text()
    return answer.status
  } catch {
    return 0
  }
}
