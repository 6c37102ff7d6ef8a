import { afterAll, beforeAll, expect, test } from 'vitest'
import { type InProcess, openInProcess } from '../../tools/in-process.ts'
import { listRuns, readBreaks, readJourney, readJourneyMap } from './contract.ts'
import { preparing, wholeRuns } from './sample.ts'

const storyboard = `
journey: order
version: 1
correlate: { subject: order }
steps: [{ step: Ordered }, { step: Paid }]
outcomes:
  lost: { kind: failure, touchpoints: [Lost] }
  paid: { kind: success, touchpoints: [Paid] }
`
/** Keys of the sample, and as many others: a journey is as large as its sample makes it look. */
const sampled = wholeRuns / 16
const runs = 2 * sampled
let product: InProcess
const order = { workspace: 'main', journey: 'order' }
const sampling = { ...order, read: 'sample' as const }

/** As a build writes them: three in five of the sample are paid and none of the others, one in four came by phone, sixty of all by fax as well. */
const build = (version: number, deleted = 0) =>
  product.product.analytics.command(
    `INSERT INTO throughline.runs (workspace, journey, key, version, is_deleted, run_id, started_at, last_at, judged_until, outcome, outcome_kind, channels, variant)
     SELECT 'main', 'order', bitShiftRight(sipHash64(number), 4) + if(number < ${sampled}, 0, bitShiftLeft(toUInt64(1), 60)), ${version}, ${deleted}, toString(number), 1767225600000 + number, 1767225600000, 1798761600000,
       if(number % 5 < 3 AND number < ${sampled}, 'paid', 'lost'), if(number % 5 < 3 AND number < ${sampled}, 'success', 'failure'),
       arrayConcat([if(number % 4 = 0, 'phone', 'web')], if(number < 60, ['fax'], [])), 1
     FROM numbers(${runs})`,
  )

beforeAll(async () => {
  product = await openInProcess()
  await product.storyboard('main', storyboard)
  await product.call(readJourney, order)
  await build(1)
})
afterAll(() => product.close())

test('a large journey is read from one run in sixteen where a sample will do, and says so', async () => {
  const report = await product.call(readJourney, { ...sampling, channel: 'phone' })
  expect(report.sampled).toEqual({ every: 16, runs: report.runs })
  expect(report.runs).toBe(sampled / 4)
  expect(report.outcomes.paid! / report.runs).toBeCloseTo(0.6)
  for (const operation of [readJourneyMap, readBreaks])
    expect((await product.call(operation, { ...sampling, channel: 'phone' })).sampled).toEqual(report.sampled)
})

test('who does not say that a sample will do is told of every run, and lists are whole', async () => {
  const report = await product.call(readJourney, { ...order, channel: 'phone' })
  expect(report.sampled).toBeNull()
  expect(report.runs).toBe(runs / 4)
  expect((await product.call(listRuns, { ...order, channel: 'phone', limit: 1 })).total).toBe(runs / 4)
})

test('what is so rare that a sample tells nothing of it is read whole', async () => {
  const report = await product.call(readJourney, { ...sampling, channel: 'fax' })
  expect(report.sampled).toBeNull()
  expect(report.runs).toBe(60)
})

test('prepared figures are of every run, until a run is written', async () => {
  expect((await product.call(readJourney, sampling)).sampled).not.toBeNull()
  await preparing(product.product, 'main', 'order', async () => undefined)
  const report = await product.call(readJourney, sampling)
  expect([report.sampled, report.runs]).toEqual([null, runs])
  await build(2, 1)
  // Every run is withdrawn, from the sample too: the journey is not large any more.
  expect(await product.call(readJourney, sampling)).toMatchObject({ sampled: null, runs: 0 })
  const [left] = await product.ask<{ n: string }>(
    'main',
    'SELECT count() AS n FROM throughline.sampled_runs FINAL WHERE {{workspace}}',
  )
  expect(Number(left!.n)).toBe(0)
})
