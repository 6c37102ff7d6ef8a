import type { Logger } from 'pino'
import { type AccessTables, noteDeed } from '../access/index.ts'
import {
  buriedOf,
  buriedPerson,
  bury,
  type CollectTables,
  findOfCustomer,
  findOlder,
  type GroupCommit,
  identifierId,
  identifiersLeftAlone,
  pendingImports,
  untilOthersKnow,
  withdrawErased,
} from '../collect/index.ts'
import type { IdentityTables } from '../identity/index.ts'
import { sideBySide } from '../jobs/side-by-side.ts'
import { type JourneyTables, noteTouchedRuns } from '../journeys/index.ts'
import type { OpenAnalytics } from '../storage/analytics.ts'
import {
  countAll,
  type ErasedIdentifier,
  type Erasing,
  type ErasureCounts,
  type ErasureHandler,
  forgetErasing,
} from '../storage/erasure.ts'
import { lifeOf } from '../storage/life.ts'
import type { Db } from '../storage/operational.ts'
import { endJournal, purgeAnalytics, rewriteTables } from '../storage/purge.ts'
import { type Certificate, hashOf } from './certificate.ts'
import { erasureHandlers, erasureRows } from './erasure-tables.ts'
import type { ActTables } from './tables.ts'

export interface ErasureParts {
  db: Db<ActTables & AccessTables & CollectTables & IdentityTables & JourneyTables>
  analytics: OpenAnalytics
  data: string
  commit: GroupCommit
  log: Logger
  follow(workspace: string): Promise<void>
}

/** What is still to be done and what was. Holds identifiers, so it is emptied before the end. */
export interface Work {
  customer: string | null
  identifiers: ErasedIdentifier[]
  /** Days by channel, where interactions are erased for their age, and the moment they are counted from. */
  periods: Record<string, number> | null
  now: number
  found: Certificate['interactions'] | null
  /** Rows by table before anything went; withdrawing takes away some of them, and what a crash cut off is gone without a count. */
  counted: ErasureCounts
  withdrawn: boolean
  /** Rows that were left to be removed, by table that is done. */
  removed: ErasureCounts
  tombstones: number
}

/** An erasure on record. */
export interface Job {
  erasure_id: number
  workspace: string
  kind: 'customer' | 'retention'
  work: Work
}

/** One at a time: each rewrites the same parts. */
let last: Promise<unknown> = Promise.resolve()

/** Erasures of this process, waited for before the stores are closed. */
export const erasuresUnderWay = (): Promise<unknown> => last.catch(() => undefined)

/**
 * Does an erasure on record to its end and gives its certificate. What a crash cut off goes on where it was; what another process did
 * meanwhile is not done again.
 */
export function performErasure(parts: ErasureParts, job: Job): Promise<Certificate> {
  const done = last
    .catch(() => undefined)
    .then(() => lifeOf(parts.db).alone('erasure', () => performRest(parts, job)))
  last = done
  return done
}

async function performRest(parts: ErasureParts, job: Job): Promise<Certificate> {
  const row = await parts.db
    .selectFrom('erasures')
    .select(['work', 'certificate'])
    .where('erasure_id', '=', job.erasure_id)
    .executeTakeFirstOrThrow()
  if (row.certificate !== null) return JSON.parse(row.certificate) as Certificate
  // One that an earlier version began has counted nothing.
  return perform(parts, { ...job, work: { counted: {}, ...(row.work as Omit<Work, 'counted'>) } })
}

/** Goes on with erasures that a stopped process left. */
export async function resumeErasures(parts: ErasureParts): Promise<void> {
  const left = await parts.db
    .selectFrom('erasures')
    .select(['erasure_id', 'workspace', 'kind', 'work'])
    .where('finished_at', 'is', null)
    .orderBy('erasure_id')
    .execute()
  for (const { work, ...job } of left) {
    // An import that has read a record already would store it after it was erased.
    if ((await pendingImports(parts.db, job.workspace)) > 0) continue
    await performErasure(parts, { ...job, work: work as Work }).catch((error: unknown) =>
      parts.log.error(error),
    )
  }
}

async function perform(parts: ErasureParts, job: Job): Promise<Certificate> {
  const { workspace, erasure_id, work } = job
  const keep = () =>
    parts.db
      .updateTable('erasures')
      .set({ work: JSON.stringify(work) })
      .where('erasure_id', '=', erasure_id)
      .execute()
  const erasing: Erasing = {
    workspace,
    erasure_id,
    identifiers: work.identifiers,
    received_before: oldest(work),
  }
  if (work.found === null) {
    await find(parts, erasing, work)
    work.counted = await countAll(erasureHandlers(parts), { ...erasing, identifiers: work.identifiers })
    await keep()
  }
  if (!work.withdrawn) {
    await withdrawErased(parts, erasing)
    await parts.follow(workspace)
    work.withdrawn = true
    await keep()
  }
  // By their tables, not by their place: an erasure may go on in a version that has more of them.
  const isDone = ({ holds }: ErasureHandler) => Object.keys(holds).every((table) => table in work.removed)
  const inTurn = async (handlers: ErasureHandler[]) => {
    for (const handler of handlers) {
      if (isDone(handler)) continue
      Object.assign(work.removed, await handler.remove({ ...erasing, identifiers: work.identifiers }))
      await keep()
    }
  }
  const [operational, analytical] = byStore(erasureRows(parts))
  // Its tables are written anew while ClickHouse still writes the largest of its own.
  const rewritten = async () => {
    await sideBySide(operational.map(inTurn))
    await rewriteTables(parts.db, heldIn(work, 'postgresql'))
  }
  await sideBySide([rewritten(), ...analytical.map(inTurn)])
  await forgetErasing(parts.analytics, erasing)
  return finish(parts, job)
}

