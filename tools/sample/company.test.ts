import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { planImport } from '../../src/collect/import-plan.ts'
import type { Interaction } from '../../src/collect/interaction.ts'
import { mapFile } from '../../src/collect/map-file.ts'
import { parseMapping } from '../../src/collect/mapping.ts'
import type { Run } from '../../src/journeys/run.ts'
import { runsOf } from '../../src/journeys/runs.ts'
import { parseStoryboard } from '../../src/journeys/storyboard.ts'
import { END, toUtc } from './calendar.ts'
import { ABANDONED_DAYS, stations, TOLERANCE_DAYS } from './design.ts'
import { parseFaults } from './faults.ts'
import { generateSample } from './generate.ts'

const here = import.meta.dirname
const root = mkdtempSync(join(tmpdir(), 'throughline-company-'))
afterAll(() => rmSync(root, { recursive: true }))
const read = (name: string) => readFileSync(join(here, name), 'utf8')

async function imported(faults: string, customers: number) {
  const dir = join(root, `${customers}`)
  const truth = generateSample({ seed: 1, customers, faults: parseFaults(faults), dir })
  const { mapping, problems } = parseMapping(readFileSync(join(dir, 'mapping.yaml'), 'utf8'))
  expect(problems).toEqual([])
  const plan = await planImport(dir, mapping!)
  expect(plan.problems).toEqual([])
  const interactions = new Map<string, Interaction>()
  const reasons: string[] = []
  let records = 0
  for (const file of plan.files) {
    for await (const batch of mapFile(file)) {
      for (const one of batch.interactions) interactions.set(one.interaction_id, one)
      for (const { reason } of batch.rejected) reasons.push(`${file.name}: ${reason}`)
      records += batch.read
    }
  }
  return { truth, mapping: mapping!, interactions: [...interactions.values()], reasons, records }
}

test('the storyboards hold, and say what the generator takes for granted', () => {
  for (const name of ['get-connected.yaml', 'help.yaml'])
    expect(parseStoryboard(read(`company/${name}`))).toMatchObject({ problems: [], warnings: [] })
  const { storyboard } = parseStoryboard(read('company/get-connected.yaml'))
  expect(storyboard?.silence).toBe(TOLERANCE_DAYS * 86_400)
  expect(storyboard?.outcomes.find(({ outcome }) => outcome === 'abandoned')?.after).toBe(
    ABANDONED_DAYS * 86_400,
  )
})

test('every good record becomes interactions, every broken one is refused, doubled ones count once', async () => {
  const { truth, interactions, reasons, records, mapping } = await imported('[]', 600)
  const files = Object.entries(truth.files).filter(([name]) => name !== 'customers.csv')
  const sum = (of: 'rows' | 'broken' | 'doubled') =>
    files.reduce((total, [, counts]) => total + counts[of], 0)
  expect(records).toBe(sum('rows'))
  expect(reasons).toHaveLength(sum('broken'))
  expect(sum('broken')).toBeGreaterThan(10)
  const keys = new Set(
    interactions.map(({ source, record_key, touchpoint }) => `${source} ${record_key} ${touchpoint}`),
  )
  expect(keys.size).toBe(interactions.length)
  const bills = interactions.filter(({ touchpoint }) => touchpoint === 'First bill')
  const counts = truth.files['billing.csv']!
  expect(bills).toHaveLength(counts.rows - counts.broken - counts.doubled)
  expect(mapping.complete_until).toBe(toUtc(END))
  expect(Math.max(...interactions.map(({ started_at }) => started_at))).toBeLessThanOrEqual(toUtc(END))
})

test('a company of ten can be imported as well', async () => {
  const { interactions } = await imported('[]', 10)
  expect(interactions.length).toBeGreaterThan(50)
})

