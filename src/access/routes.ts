import type { Hono } from 'hono'
import { notFound, notSignedIn } from '../http/errors.ts'
import type { Mount } from '../http/serve.ts'
import type { Analytics } from '../storage/analytics.ts'
import type { Db } from '../storage/operational.ts'
import { createWorkspace, readSession, removeWorkspace } from './contract.ts'
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
  'identifier_customers',
  'withdrawn_identifiers',
  'profiles',
  'memberships',
  'identifier_groups',
  'runs',
]

export function mountAccess(app: Hono, mount: Mount, { db, analytics, signIn }: AccessParts): void {
  app.on(['GET', 'POST'], '/api/auth/*', (context) => signIn.handle(context.req.raw))
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
  mount(createWorkspace, async ({ workspace }, caller) => {
    if (!caller.local && !caller.person) throw notSignedIn()
    await ensureWorkspace(db, workspace)
    if (caller.person) await addMember(db, workspace, caller.person.person_id, 'owner')
    return { workspace, role: 'owner' as const, sample: false, interactions: 0 }
  })
  mount(removeWorkspace, async ({ workspace }) => {
    if (!(await hasWorkspace(db, workspace)))
      throw notFound(`workspace '${workspace}'`, 'It may be removed already.')
    await deleteWorkspace(db, workspace)
    for (const table of analyticalTables)
      await analytics.command(`DELETE FROM throughline.${table} WHERE {{workspace}}`, { workspace })
    return { removed: true }
  })
}

async function countInteractions(analytics: Analytics, workspace: string): Promise<number> {
  const [row] = await analytics.ask<{ n: string }>(
    'SELECT count() AS n FROM throughline.interactions WHERE {{workspace}}',
    { workspace },
  )
  return Number(row!.n)
}
