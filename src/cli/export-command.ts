import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import cliProgress from 'cli-progress'
import { type Command, InvalidArgumentError } from 'commander'
import {
  type ExportForm,
  exportData,
  exportEndings,
  exportedThings,
  exportForms,
  readExportProgress,
} from '../act/contract.ts'
import { CallFailed, requestOf } from '../http/call.ts'
import { type Connection, type Globals, using } from './connect.ts'
import { print, printJson } from './show.ts'

interface Wish {
  what: (typeof exportedThings)[number]
  form?: ExportForm
  journey?: string
  since?: string
  until?: string
}

const oneOf =
  <Word extends string>(words: readonly Word[]) =>
  (given: string): Word => {
    const found = words.find((word) => word === given)
    if (found === undefined) throw new InvalidArgumentError(`Give one of: ${words.join(', ')}.`)
    return found
  }

export function exportCommand(program: Command, globals: () => Globals): void {
  program
    .command('export <file>')
    .description(
      'Interactions or runs as a file: .csv, .parquet, .xes or .jsonocel (OCEL 2.0). Imported again they are the same',
    )
    .option('--what <what>', `${exportedThings.join(' or ')}`, oneOf(exportedThings), 'interactions')
    .option(
      '--form <form>',
      `${exportForms.join(', ')}; left out: by the ending of the file`,
      oneOf(exportForms),
    )
    .option('--journey <journey>', 'runs of this journey, and the interactions they hold')
    .option('--since <date>', 'what begins on or after')
    .option('--until <date>', 'what begins before; a bare date with its whole day')
    .addHelpText(
      'after',
      `
Examples:
  throughline export all.jsonocel
  throughline export may.csv --since 2026-05-01 --until 2026-05-31
  throughline export runs.parquet --what runs --journey order
  throughline export - --form xes --journey order > order.xes`,
    )
    .action((file: string, wish: Wish) =>
      using(globals(), (connection) => run(connection, globals(), file, wish)),
    )
}

function formOf(file: string, { form }: Wish): ExportForm {
  const found = form ?? exportForms.find((each) => file.endsWith(`.${exportEndings[each]}`))
  if (found === undefined && /\.ocel(\.json)?$/.test(file)) return 'ocel'
  if (found !== undefined) return found
  throw new Error(
    `The ending of ${file} tells no form. End it in ${exportForms.map((each) => `.${exportEndings[each]}`).join(', ')}, or give --form.`,
  )
}

async function run(connection: Connection, globals: Globals, file: string, wish: Wish): Promise<void> {
  const form = formOf(file, wish)
  const export_id = randomUUID()
  const { what, journey, since, until } = wish
  const asked = { workspace: connection.workspace, what, form, journey, since, until, export_id }
  const response = await connection.transport(requestOf(exportData, asked).path, {
    method: 'GET',
    headers: {},
  })
  if (!response.ok || response.body === null)
    throw new CallFailed(response.status, (await response.json()) as { title: string; detail: string })
  const progress = follow(connection, export_id, globals.json === true || file === '-')
  try {
    const body = Readable.fromWeb(response.body as never)
    if (file === '-') await pipeline(body, process.stdout, { end: false })
    else await writeWhole(body, file)
  } finally {
    await progress.stop()
  }
  const { done, what: counted } = await connection.call(readExportProgress, { export_id })
  if (globals.json && file !== '-') printJson({ file, form, what, written: done })
  else if (file !== '-') print(`${file}: ${done} ${counted}`)
}

/** A file that is cut off is none: it gets its name when it is whole. */
async function writeWhole(body: Readable, file: string): Promise<void> {
  const part = `${file}.part`
  try {
    await pipeline(body, createWriteStream(part, { mode: 0o600 }))
    await rename(part, file)
  } catch (error) {
    await rm(part, { force: true })
    throw new Error(`${file} was not written: ${(error as Error).message}`)
  }
}

/** Progress as a bar on a terminal. */
function follow(connection: Connection, export_id: string, quiet: boolean): { stop(): Promise<void> } {
  if (!process.stderr.isTTY || quiet) return { stop: async () => undefined }
  const bar = new cliProgress.SingleBar({
    format: '{bar} {percentage} % · {value} of {total}',
    stream: process.stderr,
  })
  bar.start(1, 0)
  let asking: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    asking = connection.call(readExportProgress, { export_id }).then(
      ({ done, of }) => {
        bar.setTotal(of ?? Math.max(1, done))
        bar.update(done)
      },
      () => undefined,
    )
  }, 500)
  return {
    stop: async () => {
      clearInterval(timer)
      await asking
      bar.stop()
    },
  }
}
