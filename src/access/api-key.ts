import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { notFound } from '../http/errors.ts'
import type { Db } from '../storage/operational.ts'
import type { AccessTables } from './tables.ts'

type AccessDb = Db<AccessTables>

/** Who an API key speaks for. */
export interface KeyHolder {
  key_id: string
  workspace: string
  name: string
}

const prefix = 'tlk_'
const hashOf = (key: string) => createHash('sha256').update(key).digest('hex')

/** Asked at every request of a program: known and unknown keys are remembered for a few seconds. */
const remembered = new Map<string, { holder: KeyHolder | null; until: number }>()
const rememberedFor = 5_000

/** Whose a key is, as it comes in `Authorization: Bearer tlk_…`; null = it is none, or is revoked. */
export async function holderOfKey(db: AccessDb, authorization: string): Promise<KeyHolder | null> {
  const key = /^Bearer (tlk_[\w-]+)$/.exec(authorization)?.[1]
  if (key === undefined) return null
  const hash = hashOf(key)
  const known = remembered.get(hash)
  if (known && known.until > Date.now()) return known.holder
  const row = await db
    .updateTable('api_keys')
    .set({ last_used_at: new Date() })
    .where('hash', '=', hash)
    .where('revoked_at', 'is', null)
    .returning(['key_id', 'workspace', 'name'])
    .executeTakeFirst()
  if (remembered.size > 10_000) remembered.clear()
  remembered.set(hash, { holder: row ?? null, until: Date.now() + rememberedFor })
  return row ?? null
}

/** Makes a key. The key itself is given out once and never stored. */
export async function makeApiKey(db: AccessDb, workspace: string, name: string) {
  const api_key = `${prefix}${randomBytes(24).toString('base64url')}`
  const row = await db
    .insertInto('api_keys')
    .values({ key_id: randomUUID(), workspace, name, hash: hashOf(api_key), hint: api_key.slice(0, 8) })
    .returningAll()
    .executeTakeFirstOrThrow()
  return { key: shown(row), api_key }
}

export async function listApiKeys(db: AccessDb, workspace: string) {
  const rows = await db
    .selectFrom('api_keys')
    .selectAll()
    .where('workspace', '=', workspace)
    .orderBy('created_at', 'desc')
    .execute()
  return rows.map(shown)
}

/** @throws Problem 404. */
export async function revokeApiKey(db: AccessDb, workspace: string, key_id: string) {
  const row = await db
    .updateTable('api_keys')
    .set({ revoked_at: new Date() })
    .where('workspace', '=', workspace)
    .where('key_id', '=', key_id)
    .returningAll()
    .executeTakeFirst()
  if (!row) throw notFound(`API key ${key_id}`, 'See the list of keys.')
  remembered.clear()
  return shown(row)
}

interface Row {
  key_id: string
  name: string
  hint: string
  created_at: Date
  revoked_at: Date | null
  last_used_at: Date | null
}

const shown = ({ key_id, name, hint, created_at, revoked_at, last_used_at }: Row) => ({
  key_id,
  name,
  hint,
  created_at: created_at.toISOString(),
  revoked_at: revoked_at?.toISOString() ?? null,
  last_used_at: last_used_at?.toISOString() ?? null,
})
