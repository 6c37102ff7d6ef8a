import { createProgram } from './program.ts'

// A reader that closes early (head, less) is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

try {
  await createProgram().parseAsync(process.argv)
} catch (error) {
  process.exitCode = failure(error)
}

function failure(error: unknown): number {
  const { code, exitCode, message } = error as { code?: string; exitCode?: number; message: string }
  if (code?.startsWith('commander.')) return exitCode === 0 ? 0 : 2
  const expected = !(
    error instanceof TypeError ||
    error instanceof ReferenceError ||
    error instanceof RangeError
  )
  process.stderr.write(`${expected ? message : (error as Error).stack}\n`)
  return 1
}
