import { parentPort } from 'node:worker_threads'
import type { KindSettings } from './contract-kinds.ts'
import { builtInKinds, compileKinds } from './identifier-kinds.ts'
import { type ImportPiece, importPieces } from './import-piece.ts'
import { type ImportPlan, type PlannedFile, planImport } from './import-plan.ts'
import { parseMapping } from './mapping.ts'
import { FileError } from './record.ts'

/** What an import reads, and how. */
export interface ToRead {
  path: string
  /** The mapping's text, without problems, and the name of its file. */
  yaml: string
  mapping_file: string
  /** Null: as built in. */
  kinds: KindSettings | null
}

/** What is asked of the thread: the plan of an import, then the first piece of one of its files, then the next ones. */
export type Asked = { plan: ToRead } | { file: number } | 'next'

/** A planned file as others need to know it. */
export interface FileToRead extends Pick<PlannedFile, 'name' | 'size'> {
  /** Its entry in the mapping. */
  entry: number
}

/** `ready` once, then to each question an answer. */
export type Told =
  | 'ready'
  | 'end'
  | { files: FileToRead[]; problems: ImportPlan['problems'] }
  | { piece: ImportPiece }
  | { refused: string }
  | { failed: Error }

const port = parentPort!
let files: PlannedFile[] = []
let kinds = builtInKinds
let pieces: AsyncGenerator<ImportPiece> | null = null
/** While a piece is written elsewhere, the next one is made. */
let ahead: Promise<IteratorResult<ImportPiece>> | null = null

async function plan(asked: ToRead): Promise<Told> {
  const { mapping } = parseMapping(asked.yaml, asked.mapping_file)
  if (mapping === null) throw new Error(`${asked.mapping_file} has problems: it was to be checked before.`)
  kinds = asked.kinds === null ? builtInKinds : compileKinds(asked.kinds, 0)
  const planned = await planImport(asked.path, mapping)
  files = planned.files
  return {
    files: files.map(({ name, size, entry }) => ({ name, size, entry: mapping.records.indexOf(entry) })),
    problems: planned.problems,
  }
}

async function next(): Promise<Told> {
  const { value, done } = await ahead!
  if (done) return 'end'
  lookAhead()
  return { piece: value }
}

function lookAhead(): void {
  ahead = pieces!.next()
  // Told when it is asked for; until then a failure must not count as nobody's.
  ahead.catch(() => undefined)
}

function answer(asked: Asked): Promise<Told> {
  if (asked === 'next') return next()
  if ('plan' in asked) return plan(asked.plan)
  pieces = importPieces(files[asked.file]!, kinds)
  lookAhead()
  return next()
}

port.on('message', (asked: Asked) => {
  answer(asked).then(
    (told) => {
      const handed = typeof told === 'object' && 'piece' in told ? [told.piece.unstamped.lines.buffer] : []
      port.postMessage(told, handed as ArrayBuffer[])
    },
    (error: Error) =>
      port.postMessage(error instanceof FileError ? { refused: error.message } : { failed: error }),
  )
})
port.postMessage('ready' satisfies Told)