/** Runs of the shipped storyboard by order. */
function runsByOrder(interactions: Interaction[]): Map<string, Run> {
  const { storyboard } = parseStoryboard(read('company/get-connected.yaml'))
  const orders = new Map<string, Interaction[]>()
  for (const one of interactions)
    for (const { type, id } of one.subjects)
      if (type === 'order') orders.set(id, [...(orders.get(id) ?? []), one])
  const horizon = () => toUtc(END)
  return new Map(
    [...orders].flatMap(([subject, history]) =>
      runsOf(history, storyboard!, { as_of: toUtc(END), horizon, subject }).map(
        (run) => [subject, run] as const,
      ),
    ),
  )
}

const slips = `
- { kind: asked_twice, from: Order placed, to: Documents requested, segment: { documents_by: post }, share: 0.3 }
- { kind: contradiction, from: Appointment promised, to: Installed, share: 0.5 }
- { kind: forced_switch, from: Appointment promised, to: Installed, share: 0.4 }
- { kind: hand_off, from: Documents requested, to: Documents received, share: 0.9 }
- { kind: hand_off, from: Appointment promised, to: Installed, share: 0.9 }
- { kind: abandoned, from: Documents received, to: Documents checked, share: 0.1 }
`

test('runs of a company whose people slip show each slip where the truth has it, and none elsewhere', async () => {
  const { truth, interactions } = await imported(slips, 500)
  const runs = [...runsByOrder(interactions)]
  const [asked, contradicted, forced, passed_on, unread, forgotten] = truth.faults.map(({ runs }) =>
    runs.sort(),
  )
  const having = (has: (run: Run) => boolean) =>
    runs
      .filter(([, run]) => has(run))
      .map(([order]) => order)
      .sort()
  expect(having(({ asked_twice }) => (asked_twice?.again ?? 0) > 0)).toEqual(asked)
  const datesDiffer = having(({ contradictions }) => contradictions.length > 0)
  expect(datesDiffer).toEqual(contradicted)
  expect(asked!.length).toBeGreaterThan(30)
  expect(contradicted!.length).toBeGreaterThan(50)
  // The portal fails, and the history stays shut, for a few without a fault as well.
  const fewMore = (found: string[], of: string[] | undefined) => {
    expect(of!.length).toBeGreaterThan(30)
    expect(found).toEqual(expect.arrayContaining(of!))
    expect(found.length).toBeLessThan(of!.length + 5)
  }
  const switched = ({ channel_switches }: Run) =>
    channel_switches.some(({ kind, from, to }) => kind === 'forced' && `${from} ${to}` === 'web phone')
  fewMore(having(switched), forced)
  const without = (from: string) =>
    having(({ hand_offs }) => hand_offs.some((each) => each.from === from && each.context === true))
  fewMore(without('Service line'), passed_on)
  fewMore(without('mail'), unread)
  const silent = ({ outcome, gaps }: Run) =>
    outcome === 'abandoned' && gaps.some(({ from, excess }) => from === 'Documents received' && excess > 0)
  fewMore(having(silent), forgotten)
})

test('runs built from the shipped company carry their region, their promise and the silence of the first fault', async () => {
  const { truth, interactions } = await imported(read('faults.yaml'), 800)
  const runs = runsByOrder(interactions)
  expect(runs.size).toBeGreaterThan(790)
  for (const run of runs.values())
    expect(run.attributes).toMatchObject({ region: expect.any(String), plan: expect.any(String) })
  const [silence, missed] = truth.faults
  const excess = (order: string) =>
    runs.get(order)?.gaps.some((gap) => gap.from === silence?.from && gap.to === silence.to && gap.excess > 0)
  expect(silence?.runs.filter(excess)).toEqual(silence?.runs)
  const late = [...runs].filter(([, run]) =>
    run.promises.some(({ what, state }) => what === 'installation' && state === 'late'),
  )
  expect(late.map(([order]) => order).sort()).toEqual([...(missed?.runs ?? [])].sort())
  const whole = [...runs.values()].filter(({ outcome }) => outcome === 'connected')
  const walked = whole.filter(({ steps }) =>
    stations.every((name) => steps.some(({ step }) => step === name)),
  )
  expect(walked.length / whole.length).toBeGreaterThan(0.97)
})
