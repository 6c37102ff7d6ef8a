import { randomBytes } from 'node:crypto'
import { type Selectable, sql } from 'kysely'
import { badInput, notFound } from '../http/errors.ts'
import type { Db } from '../storage/operational.ts'
import { channelNamed } from './channels/catalogue.ts'
import type { HookShown, Scheme } from './contract-hooks.ts'
import { describeProblems, parseMapping } from './mapping.ts'
import type { CollectTables } from './tables.ts'

export type Hook = Selectable<CollectTables['hooks']>

/** Below the address of the installation. */
export const hookPath = (hook_id: string) => `/v1/hook/${hook_id}`

export interface HookWishes {
  source: string
  channel: string
  scheme?: Scheme | undefined
  secret?: string | undefined
  mapping?: string | undefined
}

/** Makes a source that a webhook feeds. `secret` is told where it was made here. */
export async function makeHook(
  db: Db<CollectTables>,
  workspace: string,
  by: string,
  wishes: HookWishes,
): Promise<{ hook: HookShown; secret: string | null }> {
  const channel = channelNamed(wishes.channel)
  if (channel === null || channel.scheme === null)
    throw badInput(
      'channel',
      channel === null
        ? `There is no channel '${wishes.channel}'.`
        : `${channel.title} comes as files: no webhook is needed.`,
      channel === null ? 'See the list of channels.' : 'Import a file with its mapping.',
    )
  const { source } = wishes
  await refuseTaken(db, workspace, source)
  const yaml = wishes.mapping ?? channel.mapping(source)
  checkMapping(yaml, source)
  const scheme = wishes.scheme ?? channel.scheme
  const { secret, made } = secretOf(
    scheme,
    wishes.secret,
    channel.scheme.kind === scheme.kind && channel.secret === 'theirs',
  )
  const row = await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('sources')
      .values({
        workspace,
        source,
        // Live from its first payload on: a door nobody came through yet must not move horizons.
        kind: 'file',
        mapping: yaml,
        mapping_file: 'mapping.yaml',
        mapping_changed_at: new Date(),
        complete_until: null,
        last_record_at: null,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    return trx
      .insertInto('hooks')
      .values({
        hook_id: `hook_${randomBytes(18).toString('base64url')}`,
        workspace,
        source,
        channel: channel.channel,
        scheme,
        secret,
        created_by: by,
        ended_at: null,
        last_accepted_at: null,
        last_refused_at: null,
        last_refusal: null,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
  })
  return { hook: shownHook(row), secret: made ? secret : null }
}

/** A name that another source has would mix two: only one whose webhook was ended may be taken up again. */
async function refuseTaken(db: Db<CollectTables>, workspace: string, source: string): Promise<void> {
  const taken = await db
    .selectFrom('sources')
    .select('source')
    .where('workspace', '=', workspace)
    .where('source', '=', source)
    .executeTakeFirst()
  if (!taken) return
  const hooks = await db
    .selectFrom('hooks')
    .select('ended_at')
    .where('workspace', '=', workspace)
    .where('source', '=', source)
    .execute()
  if (hooks.length > 0 && hooks.every((hook) => hook.ended_at !== null)) return
  throw badInput('source', `There is a source '${source}' already.`, 'Give this one another name.')
}

function checkMapping(yaml: string, source: string): void {
  const { mapping, problems } = parseMapping(yaml)
  if (mapping === null)
    throw badInput(
      'mapping',
      describeProblems(problems, 'mapping.yaml'),
      'Mend these lines, then save again.',
    )
  if (mapping.source !== source)
    throw badInput('mapping', `The mapping says source: ${mapping.source}.`, `Write source: ${source}.`)
  if (!mapping.records.some((entry) => entry.recordsOf !== null))
    throw badInput(
      'mapping',
      'No entry of the mapping reads payloads.',
      'Add one that begins with `- payload: whole`.',
    )
}

function secretOf(
  scheme: Scheme,
  given: string | undefined,
  theirs: boolean,
): { secret: string; made: boolean } {
  if (scheme.kind === 'address') return { secret: '', made: false }
  if (given !== undefined) return { secret: given, made: false }
  if (theirs)
    throw badInput(
      'secret',
      'The sender makes the secret of this channel.',
      'Copy it from there and give it here.',
    )
  const bytes = randomBytes(32)
  const whole = scheme.kind === 'hmac' && scheme.secret_is_base64
  return { secret: whole ? `whsec_${bytes.toString('base64')}` : bytes.toString('base64url'), made: true }
}

export async function listHooksOf(db: Db<CollectTables>, workspace: string): Promise<HookShown[]> {
  const rows = await db
    .selectFrom('hooks')
    .selectAll()
    .where('workspace', '=', workspace)
    .orderBy('created_at', 'desc')
    .execute()
  return rows.map(shownHook)
}

/** @throws Problem 404. */
export async function hookOf(db: Db<CollectTables>, workspace: string, hook_id: string): Promise<Hook> {
  const row = await db
    .selectFrom('hooks')
    .selectAll()
    .where('workspace', '=', workspace)
    .where('hook_id', '=', hook_id)
    .executeTakeFirst()
  if (!row) throw notFound(`webhook ${hook_id}`, 'See the list of webhooks.')
  return row
}

/** @throws Problem 404. */
export async function setSecret(
  db: Db<CollectTables>,
  workspace: string,
  hook_id: string,
  wishes: { secret?: string | undefined; scheme?: Scheme | undefined },
): Promise<{ hook: HookShown; secret: string | null }> {
  const hook = await hookOf(db, workspace, hook_id)
  const scheme = wishes.scheme ?? hook.scheme
  const theirs = scheme.kind === hook.scheme.kind && channelNamed(hook.channel)?.secret === 'theirs'
  const { secret, made } = secretOf(scheme, wishes.secret, theirs)
  const row = await db
    .updateTable('hooks')
    .set({ secret, scheme })
    .where('hook_id', '=', hook_id)
    .returningAll()
    .executeTakeFirstOrThrow()
  return { hook: shownHook(row), secret: made ? secret : null }
}

/** @throws Problem 404. */
export async function endHookOf(
  db: Db<CollectTables>,
  workspace: string,
  hook_id: string,
): Promise<HookShown> {
  await hookOf(db, workspace, hook_id)
  const row = await db
    .updateTable('hooks')
    .set({ ended_at: sql`coalesce(ended_at, now())` as never })
    .where('hook_id', '=', hook_id)
    .returningAll()
    .executeTakeFirstOrThrow()
  return shownHook(row)
}

export function shownHook(row: Hook): HookShown {
  const iso = (at: Date | null) => at?.toISOString() ?? null
  const { hook_id, source, channel, scheme, created_by, last_refusal } = row
  return {
    hook_id,
    source,
    channel,
    scheme,
    path: hookPath(hook_id),
    created_at: row.created_at.toISOString(),
    created_by,
    ended_at: iso(row.ended_at),
    accepted: Number(row.accepted),
    last_accepted_at: iso(row.last_accepted_at),
    refused: Number(row.refused),
    last_refused_at: iso(row.last_refused_at),
    last_refusal,
  }
}
