// What must hold whenever the server is killed: an acknowledged message is there once, an import ends as if undisturbed.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createWorkspace } from '../../src/access/contract.ts'
import { createKey, type ImportState, readImport, startImport } from '../../src/collect/contract.ts'
import { addStoryboard, readProgress } from '../../src/journeys/contract.ts'
import { basic } from '../in-process.ts'
import { between, rng, whole } from '../sample/random.ts'
import { type KilledServer, startServer } from './killed-server.ts'

export const storyboard = `journey: order
version: 1
correlate: { subject: order }
steps: [{ step: Placed }, { repeat: { up_to: 3, steps: [{ step: Asked }] } }, { step: Delivered }]
outcomes: { delivered: { kind: success, touchpoints: [Delivered] } }
`

export interface Sent {
  acknowledged: number
  stored: number
  /** Acknowledged, yet not there. */
  lost: string[]
  /** Message ids stored more than once, as interactions or as steps of runs. */
  doubled: string[]
  /** Interactions, and steps of runs: one journey holds them all. */
  interactions: number
  steps: number
}

/** Clients send and retry while the server is killed again and again; then everything is counted. */
export async function sendThroughKills(kills: number, seed: number, clients = 4): Promise<Sent> {
  const random = rng(seed)
  const server = await startServer()
  try {
    await server.call(addStoryboard, { workspace: 'main', yaml: storyboard })
    const { write_key } = await server.call(createKey, { workspace: 'main', name: 'torture', source: 'shop' })
    const acknowledged = new Set<string>()
    const state = { over: false }
    const sending = Array.from({ length: clients }, (_, client) =>
      send(server, write_key, `${client}`, acknowledged, state),
    )
    for (let kill = 0; kill < kills; kill++) {
      await wait(between(random, 100, 1_500))
      await server.kill()
      await server.start()
    }
    await wait(500)
    state.over = true
    await Promise.all(sending)
    return await count(server, acknowledged)
  } finally {
    await server.end()
  }
}

const touchpoints = ['Placed', 'Asked', 'Delivered']

/** What a client says in its batch of that number. */
export const batchOf = (client: string, number: number) =>
  Array.from({ length: 10 }, (_, i) => ({
    type: 'track',
    messageId: `${client}-${number}-${i}`,
    event: touchpoints[(number + i) % 3],
    userId: `u${i}`,
    properties: { order_id: `o${(number * 7 + i) % 40}` },
    originalTimestamp: new Date().toISOString(),
  }))

/** One client: batch after batch, each sent again with another sentAt until it is acknowledged, wherever it is then to be sent. */
export async function send(
  server: Pick<KilledServer, 'url'>,
  write_key: string,
  client: string,
  acknowledged: Set<string>,
  state: { over: boolean },
): Promise<void> {
  for (let number = 0; !state.over; number++) {
    const batch = batchOf(client, number)
    for (;;) {
      const body = JSON.stringify({ batch, sentAt: new Date().toISOString() })
      const headers = { authorization: basic(write_key), 'content-type': 'application/json' }
      const answered = await fetch(`${server.url()}/v1/batch`, { method: 'POST', headers, body }).then(
        async (answer) => (await answer.text()) !== '' && answer.status === 200,
        () => false,
      )
      if (answered) break
      await wait(60)
    }
    for (const { messageId } of batch) acknowledged.add(messageId)
  }
}

export async function count(server: KilledServer, acknowledged: Set<string>): Promise<Sent> {
  for (;;) {
    const { behind } = await server.call(readProgress, { workspace: 'main' })
    if (behind === 0) break
    await wait(200)
  }
  type Counted = { record_key: string; n: string }
  const rows = await server.sql<Counted>(
    'main',
    'SELECT record_key, count() AS n FROM interactions GROUP BY record_key',
  )
  const steps = await server.sql<Counted>(
    'main',
    `SELECT interactions.record_key AS record_key, count() AS n FROM steps
     INNER JOIN interactions ON interactions.interaction_id = steps.interaction_id
     WHERE journey = 'order' GROUP BY record_key`,
  )
  const stored = new Set(rows.map((row) => row.record_key))
  const sum = (counted: Counted[]) => counted.reduce((total, row) => total + Number(row.n), 0)
  return {
    acknowledged: acknowledged.size,
    stored: stored.size,
    lost: [...acknowledged].filter((id) => !stored.has(id)),
    doubled: [...rows, ...steps].filter((row) => Number(row.n) !== 1).map((row) => row.record_key),
    interactions: sum(rows),
    steps: sum(steps),
  }
}

