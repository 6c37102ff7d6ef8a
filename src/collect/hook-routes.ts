import { type AccessTables, byOf, noteDeed } from '../access/index.ts'
import { notFound } from '../http/errors.ts'
import type { Mount } from '../http/serve.ts'
import type { Db } from '../storage/operational.ts'
import { shownChannels } from './channels/catalogue.ts'
import * as contract from './contract-hooks.ts'
import { endHookOf, hookOf, listHooksOf, makeHook, setSecret } from './hook.ts'
import { forgetHooks } from './hook-known.ts'
import { previewHookOf } from './hook-preview.ts'
import { kindsNow } from './kinds-store.ts'
import type { CollectTables } from './tables.ts'

/** Operations of webhooks; the secrets they are given go nowhere but into the table. */
export function mountHooks(mount: Mount, { db }: { db: Db<CollectTables & AccessTables> }): void {
  mount(contract.listChannels, async () => ({ channels: shownChannels() }))
  mount(contract.listHooks, async ({ workspace }) => ({ hooks: await listHooksOf(db, workspace) }))
  mount(contract.createHook, async ({ workspace, ...wishes }, caller) => {
    const by = byOf(caller)
    const made = await makeHook(db, workspace, by, wishes)
    forgetHooks(db)
    const { hook_id, channel, source } = made.hook
    await noteDeed(db, {
      workspace,
      by,
      act: 'make webhook',
      on_what: `webhook ${hook_id}`,
      detail: `${channel}, ${source}`,
    })
    return made
  })
  mount(contract.setHookSecret, async ({ workspace, hook_id, ...wishes }, caller) => {
    const set = await setSecret(db, workspace, hook_id, wishes)
    forgetHooks(db)
    await noteDeed(db, {
      workspace,
      by: byOf(caller),
      act: 'set webhook secret',
      on_what: `webhook ${hook_id}`,
    })
    return set
  })
  mount(contract.endHook, async ({ workspace, hook_id }, caller) => {
    const hook = await endHookOf(db, workspace, hook_id)
    forgetHooks(db)
    await noteDeed(db, { workspace, by: byOf(caller), act: 'end webhook', on_what: `webhook ${hook_id}` })
    return { hook }
  })
  mount(contract.previewHook, async ({ workspace, hook_id, mapping }) => {
    const hook = await hookOf(db, workspace, hook_id)
    const saved = await db
      .selectFrom('sources')
      .select('mapping')
      .where('workspace', '=', workspace)
      .where('source', '=', hook.source)
      .executeTakeFirst()
    const yaml = mapping ?? saved?.mapping
    if (yaml === undefined || yaml === null) throw notFound(`mapping of '${hook.source}'`, 'Save one.')
    return previewHookOf(db, hook, yaml, await kindsNow(db, workspace))
  })
}
