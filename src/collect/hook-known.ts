import type { Db } from '../storage/operational.ts'
import type { Hook } from './hook.ts'
import { type Mapping, parseMapping } from './mapping.ts'
import type { CollectTables } from './tables.ts'

/** A webhook with the mapping of its source; null where there is none, or one that does not compile any more. */
export interface KnownHook {
  hook: Hook
  mapping: Mapping | null
}

interface Remembered {
  known: KnownHook | null
  yaml: string
  until: number
}

/** Webhooks are asked at every request: known and unknown ones are remembered for some seconds. */
const remembered = new WeakMap<Db<CollectTables>, Map<string, Remembered>>()
const rememberedFor = 3_000

export async function hookAt(db: Db<CollectTables>, hook_id: string): Promise<KnownHook | null> {
  // PostgreSQL refuses a text with NUL: %00 in an address was answered with 500.
  if (hook_id.includes('\u0000')) return null
  const of = remembered.get(db) ?? new Map<string, Remembered>()
  remembered.set(db, of)
  const before = of.get(hook_id)
  if (before && before.until > performance.now()) return before.known
  const hook = await db.selectFrom('hooks').selectAll().where('hook_id', '=', hook_id).executeTakeFirst()
  const yaml = hook ? await mappingText(db, hook) : ''
  const mapping =
    before?.known && before.yaml === yaml
      ? before.known.mapping
      : yaml === ''
        ? null
        : parseMapping(yaml).mapping
  const known = hook ? { hook, mapping } : null
  if (of.size > 10_000) of.clear()
  of.set(hook_id, { known, yaml, until: performance.now() + rememberedFor })
  return known
}

/** To be called when a webhook or the mapping of its source was changed. */
export function forgetHooks(db: Db<CollectTables>): void {
  remembered.delete(db)
}

async function mappingText(db: Db<CollectTables>, { workspace, source }: Hook): Promise<string> {
  const row = await db
    .selectFrom('sources')
    .select('mapping')
    .where('workspace', '=', workspace)
    .where('source', '=', source)
    .executeTakeFirst()
  return row?.mapping ?? ''
}
