// A crash of the engine inside the server, as a faulty statement causes it.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** A fault in a thread of the engine's own; null where there is no python3 to send the signal to one thread. */
export function crashEngine(pid: number): true | null {
  const threads = `/proc/${pid}/task`
  const thread = readdirSync(threads).find((id) =>
    /^(BgSchPool|MergeMutate)/.test(nameOf(`${threads}/${id}`)),
  )
  if (thread === undefined) throw new Error(`Process ${pid} has no thread of the engine.`)
  // 234: tgkill on x64; 131 on arm64.
  const tgkill = process.arch === 'arm64' ? 131 : 234
  try {
    execFileSync('python3', [
      '-c',
      `import ctypes; ctypes.CDLL(None).syscall(${tgkill}, ${pid}, ${thread}, 11)`,
    ])
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

const nameOf = (task: string) => readFileSync(`${task}/comm`, 'utf8').trim()
