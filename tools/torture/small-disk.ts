// A disk of limited size that can be filled and emptied.
import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface SmallDisk {
  folder: string
  /** Takes what room is left, for so long. */
  fill(milliseconds: number): Promise<void>
  remove(): void
}

/** Null where mounting is not allowed. */
export function mountSmallDisk(megabytes: number): SmallDisk | null {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' })
  } catch {
    rmSync(folder, { recursive: true, force: true })
    return null
  }
  const ballast = join(folder, 'ballast')
  return {
    folder,
    fill: async (milliseconds) => {
      const file = openSync(ballast, 'w')
      for (const end = performance.now() + milliseconds; performance.now() < end; ) {
        fillUp(file)
        await new Promise((done) => setTimeout(done, 20))
      }
      closeSync(file)
      rmSync(ballast)
    },
    remove: () => {
      execFileSync('umount', [folder])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function fillUp(file: number): void {
  for (let size = 4_194_304; size >= 4_096; ) {
    try {
      writeSync(file, Buffer.alloc(size))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
      size /= 4
    }
  }
}
