// `npm test`: everything that must hold before a change goes in, as one list that runs anywhere.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { argv, env, execPath, exit, getuid } from 'node:process'
import { fileURLToPath } from 'node:url'
import { browserPath } from '../stories/chromium.ts'
import { type Report, tally } from './tally.ts'

interface Step {
  name: string
  /** A step that hangs is ended after so many minutes and has failed. */
  minutes: number
  run: () => Promise<boolean>
}

const root = fileURLToPath(new URL('..', import.meta.url))
const torture = argv.includes('--torture')
const chosen = argv.slice(2).filter((word) => word !== '--torture')
const reports = mkdtempSync(join(tmpdir(), 'throughline-test-'))
let running: ChildProcess | undefined

const form: Step[] = [
  { name: 'browser', minutes: 5, run: haveBrowser },
  { name: 'types', minutes: 2, run: () => call('tsc', ['-p', '.']) },
  { name: 'tidy', minutes: 1, run: () => call(execPath, ['tools/tidy.ts']) },
  { name: 'lint', minutes: 1, run: () => call('biome', ['check', '--error-on-warnings', '.']) },
  { name: 'console', minutes: 2, run: () => call(execPath, ['tools/bootstrap.mjs', 'prepare', 'console']) },
]
const tests: Step = { name: torture ? 'torture' : 'tests', minutes: torture ? 180 : 12, run: vitest }

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    running?.kill(signal)
    exit(1)
  })
}

// Chosen files are somebody at work on them: only the tests then.
const steps = chosen.length > 0 || torture ? [tests] : [...form, tests]
const failed: string[] = []
for (const step of steps) if (!(await timed(step))) failed.push(step.name)

const report = readReport()
const total = tally(report, failed)
if (failed.length > 0) console.log(`Failed: ${failed.join(', ')}`)
if (total.skipped > 0) console.log(`Skipped tests: ${total.skipped}`)
rmSync(reports, { recursive: true, force: true })
console.log(`${total.passed} passed, ${total.failed} failed`)
exit(total.failed === 0 ? 0 : 1)

async function timed(step: Step): Promise<boolean> {
  const began = Date.now()
  console.log(`── ${step.name}`)
  const late = setTimeout(() => {
    console.log(`── ${step.name}: ended after ${step.minutes} minutes`)
    running?.kill('SIGTERM')
    setTimeout(() => running?.kill('SIGKILL'), 10_000).unref()
  }, step.minutes * 60_000)
  const passed = await step.run()
  clearTimeout(late)
  console.log(`── ${step.name} ${passed ? 'ok' : 'FAILED'} (${((Date.now() - began) / 1000).toFixed(1)} s)\n`)
  return passed
}

function call(program: string, args: string[], more: Record<string, string> = {}): Promise<boolean> {
  return new Promise((resolve) => {
    running = spawn(program, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...env, ...more },
    })
    running.on('error', (error) => {
      console.log(`${program}: ${error.message}`)
      resolve(false)
    })
    running.on('close', (code) => resolve(code === 0))
  })
}

async function vitest(): Promise<boolean> {
  const json = `--outputFile.json=${join(reports, 'vitest.json')}`
  const args = ['run', '--reporter=default', '--reporter=json', json, ...chosen]
  return call('vitest', args, torture ? { THROUGHLINE_TORTURE: '1' } : {})
}

/** The stories need a Chromium: the system's, else Debian's, else the one playwright offers. */
async function haveBrowser(): Promise<boolean> {
  if (browserPath()) return true
  if (getuid?.() === 0) {
    const quiet = { DEBIAN_FRONTEND: 'noninteractive' }
    await call('apt-get', ['update', '-qq'], quiet)
    await call('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], quiet)
    if (browserPath()) return true
  }
  await call('playwright-core', ['install', 'chromium'])
  if (browserPath()) return true
  console.log('No Chromium could be installed. What to do: put chromium or google-chrome on PATH.')
  return false
}

function readReport(): Report | undefined {
  try {
    return JSON.parse(readFileSync(join(reports, 'vitest.json'), 'utf8')) as Report
  } catch {
    return undefined
  }
}
