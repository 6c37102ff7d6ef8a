import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { DataFolderInUse, lockDataFolder, readHolder } from './lock.ts'

const folders = mkdtempSync(join(tmpdir(), 'throughline-lock-'))
afterAll(() => rmSync(folders, { recursive: true }))
let made = 0
const folder = () => join(folders, `data-${made++}`)

const lockFile = join(import.meta.dirname, 'lock.ts')

/** Another process that locks a folder, says so, and holds it until it is killed. */
async function holder(data: string) {
  const script = `
    const { lockDataFolder } = await import(${JSON.stringify(lockFile)})
    try { lockDataFolder(process.argv[1]); console.log('held') } catch (error) { console.log(error.message) }
    setInterval(() => undefined, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, data], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [said] = await once(child.stdout, 'data')
  const gone = once(child, 'exit')
  return {
    pid: child.pid!,
    said: String(said).trim(),
    kill: async () => {
      child.kill('SIGKILL')
      await gone
    },
  }
}

describe('the lock of a data folder', () => {
  it('lets one process in; the second hears who holds it and what to do', async () => {
    const data = folder()
    const first = await holder(data)
    const second = await holder(data)
    expect(first.said).toBe('held')
    expect(second.said).toBe(
      `The data folder ${data} is in use by process ${first.pid}. Stop it first, or choose another folder with --data DIR.`,
    )
    expect(() => lockDataFolder(data)).toThrow(DataFolderInUse)
    await second.kill()
    expect(readHolder(data)?.pid).toBe(first.pid)
    await first.kill()
  })

  it('is taken over from a process that was killed', async () => {
    const data = folder()
    const killed = await holder(data)
    await killed.kill()
    expect(existsSync(join(data, 'lock.json'))).toBe(true)
    expect(readHolder(data)).toBeNull()
    const lock = lockDataFolder(data)
    expect(readHolder(data)?.pid).toBe(process.pid)
    lock.release()
    expect(existsSync(join(data, 'lock.json'))).toBe(false)
  })

  it('is not held by a killed process that its parent has not collected', async ({ skip }) => {
    skip(process.platform !== 'linux', 'only Linux tells a process that ended from one that lives')
    const data = folder()
    // The shell becomes a program that never asks what became of its child.
    const script = `${process.execPath} --input-type=module -e 'const { lockDataFolder } = await import("${lockFile}"); lockDataFolder("${data}"); console.log("held"); setInterval(() => 0, 1000)' & exec sleep 60`
    const parent = spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'ignore'] })
    await once(parent.stdout, 'data')
    const { pid } = readHolder(data)!
    process.kill(pid, 'SIGKILL')
    const state = () => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]![0]
    while (state() !== 'Z') await new Promise((done) => setTimeout(done, 10))
    expect(readHolder(data)).toBeNull()
    lockDataFolder(data).release()
    parent.kill('SIGKILL')
  })

  it('is not held by another process that got the same number, nor by a file that makes no sense', () => {
    const data = folder()
    lockDataFolder(data).release()
    const reused = { pid: process.pid, started: 'long ago', url: null, token: null }
    for (const text of [JSON.stringify(reused), '', '{"pid":', '{}']) {
      writeFileSync(join(data, 'lock.json'), text)
      expect(readHolder(data)).toBeNull()
      lockDataFolder(data).release()
    }
  })

  it('tells where the server is and how to speak to it, once it listens', () => {
    const data = folder()
    const lock = lockDataFolder(data)
    expect(readHolder(data)).toMatchObject({ url: null, token: null })
    lock.announce('http://localhost:4600', 'secret')
    expect(readHolder(data)).toMatchObject({ url: 'http://localhost:4600', token: 'secret' })
    expect(() => lockDataFolder(data)).toThrow(/\(http:\/\/localhost:4600\)\. Stop it first/)
    lock.release()
  })
})
