// The product opened in this process on a folder of its own, for tests against the real engines.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'vitest'
import { createWorkspace } from '../src/access/contract.ts'
import { createKey, type ImportState, readImport, startImport } from '../src/collect/contract.ts'
import { readConfig } from '../src/config.ts'
import { call, type Transport } from '../src/http/call.ts'
import type { Input, Operation, Output } from '../src/http/operation.ts'
import {
  addStoryboard,
  type Filters,
  listRuns,
  readJourney,
  readMap,
  rebuildRuns,
} from '../src/journeys/contract.ts'
import { openThroughline } from '../src/main.ts'

/** What an import is given beside the workspace and the path. */
export interface ImportGiven {
  mapping?: string
  mapping_path?: string
  replace?: boolean
}

type Row = Record<string, unknown>

/** Opens the product on a new temporary folder; `close` ends it and removes the folder. `env`: engines of one's own. */
export async function openInProcess(env: Record<string, string> = {}) {
  const data = mkdtempSync(join(tmpdir(), 'throughline-engines-'))
  const product = await openThroughline(readConfig({ data: join(data, 'data'), port: 0 }, env))
  const transport: Transport = async (path, init) =>
    product.app.request(path, {
      ...init,
      headers: { ...init.headers, authorization: `Bearer ${product.token}` },
    })
  const asked = <Op extends Operation>(operation: Op, input: Input<Op>): Promise<Output<Op>> =>
    call(transport, operation, input)
  let files = 0
  return {
    product,
    data,
    call: asked,
    follow: product.follow,
    workspace: async (workspace: string) => {
      await asked(createWorkspace, { workspace })
      return workspace
    },
    /** Writes files into a new folder and gives its path. */
    folder: (contents: Record<string, string>): string => {
      const folder = join(data, `files-${files++}`)
      for (const [name, text] of Object.entries(contents)) {
        mkdirSync(dirname(join(folder, name)), { recursive: true })
        writeFileSync(join(folder, name), text)
      }
      return folder
    },
    /** Imports and waits until the runs are built. */
    import: async (workspace: string, path: string, given: ImportGiven = {}): Promise<ImportState> => {
      const { import_id } = await asked(startImport, { workspace, path, ...given })
      for (;;) {
        const state = await asked(readImport, { workspace, import_id })
        if (state.finished_at !== null) return state
        await wait(30)
      }
    },
    storyboard: (workspace: string, yaml: string) => asked(addStoryboard, { workspace, yaml }),
    map: (workspace: string, subject: string, filters: Filters = {}) =>
      asked(readMap, { workspace, subject, ...filters }),
    report: (workspace: string, journey: string, filters: Filters = {}) =>
      asked(readJourney, { workspace, journey, ...filters }),
    runs: async (workspace: string, journey: string, filters: Filters = {}) =>
      (await asked(listRuns, { workspace, journey, limit: 100_000, order: 'asc', ...filters })).runs,
    rebuild: (workspace: string, journey?: string) => asked(rebuildRuns, { workspace, journey }),
    /** Sends one call of the Segment dialect with a write key. */
    send: (write_key: string, body: unknown, path = '/v1/batch') =>
      product.app.request(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: basic(write_key) },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    key: async (workspace: string, source = 'http') =>
      (await asked(createKey, { workspace, name: 'test', source })).write_key,
    ask: <Found extends Row>(workspace: string, sql: string, params: Row = {}): Promise<Found[]> =>
      product.analytics.ask<Found>(sql, { workspace, params }),
    close: async () => {
      await product.close()
      rmSync(data, { recursive: true, force: true })
    },
  }
}

export type InProcess = Awaited<ReturnType<typeof openInProcess>>

/** The product with files, their mapping among them, imported into the workspace main, and the runs of a storyboard built. */
export async function openImported(
  files: Record<string, string>,
  storyboard: string,
  stored: number,
): Promise<InProcess> {
  const product = await openInProcess()
  expect(await product.import('main', product.folder(files))).toMatchObject({ state: 'done', stored })
  await product.storyboard('main', storyboard)
  await product.follow('main')
  return product
}

export const basic = (write_key: string) => `Basic ${Buffer.from(`${write_key}:`).toString('base64')}`

/** Every interaction as stored, but for what a commit stamps on it. */
export function allInteractions({ ask }: InProcess, workspace: string): Promise<Row[]> {
  return ask(
    workspace,
    `SELECT * EXCEPT (workspace, commit_id, version, is_deleted, received_at)
     FROM throughline.interactions FINAL WHERE {{workspace}} ORDER BY interaction_id`,
  )
}

/**
 * Every run of a journey but for what a build stamps on it; snapshot 0 is the living state. Two builds judge a live
 * source at two moments: `judged_until` and lengths that still grow are left out, unless the moment is the same
 * (`judged`).
 */
export async function allRuns(
  { ask }: InProcess,
  workspace: string,
  journey: string,
  { judged = false, snapshot = 0 } = {},
) {
  const stamps = `workspace, snapshot, version, is_deleted${judged ? '' : ', judged_until'}`
  const rows = await ask(
    workspace,
    `SELECT * EXCEPT (${stamps}) FROM throughline.runs FINAL
     WHERE {{workspace}} AND journey = {journey:String} AND snapshot = {snapshot:Int64} ORDER BY key, ordinal`,
    { journey, snapshot },
  )
  return judged ? rows : rows.map(withoutOpenLengths)
}

/** Lengths that grow until what they wait for has happened, and the column that says whether it has. */
const watched = [
  ['gaps.to_at', 'gaps.open'],
  ['gaps.seconds', 'gaps.open'],
  ['gaps.excess', 'gaps.open'],
  ['gaps.until_chase', 'gaps.open'],
  ['repeats.seconds', 'repeats.repeated'],
  ['questions.seconds', 'questions.answered'],
] as const

function withoutOpenLengths(row: Row): Row {
  const open = row['gaps.open'] as number[]
  const cleared = watched.map(([name, over]) => {
    const ended = over === 'gaps.open' ? open.map((each) => !each) : (row[over] as number[])
    return [name, (row[name] as unknown[]).map((value, place) => (ended[place] ? value : 'open'))]
  })
  return { ...row, ...Object.fromEntries(cleared) }
}

/** Fails with the first rows that differ: a difference over ten thousand rows is nothing to read. */
export function expectSameRows(ours: Row[], theirs: Row[]): void {
  const differing = ours.findIndex((row, i) => JSON.stringify(row) !== JSON.stringify(theirs[i]))
  if (differing >= 0) expect(ours[differing]).toEqual(theirs[differing])
  expect(ours.length).toBe(theirs.length)
}