/** Rows that remove something from PostgreSQL, and the others. */
function byStore(rows: ErasureHandler[][]): [ErasureHandler[][], ErasureHandler[][]] {
  const { true: operational = [], false: analytical = [] } = Object.groupBy(rows, (row) =>
    String(row.some(({ holds }) => Object.keys(holds).some((table) => table.startsWith('postgresql.')))),
  )
  return [operational, analytical]
}

/** Tables of a store in which something was found or removed. */
function heldIn({ counted, removed }: Work, store: string): string[] {
  const counts = [...Object.entries(counted), ...Object.entries(removed)]
  const held = new Set(counts.flatMap(([name, rows]) => (rows > 0 ? [name] : [])))
  return [...held].flatMap((name) => (name.startsWith(`${store}.`) ? [name.slice(store.length + 1)] : []))
}

/** What was received before this may go as a whole: the period of all channels, else nothing. */
function oldest({ periods, now }: Work): number | null {
  if (periods === null) return null
  const days = periods['']
  return days === undefined ? Number.NEGATIVE_INFINITY : now - days * 86_400_000
}

async function find(parts: ErasureParts, erasing: Erasing, work: Work): Promise<void> {
  const { workspace, erasure_id } = erasing
  // Set before anything is looked for: what is on its way is waited for, what comes later is refused.
  if (work.periods === null) await bury(parts.db, workspace, erasure_id, buriedPerson(work.identifiers))
  await parts.commit.drain()
  await untilOthersKnow(parts.db)
  await parts.follow(workspace)
  await forgetErasing(parts.analytics, erasing)
  if (work.periods === null) {
    const { subjects, ...found } = await findOfCustomer(parts, erasing)
    work.found = found
    // What joins nobody (a number without a form, a shared one) is not the customer's own, but names nobody else either.
    const own = new Set(work.identifiers.map((each) => each.identifier_id))
    work.identifiers.push(...(await leftAlone(parts, erasing)).filter((each) => !own.has(each.identifier_id)))
    work.tombstones = await bury(parts.db, workspace, erasure_id, await buriedOf(parts, erasing, subjects))
  } else {
    const named = await findOlder(parts, erasing, new Map(Object.entries(work.periods)), work.now)
    work.found = { named, by_subject: 0, of_others: 0 }
    work.identifiers = await leftAlone(parts, erasing)
  }
  await noteTouchedRuns(parts, erasing)
}

const leftAlone = async (parts: ErasureParts, erasing: Erasing): Promise<ErasedIdentifier[]> =>
  (await identifiersLeftAlone(parts, erasing)).map((each) => ({ ...each, identifier_id: identifierId(each) }))

/** From here on nothing personal is on record: what is left to do needs only the names of the tables. */
async function finish(parts: ErasureParts, job: Job): Promise<Certificate> {
  const { erasure_id, work } = job
  work.identifiers = []
  const { db } = parts
  await db
    .updateTable('erasures')
    .set({ work: JSON.stringify(work) })
    .where('erasure_id', '=', erasure_id)
    .execute()
  await rewriteTables(db, ['erasures'])
  await endJournal(db)
  const touched = [...heldIn(work, 'clickhouse'), 'erasing', 'erasing_runs']
  const gone = await purgeAnalytics(parts.analytics, touched)
  const aside = (await parts.analytics.partsAside()) > 0
  return certify(parts, job, [...(gone ? [] : [oldParts]), ...(aside ? [asideParts] : [])])
}

const oldParts =
  'ClickHouse had not yet removed all parts that were replaced; it does within minutes (old_parts_lifetime).'

const asideParts =
  'ClickHouse put parts of tables aside that it could not read (folders detached, named in the log): delete them with the server stopped.'

async function certify(parts: ErasureParts, job: Job, remains: string[]): Promise<Certificate> {
  const { workspace, erasure_id, kind, work } = job
  const row = await parts.db
    .selectFrom('erasures')
    .select(['asked_by', 'asked_at', 'ground'])
    .where('erasure_id', '=', erasure_id)
    .executeTakeFirstOrThrow()
  const before = await parts.db
    .selectFrom('erasures')
    .select('hash')
    .where('workspace', '=', workspace)
    .where('hash', 'is not', null)
    .orderBy('finished_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  const certificate: Certificate = {
    format: 'throughline erasure 1',
    erasure_id,
    workspace,
    kind,
    customer: work.customer,
    ground: row.ground,
    asked_by: row.asked_by,
    asked_at: row.asked_at.toISOString(),
    finished_at: new Date().toISOString(),
    interactions: work.found!,
    removed: { ...work.removed, ...work.counted },
    tombstones: work.tombstones,
    remains: [...remains, ...always],
    previous: before?.hash ?? null,
  }
  const text = JSON.stringify(certificate)
  await parts.db
    .updateTable('erasures')
    .set({
      work: null,
      certificate: text,
      hash: hashOf(text),
      finished_at: new Date(certificate.finished_at),
    })
    .where('erasure_id', '=', erasure_id)
    .execute()
  await noteDeed(parts.db, {
    workspace,
    by: row.asked_by,
    act: kind === 'customer' ? 'erase customer' : 'erase by age',
    on_what: work.customer ?? 'interactions',
    detail: `certificate ${erasure_id}: ${work.found!.named + work.found!.by_subject} interactions`,
  })
  return certificate
}

/** What erasing here cannot reach. */
const always = [
  'Backups made before hold what they held: erase again after restoring one.',
  'Figures over all customers change with it.',
]
