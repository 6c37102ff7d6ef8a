/** How fast the engine alone takes interactions: the limit that other figures are a share of. Own process, own folder. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { argv, execPath, stdout } from 'node:process'
import { fileURLToPath } from 'node:url'
import type { Interaction } from '../../src/collect/interaction.ts'
import { interactionColumns, interactionRow } from '../../src/collect/interaction-row.ts'
import { openAnalytics } from '../../src/storage/analytics.ts'
import { touchpoints } from './orders.ts'

const seconds = 6

/** Rows per second at so many rows per insert, in the same table with the same syncing to disk. */
export async function insertRate(folder: string, rows: number): Promise<number> {
  const child = spawn(execPath, [fileURLToPath(import.meta.url), folder, String(rows)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString()
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`The bare insert ended with code ${code}.`)
  return Number(text)
}

async function measure(folder: string, rows: number): Promise<number> {
  const analytics = await openAnalytics(folder, null)
  let written = 0
  let waited = 0
  for (let commit = 1; waited < seconds * 1000; commit++) {
    const piece = Array.from({ length: rows }, (_, place) =>
      interactionRow(
        { workspace: 'main', commit_id: commit, received_at: Date.now() },
        interactionOf(commit * rows + place),
      ),
    )
    const began = performance.now()
    await analytics.insert('throughline.interactions', interactionColumns, piece)
    waited += performance.now() - began
    written += rows
  }
  await analytics.close()
  return (1000 * written) / waited
}

function interactionOf(nth: number): Interaction {
  return {
    interaction_id: `${nth.toString(16).padStart(8, '0')}-0000-5000-8000-${(nth * 7919).toString(16).padStart(12, '0')}`,
    source: 'limit',
    record_key: String(nth),
    sequence: nth,
    started_at: 1_780_000_000_000 + nth * 1000,
    ended_at: null,
    channel: 'web',
    touchpoint: touchpoints[nth % 5]!,
    direction: 'inbound',
    begun_by: 'customer',
    ball_after: 'company',
    identifiers: [{ kind: 'user_id', value: `c${nth % 100_000}` }],
    subjects: [{ type: 'order', id: `o${Math.floor(nth / 5)}` }],
    information_given: [],
    information_asked: [],
    news: null,
    promises: [],
    statements: [],
    traits: {},
    groups: [],
    score: null,
    agent: '',
    team: '',
    cost: null,
    text: '',
    attributes: { region: `region ${nth % 16}`, payment: 'card' },
  }
}

if (argv[1] === fileURLToPath(import.meta.url))
  stdout.write(String(await measure(argv[2]!, Number(argv[3]))), () => process.exit(0))
