import { readFile as readText } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Bus } from '../events.ts'
import type { Lane } from '../storage/analytics.ts'
import { recoverFailed, type Store } from './commit.ts'
import { type FileToRead, type ImportReader, openReader } from './import-reader.ts'
import { type Counts, noCounts, type Writing, withdrawRecords, writePiece } from './import-write.ts'
import { kindsNow } from './kinds-store.ts'
import { describeProblems, type Mapping } from './mapping.ts'
import { Occurrences } from './occurrences.ts'
import { FileError } from './record.ts'
import { hasRecords, vanishedRecords } from './record-ledger.ts'
import { noteHorizon, subjectTypes } from './source.ts'
import { hasInteractions } from './standing.ts'

/** One import, from its plan to its runs. `report` is told after every piece; a `cancelled` import keeps what it stored. */
export interface ImportJob {
  store: Store
  bus: Bus
  workspace: string
  import_id: string
  import_number: number
  path: string
  mapping: Mapping
  /** Where the mapping's storyboards lie; null = beside the imported files. */
  mapping_path: string | null
  replace: boolean
  cancelled(): boolean
  report(progress: Progress): Promise<void>
  /** Brings customers and runs up to date. */
  follow(workspace: string): Promise<void>
}

export interface Progress {
  state: 'reading' | 'building' | 'done' | 'cancelled'
  counts: Counts
  bytes_read: number
  bytes_total: number
  storyboards: string[]
  subject_types: string[]
}

/** What a person can mend: the import stops and says so, without a stack. */
export class ImportRefused extends Error {}

/**
 * Reads, stores, withdraws what vanished (`replace`), then builds the runs. Running it again on the same file
 * finds what is already stored unchanged: that is how an interrupted import resumes.
 * @throws ImportRefused naming file, line and remedy.
 */
export async function runImport(job: ImportJob): Promise<Progress> {
  const reader = await openReader(job.path, job.mapping, await kindsNow(job.store.db, job.workspace))
  try {
    return await importFrom(reader, job)
  } finally {
    await reader.close()
  }
}

async function importFrom(reader: ImportReader, job: ImportJob): Promise<Progress> {
  if (reader.problems.length > 0) throw new ImportRefused(describeProblems(reader.problems, job.mapping.file))
  const storyboards = await readStoryboards(job)
  await recoverFailed(job.store)
  const writing = await beginWriting(job)
  const progress: Progress = {
    state: 'reading',
    counts: writing.counts,
    bytes_read: 0,
    bytes_total: reader.files.reduce((sum, file) => sum + file.size, 0),
    storyboards: [],
    subject_types: [],
  }
  await job.report(progress)
  await readFiles(job, reader, writing, progress)
  if (job.cancelled()) return finish(job, progress, 'cancelled')
  for (const source of writing.sources.keys()) {
    if (job.replace)
      await withdrawRecords(
        writing,
        source,
        await vanishedRecords(job.store.analytics, job.workspace, source, job.import_number),
      )
    await noteHorizon(job.store, job.workspace, source)
  }
  progress.state = 'building'
  progress.subject_types = await typesOf(job, [...writing.sources.keys()])
  await job.report(progress)
  await job.bus.publish('import_read', {
    workspace: job.workspace,
    source: job.mapping.source,
    import_id: job.import_id,
    storyboards,
    subject_types: progress.subject_types,
  })
  progress.storyboards = storyboards.map((each) => each.file)
  await reader.close()
  await job.follow(job.workspace)
  return finish(job, progress, 'done')
}

async function beginWriting({ store, workspace, mapping, import_number }: ImportJob): Promise<Writing> {
  return {
    store,
    workspace,
    mapping,
    import_number,
    sources: new Map([[mapping.source, await hasRecords(store.analytics, workspace, mapping.source)]]),
    careful:
      mapping.records.some((entry) => entry.exported) && (await hasInteractions(store.analytics, workspace)),
    met: new Occurrences(),
    counts: noCounts(),
  }
}

async function typesOf({ store, workspace }: ImportJob, sources: string[]): Promise<string[]> {
  const types = await Promise.all(sources.map((source) => subjectTypes(store, workspace, source)))
  return [...new Set(types.flat())].sort()
}

async function finish(job: ImportJob, progress: Progress, state: 'done' | 'cancelled'): Promise<Progress> {
  progress.state = state
  await job.report(progress)
  return progress
}

async function readFiles(
  job: ImportJob,
  reader: ImportReader,
  writing: Writing,
  progress: Progress,
): Promise<void> {
  let before = 0
  for (const file of reader.files) {
    try {
      await writeFile(job, reader, file, writing, async (bytes_read) => {
        progress.bytes_read = Math.max(progress.bytes_read, before + bytes_read)
        await job.report(progress)
      })
    } catch (error) {
      if (error instanceof FileError)
        throw new ImportRefused(`${error.message} What was read before it is stored.`)
      throw error
    }
    if (job.cancelled()) return
    before += file.size
  }
}

/** While two pieces are written, the next ones are read and mapped. */
async function writeFile(
  job: ImportJob,
  reader: ImportReader,
  file: FileToRead,
  writing: Writing,
  report: (bytes_read: number) => Promise<void>,
): Promise<void> {
  let earlier = Promise.resolve()
  let before = Promise.resolve()
  let lanes: [Lane, Lane] = ['import', 'import aside']
  try {
    for await (const piece of reader.pieces(file)) {
      await earlier
      if (job.cancelled()) return
      earlier = before
      before = writePiece(writing, file, piece, { lane: lanes[0], before }).then(() =>
        report(piece.bytes_read),
      )
      // Waited for later; until then a failure must not count as nobody's.
      before.catch(() => undefined)
      lanes = [lanes[1], lanes[0]]
    }
  } finally {
    await earlier
    await before
  }
}

async function readStoryboards(job: ImportJob): Promise<{ file: string; yaml: string }[]> {
  if (job.mapping.storyboards.length === 0) return []
  if (job.mapping_path === null)
    throw new ImportRefused(
      `The mapping names storyboards (${job.mapping.storyboards.join(', ')}), but was not given as a file they could lie beside. Give it by --mapping FILE, or add them by storyboard add.`,
    )
  const folder = dirname(job.mapping_path)
  return Promise.all(
    job.mapping.storyboards.map(async (file) => {
      try {
        return { file, yaml: await readText(join(folder, file), 'utf8') }
      } catch {
        throw new ImportRefused(
          `${job.mapping.file} names the storyboard ${file}, but there is no file ${join(folder, file)}.`,
        )
      }
    }),
  )
}
