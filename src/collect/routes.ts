import type { Hono } from 'hono'
import { type AccessTables, byOf, noteDeed } from '../access/index.ts'
import { badInput, notAllowed, notFound, notSignedIn } from '../http/errors.ts'
import type { Caller, Identify, Mount } from '../http/serve.ts'
import type { Db } from '../storage/operational.ts'
import { mountCatalogue } from './catalogue-routes.ts'
import { mailMappingYaml } from './channels/mail-mapping.ts'
import type { MailRoom } from './channels/mail-room.ts'
import { readMailSources } from './channels/mail-store.ts'
import * as contract from './contract.ts'
import { mountDialects } from './dialects/mount.ts'
import { exposuresOf } from './exposures.ts'
import type { GroupCommit } from './group-commit.ts'
import { mountHealth } from './health-routes.ts'
import { mountHookDoor } from './hook-door.ts'
import { forgetHooks } from './hook-known.ts'
import { mountHooks } from './hook-routes.ts'
import { cancel, type ImportParts, listImportStates, readImportState, startImport } from './imports.ts'
import { kindsNow, readKindsOf, setKindsOf } from './kinds-store.ts'
import { mountMail } from './mail-routes.ts'
import { describeProblems, parseMapping } from './mapping.ts'
import { previewFile } from './preview.ts'
import { discard, mend, quarantinePage, replay } from './quarantine.ts'
import { saveSource } from './source.ts'
import { listSourcesOf } from './source-list.ts'
import type { CollectTables } from './tables.ts'
import { redo, startUndo } from './undo-work.ts'
import { saveUpload, uploadPath } from './upload.ts'
import { listKeysOf, makeKey, revoke } from './write-key.ts'

interface CollectParts extends ImportParts {
  db: Db<CollectTables & AccessTables>
  data: string
  identify: Identify
  commit: GroupCommit
  mail: MailRoom
  stored(): void
}

export function mountCollect(app: Hono, mount: Mount, parts: CollectParts): void {
  mountDialects(app, parts)
  mountHookDoor(app, parts.db, parts.commit)
  mountHooks(mount, parts)
  mountUpload(app, parts)
  mountImports(mount, parts)
  mountQuarantine(mount, parts)
  mountKinds(mount, parts)
  mountHealth(mount, parts)
  mountCatalogue(mount, parts)
  mountMail(mount, parts)
  const { db } = parts
  mount(contract.listExposures, async ({ workspace, ...asked }) => ({
    exposures: await exposuresOf(parts.analytics, workspace, asked),
  }))
  mount(contract.listSources, async ({ workspace }) => ({ sources: await listSourcesOf(parts, workspace) }))
  mount(contract.listKeys, async ({ workspace }) => ({ keys: await listKeysOf(db, workspace) }))
  // The source is made by its first event: a door nobody came through yet must not move horizons.
  mount(contract.createKey, async ({ workspace, ...asked }, caller) => {
    const made = await makeKey(db, workspace, asked)
    const { name, source } = asked
    const on_what = `key ${made.key.key_id}`
    await noteDeed(db, {
      workspace,
      by: byOf(caller),
      act: 'make key',
      on_what,
      detail: `${name}, ${source}`,
    })
    return made
  })
  mount(contract.revokeKey, async ({ workspace, key_id }, caller) => {
    const key = await revoke(db, workspace, key_id)
    await noteDeed(db, { workspace, by: byOf(caller), act: 'end key', on_what: `key ${key_id}` })
    return { key }
  })
}

function mountKinds(mount: Mount, parts: CollectParts): void {
  mount(contract.readKinds, ({ workspace }) => readKindsOf(parts, workspace))
  mount(contract.setKinds, async ({ workspace, settings }, caller) => {
    const set = await setKindsOf(parts, workspace, settings, byOf(caller))
    parts.stored()
    const on_what = 'kinds of identifiers'
    await noteDeed(parts.db, { workspace, by: byOf(caller), act: 'set kinds', on_what })
    return { settings: set }
  })
}

function mountUpload(app: Hono, { data, identify }: CollectParts): void {
  app.put('/api/:workspace/uploads', async (context) => {
    const workspace = context.req.param('workspace')
    const caller = await identify(context.req.raw.headers)
    if (!caller.local && !caller.person) throw notSignedIn()
    if (!caller.local && (await caller.role(workspace)) === null) throw notAllowed('member')
    return context.json(await saveUpload(context, data, workspace))
  })
}

