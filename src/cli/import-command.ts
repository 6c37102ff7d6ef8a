import { resolve } from 'node:path'
import cliProgress from 'cli-progress'
import type { Command } from 'commander'
import { type ImportState, previewImport, readImport, startImport } from '../collect/contract.ts'
import { type Connection, type Globals, using } from './connect.ts'
import { readText } from './read-text.ts'
import { print, printJson, table } from './show.ts'

interface Wish {
  mapping?: string
  replace?: boolean
  preview?: boolean
  save?: string
}

export function importCommand(program: Command, globals: () => Globals): void {
  program
    .command('import <path>')
    .description(
      'Import a CSV, JSON Lines, XES, OCEL 2.0 (all also .gz) or Parquet file, or a folder of them',
    )
    .option('--mapping <file>', 'how records become interactions; without it one is guessed')
    .option('--replace', 'withdraw records that the file no longer has')
    .option('--preview', 'show what would be imported, store nothing')
    .addHelpText(
      'after',
      `
Examples:
  throughline import tickets.xes.gz
  throughline import orders.csv --preview
  throughline import exports/ --mapping exports/mapping.yaml --replace
  throughline imports            what was imported, and to undo one`,
    )
    .action((path: string, wish: Wish) =>
      using(
        globals(),
        (connection) => (wish.preview ? preview : run)(connection, globals(), resolve(path), wish),
        { makes: !wish.preview },
      ),
    )
}

async function preview(connection: Connection, globals: Globals, path: string, wish: Wish): Promise<void> {
  const mapping = wish.mapping ? readText(wish.mapping, 'mapping file') : undefined
  const seen = await connection.call(previewImport, { path, mapping })
  if (globals.json) return printJson(seen)
  print(`# ${seen.guessed ? 'Guessed mapping' : 'Mapping'}\n${seen.mapping}`)
  const first = seen.interactions.slice(0, 15).map((each) => ({
    started_at: each.started_at,
    touchpoint: each.touchpoint,
    channel: each.channel,
    subject: each.subjects.map(({ type, id }) => `${type} ${id}`).join(', '),
    customer: each.identifiers.map(({ kind, value }) => `${kind} ${value}`).join(', '),
  }))
  const filled = ['channel', 'subject', 'customer'] as const
  const columns = filled.filter((column) => first.some((row) => row[column] !== ''))
  print(
    `# First interactions of ${seen.read} records\n${table(first, ['started_at', 'touchpoint', ...columns])}\n`,
  )
  if (seen.rejected.length === 0) print('# Rejected: none')
  else
    print(
      `# Rejected: ${seen.rejected.length}\n${table(seen.rejected.slice(0, 50), ['file', 'row', 'field', 'reason'])}`,
    )
}

async function run(connection: Connection, globals: Globals, path: string, wish: Wish): Promise<void> {
  const mapping_path = wish.mapping ? resolve(wish.mapping) : undefined
  const { import_id } = await connection.call(startImport, {
    path,
    mapping_path,
    replace: wish.replace ?? false,
  })
  const state = await follow(connection, import_id, globals.json === true)
  if (globals.json) printJson(state)
  else print(summary(state))
  if (state.state !== 'done') process.exitCode = 1
}

/** Progress as a bar on a terminal, as a line every few seconds otherwise. */
export async function follow(
  connection: Connection,
  import_id: string,
  quiet: boolean,
): Promise<ImportState> {
  const bar =
    process.stderr.isTTY && !quiet
      ? new cliProgress.SingleBar({
          format: '{bar} {percentage} % · {interactions} interactions · {rate}/s · {state}',
          stream: process.stderr,
        })
      : null
  const started = Date.now()
  bar?.start(100, 0, { interactions: 0, rate: 0, state: 'reading' })
  let told = started
  for (;;) {
    const state = await connection.call(readImport, { import_id })
    const rate = Math.round(state.interactions / Math.max(0.001, (Date.now() - started) / 1000))
    bar?.update(state.bytes_total === 0 ? 0 : Math.round((100 * state.bytes_read) / state.bytes_total), {
      interactions: state.interactions,
      rate,
      state: state.state,
    })
    if (!bar && !quiet && Date.now() - told > 5_000) {
      process.stderr.write(`${state.state}: ${state.interactions} interactions, ${rate}/s\n`)
      told = Date.now()
    }
    if (state.finished_at !== null && state.state !== 'undoing') {
      bar?.stop()
      return state
    }
    await new Promise((done) => setTimeout(done, 60))
  }
}

function summary(state: ImportState): string {
  if (state.state === 'failed') return `Import of ${state.path} failed: ${state.error}`
  return [
    `${state.source}: read ${state.read} = stored ${state.stored} + unchanged ${state.unchanged} + quarantined ${state.quarantined}${state.erased > 0 ? ` + erased ${state.erased}` : ''}${state.withdrawn > 0 ? `; withdrawn ${state.withdrawn}` : ''}`,
    `${state.interactions} interactions${state.subject_types.length > 0 ? ` about: ${state.subject_types.join(', ')}` : ''}${state.storyboards.length > 0 ? `; storyboards: ${state.storyboards.join(', ')}` : ''}`,
    ...(state.quarantined > 0 ? ['See what was quarantined and why: throughline quarantine'] : []),
    ...(state.interactions > 0
      ? [`See the map: throughline map --subject ${state.subject_types[0] ?? 'customer'}`]
      : []),
  ].join('\n')
}
