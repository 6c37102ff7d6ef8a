import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { notFound, tooMany } from '../http/errors.ts'
import type { Db } from '../storage/operational.ts'
import { createKeyPace } from './key-pace.ts'
import type { CollectTables } from './tables.ts'

/** Where the events of a write key go. */
export interface Door {
  key_id: string
  workspace: string
  source: string
  name: string
  requests_per_second: number
}

const hashOf = (key: string) => createHash('sha256').update(key).digest('hex')

/** Write keys are asked at every request: known and unknown ones are remembered for a few seconds. */
const remembered = new Map<string, { door: Door | null; until: number }>()
const rememberedFor = 5_000

const pace = createKeyPace()

/**
 * The door that a key opens; null for one that is not known.
 * @throws Problem 429 when it sends faster than it may.
 */
export async function doorOf(db: Db<CollectTables>, key: string): Promise<Door | null> {
  const door = await knownDoor(db, key)
  const wait = door === null ? null : pace.ask(door.key_id, door.requests_per_second, performance.now())
  if (door !== null && wait !== null)
    throw tooMany(`The write key ${door.name}`, door.requests_per_second, wait)
  return door
}

/** The same, of a key that sends nothing now: how fast it sends is not asked. */
export async function knownDoor(db: Db<CollectTables>, key: string): Promise<Door | null> {
  const hash = hashOf(key)
  const known = remembered.get(hash)
  if (known && known.until > performance.now()) return known.door
  const row = await db
    .selectFrom('write_keys')
    .select(['key_id', 'workspace', 'source', 'name', 'requests_per_second'])
    .where('hash', '=', hash)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  if (row)
    await db
      .updateTable('write_keys')
      .set({ last_used_at: new Date() })
      .where('key_id', '=', row.key_id)
      .execute()
  if (remembered.size > 10_000) remembered.clear()
  remembered.set(hash, { door: row ?? null, until: performance.now() + rememberedFor })
  return row ?? null
}

/** Makes a key. The key itself is given out once and never stored. */
export async function makeKey(
  db: Db<CollectTables>,
  workspace: string,
  { name, source, requests_per_second }: { name: string; source: string; requests_per_second: number },
) {
  const write_key = `wk_${randomBytes(18).toString('base64url')}`
  const row = await db
    .insertInto('write_keys')
    .values({
      key_id: randomUUID(),
      workspace,
      source,
      name,
      hash: hashOf(write_key),
      hint: write_key.slice(0, 8),
      revoked_at: null,
      last_used_at: null,
      requests_per_second,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return { key: shown(row), write_key }
}

export async function listKeysOf(db: Db<CollectTables>, workspace: string) {
  const rows = await db
    .selectFrom('write_keys')
    .selectAll()
    .where('workspace', '=', workspace)
    .orderBy('created_at', 'desc')
    .execute()
  return rows.map(shown)
}

/** @throws Problem 404. */
export async function revoke(db: Db<CollectTables>, workspace: string, key_id: string) {
  const row = await db
    .updateTable('write_keys')
    .set({ revoked_at: new Date() })
    .where('workspace', '=', workspace)
    .where('key_id', '=', key_id)
    .returningAll()
    .executeTakeFirst()
  if (!row) throw notFound(`write key ${key_id}`, 'See the list of keys.')
  remembered.clear()
  return shown(row)
}

function shown(row: {
  key_id: string
  name: string
  source: string
  created_at: Date
  revoked_at: Date | null
  hint: string
  last_used_at: Date | null
  requests_per_second: number
}) {
  return {
    key_id: row.key_id,
    name: row.name,
    source: row.source,
    hint: row.hint,
    created_at: row.created_at.toISOString(),
    revoked_at: row.revoked_at?.toISOString() ?? null,
    last_used_at: row.last_used_at?.toISOString() ?? null,
    requests_per_second: row.requests_per_second,
  }
}
