import { lifeOf } from '../storage/life.ts'
import { type BreakReading, narrowBreaks, readBreaks } from './break-reading.ts'
import { findBreaks } from './breaks.ts'
import type { JourneyStore } from './build.ts'
import type { BreaksReport, Filters } from './contract.ts'
import { Kept } from './kept.ts'
import { runScope } from './run-scope.ts'
import { openView, type View } from './view.ts'

/** Above this many runs breaks take seconds. */
const many = 50_000
/** A reading takes some hundred bytes a run: it is let go when nobody has filtered for a while. */
const readingKept_ms = 120_000

interface Memory {
  readings: Kept<BreakReading>
  /** Of samples: small, and asked for again and again. */
  samples: Kept<BreakReading>
  reports: Kept<Omit<BreaksReport, 'sampled'>>
  forget: NodeJS.Timeout | null
}

const memories = new WeakMap<JourneyStore['analytics'], Memory>()

/** Where a journey breaks (methods A.18), over the runs that the filters leave. */
export async function breaksOf(
  store: JourneyStore,
  workspace: string,
  name: string,
  filters: Filters,
): Promise<BreaksReport> {
  const view = await openView(store, workspace, name, filters)
  const memory = memoryOf(store)
  const key = JSON.stringify([view.journey.design, view.storyboard.version, view.scope])
  const report = await memory.reports.get(key, await stateOf(store, view), () =>
    computed(store, memory, view),
  )
  return { ...report, as_of: new Date(view.as_of).toISOString(), sampled: view.sampled }
}

async function computed(
  store: JourneyStore,
  memory: Memory,
  view: View,
): Promise<Omit<BreaksReport, 'sampled'>> {
  const { journey, storyboard, scope, as_of } = view
  const whole: View = {
    ...view,
    filters: {},
    scope: {
      ...runScope(scope.workspace, journey.journey, Number(scope.params!.snapshot), {}),
      sampled: scope.sampled === true,
    },
  }
  const narrowed = scope.where!.length > whole.scope.where!.length
  const key = JSON.stringify([journey.design, storyboard.version, whole.scope])
  const readings = scope.sampled ? memory.samples : memory.readings
  const reading = await readings.get(key, await stateOf(store, view), () => readBreaks(store, whole))
  if (memory.forget) clearTimeout(memory.forget)
  memory.forget = setTimeout(() => memory.readings.clear(), readingKept_ms).unref()
  const { runs, places } = await narrowBreaks(store, reading, narrowed ? view : null)
  return { journey: journey.journey, as_of: new Date(as_of).toISOString(), ...findBreaks(runs, places) }
}

function memoryOf({ analytics }: JourneyStore): Memory {
  const known = memories.get(analytics)
  if (known) return known
  const memory: Memory = {
    readings: new Kept(1, (reading) => reading.runs > many),
    samples: new Kept(4, () => true),
    reports: new Kept(200, (report) => report.looked_at.runs > many),
    forget: null,
  }
  memories.set(analytics, memory)
  return memory
}

/** Changes whenever runs were written, and beside other server processes whenever any of them has built some. */
async function stateOf({ analytics, db }: JourneyStore, { scope, journey }: View): Promise<string> {
  const own = String(analytics.writes('throughline.runs'))
  if (!lifeOf(db).shared) return own
  const row = await db
    .selectFrom('builds')
    .select('used_at')
    .where('workspace', '=', scope.workspace)
    .where('journey', '=', journey.journey)
    .where('snapshot', '=', Number(scope.params!.snapshot))
    .executeTakeFirst()
  return `${own} ${row?.used_at.getTime()}`
}
