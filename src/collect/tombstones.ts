import { hash, randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { lifeOf } from '../storage/life.ts'
import type { Db } from '../storage/operational.ts'
import { lastCommit, settledCommit } from './commit.ts'
import type { Interaction } from './interaction.ts'
import { recordIdOf } from './interaction-id.ts'
import { tokensOf } from './record-tokens.ts'
import type { CollectTables } from './tables.ts'

export const tombstoneKinds = ['identifier', 'subject', 'record', 'value'] as const
export type TombstoneKind = (typeof tombstoneKinds)[number]

/** What a tombstone stands for, before it is hashed. */
export interface Buried {
  kind: TombstoneKind
  name: string
}

export const buriedIdentifier = (each: { kind: string; value: string }): Buried => ({
  kind: 'identifier',
  name: `${each.kind}\u0000${each.value}`,
})
export const buriedSubject = (each: { type: string; id: string }): Buried => ({
  kind: 'subject',
  name: `${each.type}\u0000${each.id}`,
})
export const buriedRecord = (source: string, record_id: string): Buried => ({
  kind: 'record',
  name: `${source}\u0000${record_id}`,
})

/** What is asked of an interaction before it is stored. */
export type Judged = Pick<
  Interaction,
  'interaction_id' | 'source' | 'channel' | 'started_at' | 'identifiers' | 'subjects'
>

/** Says of what arrives whether it was erased before, or is older than it may be kept. */
export interface Guard {
  /** Of one record's interactions: any of them is enough, since a record is stored whole or not at all. */
  refuses(interactions: readonly Judged[]): boolean
  /** Of a record that could not be understood: whether it names somebody erased. */
  refusesText(record: string): boolean
}

/**
 * A record that was erased stays away for good; an erased identifier or subject keeps away what happened before its erasure:
 * whoever comes back afterwards is a customer like any other (decision 0029).
 */
export function guardOver(
  buried: ReadonlyMap<string, number>,
  periods: ReadonlyMap<string, number>,
  salt: string,
  now: number,
): Guard {
  const erasedAt = (each: Buried) => buried.get(tombstoneHash(salt, each))
  const anyDated = (interaction: Judged) => {
    const dated = [
      ...interaction.identifiers.map(buriedIdentifier),
      ...interaction.subjects.map(buriedSubject),
    ]
    return dated.some((each) => interaction.started_at < (erasedAt(each) ?? Number.NEGATIVE_INFINITY))
  }
  const tooOld = ({ channel, started_at }: Judged) => {
    const days = periods.get(channel) ?? periods.get('')
    return days !== undefined && started_at < now - days * 86_400_000
  }
  return {
    refuses: (interactions) =>
      interactions.some((each) => tooOld(each) || (buried.size > 0 && anyDated(each))) ||
      (buried.size > 0 &&
        interactions.length > 0 &&
        erasedAt(buriedRecord(interactions[0]!.source, recordIdOf(interactions[0]!.interaction_id))) !==
          undefined),
    refusesText: (record) =>
      buried.size > 0 &&
      tokensOf(record).some((token) => erasedAt({ kind: 'value', name: token }) !== undefined),
  }
}

/** Salted, so that a list of addresses cannot be held against it without the installation itself. */
export const tombstoneHash = (salt: string, { kind, name }: Buried) =>
  hash('sha256', `${salt}\u0000${kind}\u0000${name}`, 'base64url').slice(0, 32)

interface Loading {
  known: Promise<Known | null>
  until: number
}

const guards = new WeakMap<Db<CollectTables>, Map<string, Loading>>()

/** So long an erasure at another server process may be unknown to this one. */
const guardKept_ms = 1_000

interface Known {
  buried: Map<string, number>
  periods: Map<string, number>
  salt: string
}

/** The guard of a workspace; null where nothing was ever erased and everything is kept for ever. */
export async function guardOf(db: Db<CollectTables>, workspace: string, now: number): Promise<Guard | null> {
  const all = guards.get(db) ?? new Map<string, Loading>()
  guards.set(db, all)
  const before = all.get(workspace)
  const until = lifeOf(db).shared ? performance.now() + guardKept_ms : Number.POSITIVE_INFINITY
  const loading =
    before !== undefined && performance.now() < before.until ? before : { known: load(db, workspace), until }
  all.set(workspace, loading)
  loading.known.catch(() => all.delete(workspace))
  const loaded = await loading.known
  return loaded && guardOver(loaded.buried, loaded.periods, loaded.salt, now)
}

/**
 * Waits until nobody writes by a guard of before: each other server process reads it anew within a second, and what was begun, here
 * too, is on record until it is written.
 */
export async function untilOthersKnow(db: Db<CollectTables>): Promise<void> {
  if (lifeOf(db).shared) await wait(guardKept_ms)
  const begun = await lastCommit(db)
  while ((await settledCommit(db)) < begun) await wait(50)
}

/** To be called when tombstones or retention periods changed. */
export function renewGuard(db: Db<CollectTables>, workspace: string): void {
  guards.get(db)?.delete(workspace)
}

async function load(db: Db<CollectTables>, workspace: string): Promise<Known | null> {
  const rows = await db
    .selectFrom('tombstones')
    .select(['hash', 'erased_at'])
    .where('workspace', '=', workspace)
    .execute()
  const periods = await db
    .selectFrom('retention_periods')
    .select(['channel', 'days'])
    .where('workspace', '=', workspace)
    .execute()
  if (rows.length === 0 && periods.length === 0) return null
  return {
    buried: new Map(rows.map((row) => [row.hash, row.erased_at.getTime()])),
    periods: new Map(periods.map((row) => [row.channel, row.days])),
    salt: await tombstoneSalt(db),
  }
}

export async function tombstoneSalt(db: Db<CollectTables>): Promise<string> {
  await db
    .insertInto('settings')
    .values({ name: 'tombstone_salt', value: randomBytes(32).toString('base64url') })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const row = await db
    .selectFrom('settings')
    .select('value')
    .where('name', '=', 'tombstone_salt')
    .executeTakeFirstOrThrow()
  return row.value
}

/** What a customer is called where nothing personal may stand: the same each time, and of no use elsewhere. */
export async function customerName(
  db: Db<CollectTables>,
  workspace: string,
  customer_id: string,
): Promise<string> {
  const name = hash(
    'sha256',
    `${await tombstoneSalt(db)}\u0000customer\u0000${workspace}\u0000${customer_id}`,
    'base64url',
  )
  return `customer ~${name.slice(0, 12)}`
}

/** Sets tombstones; those that stand already keep the later moment. */
export async function bury(
  db: Db<CollectTables>,
  workspace: string,
  erasure_id: number,
  buried: readonly Buried[],
): Promise<number> {
  const salt = await tombstoneSalt(db)
  const rows = new Map(
    buried.map((each) => {
      const hashed = tombstoneHash(salt, each)
      return [`${each.kind} ${hashed}`, { kind: each.kind, hash: hashed }]
    }),
  )
  const all = [...rows.values()]
  if (all.length > 0)
    await sql`INSERT INTO tombstones (workspace, kind, hash, erasure_id)
      SELECT ${workspace}, kind, hash, ${erasure_id} FROM unnest(
        ${all.map((each) => each.kind)}::text[], ${all.map((each) => each.hash)}::text[]) AS each(kind, hash)
      ON CONFLICT (workspace, kind, hash) DO UPDATE SET erased_at = excluded.erased_at, erasure_id = excluded.erasure_id`.execute(
      db,
    )
  renewGuard(db, workspace)
  return all.length
}
