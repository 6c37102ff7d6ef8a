import { badInput } from '../http/errors.ts'
import type { Role } from '../http/serve.ts'
import type { Db } from '../storage/operational.ts'
import type { AccessTables } from './tables.ts'

type AccessDb = Db<AccessTables>

/** Makes a workspace if it is not there yet. */
export async function ensureWorkspace(db: AccessDb, workspace: string, sample = false): Promise<void> {
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(workspace))
    throw badInput(
      'workspace',
      `'${workspace}' cannot name a workspace.`,
      'Use a–z, 0–9 and -, at most 40, beginning with a letter or figure.',
    )
  await db
    .insertInto('workspaces')
    .values({ workspace, sample })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function hasWorkspace(db: AccessDb, workspace: string): Promise<boolean> {
  return (
    (await db
      .selectFrom('workspaces')
      .select('workspace')
      .where('workspace', '=', workspace)
      .executeTakeFirst()) !== undefined
  )
}

export async function addMember(
  db: AccessDb,
  workspace: string,
  person_id: string,
  role: Role,
): Promise<void> {
  await db
    .insertInto('members')
    .values({ workspace, person_id, role })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function roleIn(db: AccessDb, workspace: string, person_id: string): Promise<Role | null> {
  const member = await db
    .selectFrom('members')
    .select('role')
    .where('workspace', '=', workspace)
    .where('person_id', '=', person_id)
    .executeTakeFirst()
  return member?.role ?? null
}

export async function listWorkspaces(
  db: AccessDb,
  person_id: string | null,
): Promise<{ workspace: string; sample: boolean; role: Role }[]> {
  if (person_id === null) {
    const rows = await db
      .selectFrom('workspaces')
      .select(['workspace', 'sample'])
      .orderBy('sample')
      .orderBy('workspace')
      .execute()
    return rows.map((row) => ({ ...row, role: 'owner' as const }))
  }
  return db
    .selectFrom('members')
    .innerJoin('workspaces', 'workspaces.workspace', 'members.workspace')
    .select(['workspaces.workspace', 'workspaces.sample', 'members.role'])
    .where('members.person_id', '=', person_id)
    .orderBy('workspaces.sample')
    .orderBy('workspaces.workspace')
    .execute()
}

/** Tables with a workspace column follow by their foreign keys; ClickHouse rows are removed by the caller. */
export async function deleteWorkspace(db: AccessDb, workspace: string): Promise<void> {
  await db.deleteFrom('workspaces').where('workspace', '=', workspace).execute()
}
