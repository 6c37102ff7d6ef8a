import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { readImport, startImport } from '../collect/contract.ts'
import type { Config } from '../config.ts'
import { call, type Transport } from '../http/call.ts'
import type { Throughline } from '../main.ts'
import { print } from './show.ts'

/** The generator is a tool beside the program: the program only ever sees the files it writes. */
const generator = join(import.meta.dirname, '..', '..', 'tools', 'sample', 'main.ts')

export function sampleCommand(program: Command): void {
  program
    .command('sample')
    .description("Write the sample company as export files, to be imported like anybody's data")
    .requiredOption('--out <dir>', 'folder for the files')
    .option('--truth <file>', 'where to write what really went wrong (default: beside the folder)')
    .option('--seed <n>', 'which company', '1')
    .option('--customers <n>', 'how many')
    .option('--faults <file>', 'faults to plant, or none')
    .addHelpText(
      'after',
      `
Examples:
  throughline sample --out company
  throughline import company --workspace sample`,
    )
    .action((flags: Record<string, string | undefined>) => {
      flags.truth ??= `${flags.out?.replace(/[/\\]+$/, '')}-truth.json`
      const own = ['out', 'truth', 'seed', 'customers', 'faults'].filter((name) => flags[name] !== undefined)
      return generate(own.flatMap((name) => [`--${name}`, flags[name]!]))
    })
}

function generate(args: string[]): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [generator, ...args], { stdio: ['ignore', 'inherit', 'inherit'] })
    child.once('error', fail)
    child.once('exit', (code) =>
      code === 0
        ? done()
        : fail(new Error('The sample company could not be written; the reason stands above.')),
    )
  })
}

/** Loads the sample company at the first start of a data folder, into a workspace of its own. */
export async function loadSampleOnce(config: Config, throughline: Throughline): Promise<void> {
  const mark = join(config.data, 'sample-loaded')
  if (existsSync(mark)) return
  const folder = join(config.data, 'sample-company')
  print('Loading the sample company (workspace sample) …')
  await mkdir(folder, { recursive: true })
  await generate(['--out', folder, '--truth', join(config.data, 'sample-truth.json'), '--seed', '1'])
  await throughline.makeSampleWorkspace('sample')
  const transport: Transport = async (path, init) =>
    throughline.app.request(path, {
      ...init,
      headers: { ...init.headers, authorization: `Bearer ${throughline.token}` },
    })
  const { import_id } = await call(transport, startImport, {
    workspace: 'sample',
    path: folder,
    mapping_path: join(folder, 'mapping.yaml'),
    replace: false,
  })
  for (let told = -1; ; ) {
    const state = await call(transport, readImport, { workspace: 'sample', import_id })
    const done = state.bytes_total === 0 ? 0 : Math.floor((4 * state.bytes_read) / state.bytes_total) * 25
    if (done !== told) print(`  ${state.state}: ${done} %, ${state.interactions} interactions`)
    told = done
    if (state.finished_at !== null) {
      if (state.state !== 'done') throw new Error(`The sample company could not be loaded: ${state.error}`)
      break
    }
    await new Promise((next) => setTimeout(next, 150))
  }
  await writeFile(mark, `${new Date().toISOString()}\n`)
  await rm(folder, { recursive: true, force: true })
  print('The sample company is loaded.')
}
