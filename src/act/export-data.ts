import { Readable } from 'node:stream'
import { byOf, noteDeed } from '../access/index.ts'
import { badInput, notFound } from '../http/errors.ts'
import type { Mount } from '../http/serve.ts'
import {
  type ExportForm,
  type ExportProgress,
  exportData,
  exportEndings,
  readExportProgress,
} from './contract-export.ts'
import type { ErasureParts } from './erasure.ts'
import { interactionsCsv, runsCsv } from './export-csv.ts'
import { eventLog, runTrace, subjectTrace } from './export-log.ts'
import { ocelLog, type SourceState } from './export-ocel.ts'
import { interactionsParquet, runsParquet } from './export-parquet.ts'
import {
  countExported,
  type Exporting,
  readByRun,
  readBySubject,
  readInteractions,
  readRuns,
} from './export-read.ts'

const types: Record<ExportForm, string> = {
  csv: 'text/csv; charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
  xes: 'application/xml',
  ocel: 'application/json',
}

/** How far the exports of this process are, by workspace and name; the oldest are forgotten. */
const under = new Map<string, ExportProgress>()
const remembered = 1_000

export function mountDataExport(mount: Mount, parts: ErasureParts): void {
  mount(readExportProgress, async ({ workspace, export_id }) => {
    const progress = under.get(`${workspace} ${export_id}`)
    if (!progress) throw notFound(`export ${export_id} under way`, 'Begin it again.')
    return progress
  })
  mount(exportData, async ({ workspace, what, form, journey, export_id, ...asked }, caller) => {
    const exporting: Exporting = {
      analytics: parts.analytics,
      workspace,
      what,
      journey: journey || null,
      since: timeOf('since', asked.since),
      until: endOf(asked.until),
    }
    const detail = [what, form, journey, asked.since, asked.until].filter(Boolean).join(', ')
    await noteDeed(parts.db, { workspace, by: byOf(caller), act: 'export data', on_what: workspace, detail })
    const progress = begun(workspace, export_id, exporting, form)
    const name = [workspace, journey, what]
      .filter(Boolean)
      .join('-')
      .replace(/[^\w.-]+/g, '_')
    const bytes = told(written(exporting, form, await sourcesOf(parts, exporting), progress), progress)
    return new Response(
      Readable.toWeb(Readable.from(bytes, { objectMode: false, highWaterMark: 1 << 20 })) as ReadableStream,
      {
        headers: {
          'content-type': types[form],
          'content-disposition': `attachment; filename="${name}.${exportEndings[form]}"`,
          'cache-control': 'no-store',
        },
      },
    )
  })
}

function begun(
  workspace: string,
  export_id: string | undefined,
  { what }: Exporting,
  form: ExportForm,
): ExportProgress {
  const counted = form === 'xes' ? 'events' : form === 'ocel' ? 'interactions' : what
  const progress: ExportProgress = { state: 'waiting', what: counted, done: 0, of: null, error: null }
  if (export_id === undefined) return progress
  under.set(`${workspace} ${export_id}`, progress)
  for (const oldest of under.keys()) if (under.size > remembered) under.delete(oldest)
  return progress
}

/** The file in its form, in pieces. */
async function* written(
  exporting: Exporting,
  form: ExportForm,
  sources: SourceState[],
  progress: ExportProgress,
): AsyncGenerator<string | Uint8Array> {
  progress.of = await countExported(exporting, progress.what)
  progress.state = 'writing'
  const counted = <Each>(pieces: AsyncIterable<Each[]>) => counting(pieces, progress)
  const runs = exporting.what === 'runs'
  if (form === 'ocel')
    yield* ocelLog(exporting, sources, (some) => {
      progress.done += some
    })
  else if (form === 'xes')
    yield* runs
      ? eventLog(counted(readByRun(exporting)), runTrace)
      : eventLog(counted(readBySubject(exporting)), subjectTrace)
  else if (form === 'parquet')
    yield* runs
      ? runsParquet(counted(readRuns(exporting)))
      : interactionsParquet(counted(readInteractions(exporting)))
  else
    yield* runs
      ? runsCsv(counted(readRuns(exporting)))
      : interactionsCsv(counted(readInteractions(exporting)))
}

async function* counting<Each>(
  pieces: AsyncIterable<Each[]>,
  progress: ExportProgress,
): AsyncGenerator<Each[]> {
  for await (const piece of pieces) {
    yield piece
    progress.done += piece.length
  }
}

/** As bytes; the end, and what went wrong before it, is noted. */
async function* told(
  pieces: AsyncGenerator<string | Uint8Array>,
  progress: ExportProgress,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  try {
    for await (const piece of pieces) {
      const bytes = typeof piece === 'string' ? encoder.encode(piece) : piece
      if (bytes.length > 0) yield bytes
    }
    progress.state = 'done'
  } finally {
    // Whoever went away before the end, or a fault: the file is not whole.
    if (progress.state !== 'done') {
      progress.state = 'failed'
      progress.error = 'The export was cut off before its end: the file is not whole. Begin it again.'
    }
  }
}

/** The sources as they stand, so that what is read again is judged until the same moment. */
async function sourcesOf(
  { db }: ErasureParts,
  { workspace, journey, since, until }: Exporting,
): Promise<SourceState[]> {
  const rows = await db
    .selectFrom('sources')
    .select(['source', 'kind', 'complete_until', 'last_record_at'])
    .where('workspace', '=', workspace)
    .orderBy('source')
    .execute()
  const part = journey !== null || since !== null || until !== null
  return rows.map(({ source, kind, complete_until, last_record_at }) => ({
    source,
    kind,
    // Of a part, the last record does not tell until when the source is complete.
    complete_until:
      (complete_until ?? (part && kind === 'file' ? last_record_at : null))?.toISOString() ?? null,
  }))
}

function timeOf(field: string, text: string | undefined): number | null {
  if (!text) return null
  const at = Date.parse(text)
  if (!Number.isNaN(at)) return at
  throw badInput(
    field,
    `${field} is '${text}', which is no time.`,
    'Write it as 2026-09-30 or 2026-09-30T12:00:00Z.',
  )
}

/** A bare date as the end of a period includes its whole day. */
function endOf(text: string | undefined): number | null {
  const at = timeOf('until', text)
  return at !== null && /^\d{4}-\d{2}-\d{2}$/.test(text ?? '') ? at + 86_400_000 : at
}
