import type { Hono } from 'hono'
import { notFound, notSignedIn } from '../http/errors.ts'
import type { Mount } from '../http/serve.ts'
import type { Analytics } from '../storage/analytics.ts'
import type { Db } from '../storage/operational.ts'
import { listApiKeys, makeApiKey, revokeApiKey } from './api-key.ts'
import { byOf, noteDeed, readDeeds } from './audit.ts'
import * as contract from './contract.ts'
import { createWorkspace, readAudit, readSession, removeWorkspace } from './contract.ts'
import type { SignIn } from './sign-in.ts'
import type { AccessTables } from './tables.ts'
import { addMember, deleteWorkspace, ensureWorkspace, hasWorkspace, listWorkspaces } from './workspace.ts'

interface AccessParts {
  db: Db<AccessTables>
  analytics: Analytics
  signIn: SignIn
}

const analyticalTables = [
  'interactions',
  'history',
  'records',
  'overwritten',
  'identifier_customers',
  'withdrawn_identifiers',
  'profiles',
  'sought',
  'memberships',
  'identifier_groups',
  'runs',
  'sampled_runs',
  'erasing',
  'erasing_runs',
]

export function mountAccess(app: Hono, mount: Mount, { db, analytics, signIn }: AccessParts): void {
  app.on(['GET', 'POST'], '/api/auth/*', (context) => signedIn(db, signIn, context.req.raw))
  mount(readSession, async (_, caller) => {
    const initial = signIn.initialPassword() !== null
    const person = caller.person
      ? { name: caller.person.name, email: caller.person.email, initial_password: initial }
      : null
    const signedIn = caller.local || caller.person !== null
    const workspaces = signedIn ? await listWorkspaces(db, caller.person?.person_id ?? null) : []
    const counted = await Promise.all(
      workspaces.map(async (each) => ({
        ...each,
        interactions: await countInteractions(analytics, each.workspace),
      })),
    )
    return {
      person,
      workspaces: counted,
      sign_in_hint: initial
        ? 'The first password was printed when Throughline started; it also stands in the file owner-password of the data folder.'
        : null,
    }
  })
  mount(readAudit, ({ workspace, ...asked }) => readDeeds(db, workspace, asked))
  mount(createWorkspace, async ({ workspace }, caller) => {
    if (!caller.local && !caller.person) throw notSignedIn()
    if (!(await hasWorkspace(db, workspace)))
      await noteDeed(db, { workspace, by: byOf(caller), act: 'make workspace', on_what: workspace })
    await ensureWorkspace(db, workspace)
    if (caller.person) await addMember(db, workspace, caller.person.person_id, 'owner')
    return { workspace, role: 'owner' as const, sample: false, interactions: 0 }
  })
  mountApiKeys(mount, db)
  mount(removeWorkspace, async ({ workspace }, caller) => {
    if (!(await hasWorkspace(db, workspace)))
      throw notFound(`workspace '${workspace}'`, 'It may be removed already.')
    await deleteWorkspace(db, workspace)
    for (const table of analyticalTables)
      await analytics.command(`DELETE FROM throughline.${table} WHERE {{workspace}}`, { workspace })
    await noteDeed(db, { workspace: '', by: byOf(caller), act: 'remove workspace', on_what: workspace })
    return { removed: true }
  })
}

const signActs = {
  '/sign-in/email': 'sign in',
  '/sign-out': 'sign out',
  '/change-password': 'change password',
}

/** Passes a request on to sign-in; who came, went or failed to is put on record. */
async function signedIn(db: AccessParts['db'], signIn: SignIn, request: Request): Promise<Response> {
  const path = new URL(request.url).pathname.slice('/api/auth'.length)
  const act = signActs[path as keyof typeof signActs]
  if (act === undefined) return signIn.handle(request)
  const before = act === 'sign in' ? null : await signIn.whoIs(request.headers)
  const body: unknown =
    act === 'sign in'
      ? await request
          .clone()
          .json()
          .catch(() => null)
      : null
  const email = (body as { email?: unknown } | null)?.email
  const response = await signIn.handle(request)
  const by = before?.email ?? (typeof email === 'string' ? email : 'unknown')
  const outcome = response.ok ? 'done' : `refused ${response.status}`
  await noteDeed(db, { workspace: '', by, act, on_what: 'session', outcome })
  return response
}

function mountApiKeys(mount: Mount, db: Db<AccessTables>): void {
  mount(contract.listApiKeys, async ({ workspace }) => ({ keys: await listApiKeys(db, workspace) }))
  mount(contract.createApiKey, async ({ workspace, name }, caller) => {
    const made = await makeApiKey(db, workspace, name)
    await noteDeed(db, { workspace, by: byOf(caller), act: 'make API key', on_what: `API key ${name}` })
    return made
  })
  mount(contract.revokeApiKey, async ({ workspace, key_id }, caller) => {
    const ended = await revokeApiKey(db, workspace, key_id)
    const on_what = `API key ${ended.name}`
    await noteDeed(db, { workspace, by: byOf(caller), act: 'end API key', on_what })
    return ended
  })
}

async function countInteractions(analytics: Analytics, workspace: string): Promise<number> {
  const [row] = await analytics.ask<{ n: string }>(
    'SELECT count() AS n FROM throughline.interactions WHERE {{workspace}}',
    { workspace },
  )
  return Number(row!.n)
}
