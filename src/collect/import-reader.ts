import { createRestingThread } from '../jobs/resting-thread.ts'
import type { IdentifierKinds } from './identifier-kinds.ts'
import type { ImportPiece } from './import-piece.ts'
import type { ImportPlan } from './import-plan.ts'
import type { Asked, FileToRead, Told } from './import-thread.ts'
import type { Mapping } from './mapping.ts'
import { FileError } from './record.ts'

export type { FileToRead } from './import-thread.ts'

/** The files of an import, read and mapped in a thread: nobody else waits for it, and the second core is of use. */
export interface ImportReader {
  files: FileToRead[]
  problems: ImportPlan['problems']
  /** @throws FileError where the file is broken. */
  pieces(file: FileToRead): AsyncGenerator<ImportPiece>
  close(): Promise<void>
}

/** More imports wait: each thread has memory of its own. */
const readAtOnce = 4

const threads = createRestingThread<Asked, Told>(new URL('./import-thread.ts', import.meta.url), {
  // With less, what is soon forgotten is taken for what lasts.
  options: { resourceLimits: { maxYoungGenerationSizeMb: 64 } },
  most: readAtOnce,
})

/** Plans an import as `planImport` does. To be closed. */
export async function openReader(
  path: string,
  mapping: Mapping,
  kinds: IdentifierKinds,
): Promise<ImportReader> {
  const thread = await threads.take()
  const ask = async (asked: Asked) => {
    const told = await thread.ask(asked)
    if (typeof told === 'object' && 'failed' in told) throw told.failed
    if (typeof told === 'object' && 'refused' in told) throw new FileError(told.refused)
    return told
  }
  let whole = false
  try {
    const settings = kinds.since === 0 ? null : kinds.settings
    const planned = await ask({
      plan: { path, yaml: mapping.yaml, mapping_file: mapping.file, kinds: settings },
    })
    if (typeof planned === 'string' || !('files' in planned)) throw new Error('An import was not planned.')
    whole = true
    return {
      ...planned,
      async *pieces(file) {
        whole = false
        for (let asked: Asked = { file: planned.files.indexOf(file) }; ; asked = 'next') {
          const told = await ask(asked)
          if (typeof told === 'string' || !('piece' in told)) break
          yield told.piece
        }
        whole = true
      },
      close: () => thread.leave(whole),
    }
  } finally {
    if (!whole) await thread.leave(false)
  }
}