/** A path on the server's disk is for the command line on the same machine; everybody else uploads. */
async function placeOf(
  parts: CollectParts,
  caller: Caller,
  asked: {
    workspace: string
    path?: string | undefined
    upload_id?: string | undefined
    mapping_path?: string | undefined
  },
): Promise<string> {
  if (asked.upload_id) return uploadPath(parts.data, asked.workspace, asked.upload_id)
  if (!asked.path) throw badInput('path', 'There is no file to import.', 'Give a path or an upload.')
  if (!caller.local)
    throw badInput('path', 'A path on the server can only be given by the command line.', 'Upload the file.')
  return asked.path
}

function mountImports(mount: Mount, parts: CollectParts): void {
  const { db } = parts
  mount(contract.previewImport, async (input, caller) =>
    previewFile(await placeOf(parts, caller, input), input.mapping, await kindsNow(db, input.workspace)),
  )
  mount(contract.startImport, async (input, caller) => {
    const path = await placeOf(parts, caller, input)
    const mapping_path = caller.local ? input.mapping_path : undefined
    return {
      import_id: await startImport(parts, input.workspace, {
        path,
        mapping: input.mapping,
        mapping_path,
        replace: input.replace,
      }),
    }
  })
  mount(contract.readImport, ({ workspace, import_id }) => readImportState(db, workspace, import_id))
  mount(contract.listImports, async ({ workspace }) => ({ imports: await listImportStates(db, workspace) }))
  mount(contract.cancelImport, ({ workspace, import_id }) => cancel(db, workspace, import_id))
  mount(contract.undoImport, async ({ workspace, import_id }, caller) => {
    const state = await startUndo(parts, workspace, import_id, byOf(caller))
    await noteDeed(db, {
      workspace,
      by: byOf(caller),
      act: 'undo import',
      on_what: `import of ${state.path}`,
    })
    return state
  })
  mount(contract.redoImport, async ({ workspace, import_id }) => ({
    import_id: await redo(parts, workspace, import_id),
  }))
  mount(contract.readMapping, async ({ workspace, source }) => {
    const row = await db
      .selectFrom('sources')
      .select(['mapping', 'mapping_changed_at'])
      .where('workspace', '=', workspace)
      .where('source', '=', source)
      .executeTakeFirst()
    if (row?.mapping)
      return {
        source,
        mapping: row.mapping,
        changed_at: (row.mapping_changed_at ?? new Date(0)).toISOString(),
      }
    const mail = (await readMailSources(db, workspace)).find((each) => each.source === source)
    if (!mail) throw notFound(`mapping of source '${source}'`, 'Import a file of it, or save one.')
    return { source, mapping: mailMappingYaml(source), changed_at: mail.set_at.toISOString() }
  })
  mount(contract.saveMapping, async ({ workspace, source, mapping: yaml }, caller) => {
    const { mapping, problems } = parseMapping(yaml)
    if (!mapping)
      throw badInput(
        'mapping',
        describeProblems(problems, 'mapping.yaml'),
        'Mend these lines, then save again.',
      )
    if (mapping.source !== source)
      throw badInput(
        'source',
        `The mapping says source: ${mapping.source}, but is saved for ${source}.`,
        `Write source: ${source}.`,
      )
    await saveSource(db, workspace, mapping)
    forgetHooks(db)
    await noteDeed(db, { workspace, by: byOf(caller), act: 'save mapping', on_what: `source ${source}` })
    return { source }
  })
}

function mountQuarantine(mount: Mount, parts: CollectParts): void {
  mount(contract.listQuarantine, ({ workspace, ...asked }) => quarantinePage(parts.db, workspace, asked))
  mount(contract.mendQuarantined, async ({ workspace, quarantine_id, record }) => {
    const result = await mend(parts, workspace, quarantine_id, record)
    parts.stored()
    return result
  })
  mount(contract.replayQuarantine, async ({ workspace, ...asked }) => {
    const result = await replay(parts, workspace, asked)
    parts.stored()
    return result
  })
  mount(contract.discardQuarantined, ({ workspace, quarantine_ids }) =>
    discard(parts.db, workspace, quarantine_ids),
  )
}
