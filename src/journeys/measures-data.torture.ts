import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parse } from 'csv-parse/sync'
import { DateTime } from 'luxon'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type InProcess, openInProcess } from '../../tools/in-process.ts'
import { type Tweet, threadsCsv, threadsOf } from '../../tools/twitter-threads.ts'
import { kaplanMeier, survivalAt } from '../stats/kaplan-meier.ts'
import * as contract from './contract.ts'

const data = resolve('../shared/data')
const there = existsSync(data)
if (!there) console.log(`skipped: the real data sets are not at ${data}`)

let product: InProcess
beforeAll(async () => {
  if (there) product = await openInProcess()
})
afterAll(() => product?.close())

const imported = async (workspace: string, path: string, example: string) => {
  await product.workspace(workspace)
  const state = await product.import(workspace, path, {
    mapping_path: resolve('examples', example, 'mapping.yaml'),
  })
  expect(state.state).toBe('done')
}

describe.skipIf(!there)('the orders of Olist', () => {
  const asked = { workspace: 'olist', journey: 'order' }
  beforeAll(() => imported('olist', join(data, 'olist'), 'olist'), 120_000)

  test('have kept 68.91 % of the promises fallen due; among the delivered alone it would be 91.98 %', async () => {
    const { promises, seen } = await product.call(contract.readPromises, asked)
    expect(seen).toEqual({ runs: 8135, observed: 8135, share: 1 })
    const [delivery] = promises
    expect(delivery!.states).toMatchObject({
      kept: 4750,
      late: 414,
      broken: 1729,
      void: 1234,
      unknown: 8,
      open: 0,
    })
    expect(delivery!.kept).toMatchObject({ count: 4750, of: 6893 })
    expect(delivery!.kept.share!.toFixed(4)).toBe('0.6891')
    expect(delivery!.survivors.share!.toFixed(4)).toBe('0.9198')
    expect(delivery!.honest).toEqual(delivery!.kept)
  })

  test('teach no tolerance, for nobody chases in them', async () => {
    const silence = await product.call(contract.readSilence, asked)
    expect(silence.learnt).toMatchObject({ seconds: null, chases: 0 })
    expect(silence.learnt.reason).toBe('cannot be learnt: 0 chases, 50 are needed')
    expect(silence.declared).toBeGreaterThan(0)
  })

  test('say nothing about items asked twice, contradictions and hand-offs that failed', async () => {
    const found = await product.call(contract.readConsistency, asked)
    expect(found.asked_twice.again).toMatchObject({ of: 0, share: null })
    expect(found.hand_offs.failures.find(({ failure }) => failure === 'context')).toMatchObject({
      of: 0,
      share: null,
    })
  })
})

describe.skipIf(!there)('support threads on Twitter', () => {
  const file = join(data, 'support/twcs_5000.csv')
  beforeAll(async () => {
    const folder = product.folder({ 'threads.csv': '' })
    const rows = parse<Tweet>(readFileSync(file), { columns: true, relax_column_count: true })
    symlinkSync(file, join(folder, 'twcs_5000.csv'))
    writeFileSync(join(folder, 'threads.csv'), threadsCsv(threadsOf(rows.filter((row) => row.created_at))))
    await imported('support', folder, 'support')
  }, 120_000)

  test('teach that a tenth have chased after nine hours, from 171 chases in 2,275 gaps', async () => {
    const { learnt, declared, curve } = await product.call(contract.readSilence, {
      workspace: 'support',
      journey: 'thread',
    })
    expect(learnt).toMatchObject({ seconds: 32_271, gaps: 2275, chases: 171, reason: null })
    expect(learnt.low!).toBeLessThan(32_271)
    expect(declared).toBe(3600)
    const tenth = curve.find(({ share }) => share >= 0.1)!
    expect(tenth.hours).toBeCloseTo(32_271 / 3600, 9)
  })

  test('hold 263 chases, each failure demand', async () => {
    const { failure_demand } = await product.call(contract.readRepeats, {
      workspace: 'support',
      journey: 'thread',
    })
    expect(failure_demand.chase).toBe(263)
  })
})

describe.skipIf(!there)('a month of a call centre', () => {
  const file = join(data, 'callcentre/january.txt')
  beforeAll(() => imported('calls', file, 'callcentre'), 120_000)

  test('13.60 % of 31,599 calls were abandoned', async () => {
    const { runs, outcomes } = await product.report('calls', 'call')
    expect(outcomes).toEqual({ answered: 27060, abandoned: 4299, phantom: 240 })
    expect((outcomes.abandoned! / runs).toFixed(4)).toBe('0.1360')
  })

  test('who called again is counted as other code counts it, calls at the end of the month by Kaplan–Meier', async () => {
    const found = await product.call(contract.readRepeats, { workspace: 'calls', journey: 'calls' })
    const { curve, calls, soon } = repeatsOf(file)
    expect(found.contacts).toBe(calls)
    for (const { days, share } of found.first_contact_resolution)
      expect(share).toBeCloseTo(survivalAt(curve, days * 86_400), 6)
    expect(found.failure_demand).toMatchObject({ repeat: soon, chase: 0 })
  })

  test('what it does not record is unknown', async () => {
    const asked = { workspace: 'calls', journey: 'calls' }
    const questions = await product.call(contract.readQuestions, asked)
    expect(questions.seen.observed).toBe(0)
    expect(questions.clocks[0]).toMatchObject({ median: null, answered: { of: 0, share: null } })
    const effort = await product.call(contract.readEffort, asked)
    expect(effort.components.find(({ component }) => component === 'repeats')).toMatchObject({
      total: null,
      minutes: null,
    })
  })
})

/** Calls of identified customers and the time to the next, from the file alone. A call within another of the same customer is part of it. */
function repeatsOf(file: string) {
  const rows = parse<Record<string, string>>(readFileSync(file), { columns: true, delimiter: '\t' })
  const at = ({ date, vru_entry }: Record<string, string>) =>
    DateTime.fromFormat(`${date} ${vru_entry}`, 'yyMMdd H:mm:ss', { zone: 'Asia/Jerusalem' }).toMillis()
  const until = DateTime.fromISO('1999-02-01', { zone: 'Asia/Jerusalem' }).toMillis()
  const seconds: number[] = []
  const again: boolean[] = []
  let soon = 0
  for (const own of Map.groupBy(rows, (row) => row.customer_id).values()) {
    if (own[0]!.customer_id === '0') continue
    const calls: { from: number; to: number }[] = []
    for (const row of own.toSorted((a, b) => at(a) - at(b))) {
      const from = at(row)
      const to = from + Math.max(0, Number(row.ser_time)) * 1000
      const last = calls.at(-1)
      if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to)
      else calls.push({ from, to })
    }
    calls.forEach(({ to }, index) => {
      const next = calls[index + 1]
      seconds.push(Math.round(((next?.from ?? until) - to) / 1000))
      again.push(next !== undefined)
      if (next !== undefined && next.from - to <= 7 * 86_400_000) soon++
    })
  }
  return { curve: kaplanMeier(seconds, again), calls: seconds.length, soon }
}