const mapping = `source: shop
storyboards: [order.yaml]
records:
  - file: orders.csv
    key: $id
    identifiers: { user_id: $person }
    subjects: { order: $order }
    interactions:
      - { touchpoint: Placed, at: $placed, channel: web }
      - { touchpoint: Delivered, at: $delivered, channel: parcel, news: true }
`

export interface Imported {
  state: ImportState
  /** How often the server was killed before the import was done. */
  kills: number
  /** Exit codes of the stops, where it was asked to end instead of being killed. */
  exits: (number | null)[]
  interrupted: Figures
  undisturbed: Figures
}

type Figures = Record<'interactions' | 'runs' | 'steps', { n: string; hash: string }>

/** An import that is killed again and again resumes by itself; the same file imported undisturbed stands beside it. */
export async function importThroughKills(
  kills: number,
  seed: number,
  rows = 40_000,
  politely = false,
): Promise<Imported> {
  const random = rng(seed)
  const server = await startServer()
  try {
    const folder = writeExport(server.data, rows)
    const begin = async (workspace: string) => {
      await server.call(createWorkspace, { workspace })
      const given = { workspace, path: folder, mapping_path: join(folder, 'mapping.yaml') }
      return (await server.call(startImport, given)).import_id
    }
    const workspace = 'killed'
    const import_id = await begin(workspace)
    let killed = 0
    const exits: (number | null)[] = []
    while (killed < kills) {
      if (await untilWriting(server, workspace, import_id)) break
      await wait(whole(random, 0, 1_500))
      if (politely) exits.push(await server.stop())
      else await server.kill()
      await server.start()
      killed++
    }
    const state = await finished(server, workspace, import_id)
    await finished(server, 'fresh', await begin('fresh'))
    const [interrupted, undisturbed] = [await figures(server, workspace), await figures(server, 'fresh')]
    return { state, kills: killed, exits, interrupted, undisturbed }
  } finally {
    await server.end()
  }
}

/** Waits until something is stored, so that a kill meets work half done; true when the import is over already. */
export async function untilWriting(
  server: KilledServer,
  workspace: string,
  import_id: string,
): Promise<boolean> {
  for (;;) {
    const { read, finished_at } = await server.call(readImport, { workspace, import_id })
    if (finished_at !== null || read > 0) return finished_at !== null
    await wait(20)
  }
}

export function writeExport(data: string, rows: number): string {
  const folder = join(data, '..', 'export')
  mkdirSync(folder, { recursive: true })
  const at = (minutes: number) => new Date(Date.UTC(2024, 0, 1) + minutes * 60_000).toISOString()
  const lines = Array.from({ length: rows }, (_, i) =>
    [i, `o${i % Math.ceil(rows / 3)}`, `p${i % 5000}`, at(i % 200_000), at((i % 200_000) + 2_880)].join(','),
  )
  writeFileSync(join(folder, 'orders.csv'), ['id,order,person,placed,delivered', ...lines].join('\n'))
  writeFileSync(join(folder, 'mapping.yaml'), mapping)
  writeFileSync(join(folder, 'order.yaml'), storyboard)
  return folder
}

export async function finished(
  server: KilledServer,
  workspace: string,
  import_id: string,
): Promise<ImportState> {
  for (;;) {
    const state = await server.call(readImport, { workspace, import_id })
    if (state.finished_at !== null) return state
    await wait(100)
  }
}

/** How many rows, and a hash of all their content, whatever their order. */
export async function figures(server: KilledServer, workspace: string): Promise<Figures> {
  const of = async (view: string) =>
    (
      await server.sql<{ n: string; hash: string }>(
        workspace,
        `SELECT count() AS n, groupBitXor(sipHash64(toString(tuple(*)))) AS hash FROM ${view}`,
      )
    )[0]!
  return { interactions: await of('interactions'), runs: await of('runs'), steps: await of('steps') }
}
