import { commitUnder, groupId } from '../collect/index.ts'
import { badInput } from '../http/errors.ts'
import type { By } from './acts.ts'
import type { IdentityStore } from './ledger.ts'
import { readCustomerIdentifiers } from './read-identity.ts'
import { readMemberships } from './read-memberships.ts'

export interface GroupNamed {
  kind: string
  key: string
}

/**
 * A person says that a customer belongs to a group.
 * @throws notFound when nobody has the id.
 */
export async function addMemberTo(
  store: IdentityStore,
  workspace: string,
  group: GroupNamed,
  said: By & { customer_id: string; role: string; name: string },
): Promise<void> {
  const { customer_id } = await readCustomerIdentifiers(store, workspace, said.customer_id)
  const { by, reason, role, name } = said
  await write(store, workspace, group, { act: 'add', by, reason, role, name, identifier_ids: [customer_id] })
}

/**
 * A person says that a customer does not belong to a group: all identifiers that are in it leave it.
 * @throws notFound when nobody has the id, badInput when they are not in the group.
 */
export async function removeMemberFrom(
  store: IdentityStore,
  workspace: string,
  group: GroupNamed,
  said: By & { customer_id: string },
): Promise<void> {
  const { identifiers } = await readCustomerIdentifiers(store, workspace, said.customer_id)
  const ids = identifiers.map(({ identifier_id }) => identifier_id)
  const memberships = await readMemberships(store, workspace, { identifier_ids: ids })
  const there = memberships.filter(({ group_id }) => group_id === groupId(group))
  if (there.length === 0)
    throw badInput(
      'customer_id',
      `Customer ${said.customer_id} is not in ${group.kind} '${group.key}'.`,
      'The members of a group are listed with it.',
    )
  const { by, reason } = said
  const identifier_ids = there.map(({ identifier_id }) => identifier_id)
  await write(store, workspace, group, { act: 'remove', by, reason, role: '', name: '', identifier_ids })
}

interface Act extends By {
  act: 'add' | 'remove'
  role: string
  name: string
  identifier_ids: string[]
}

/** Under a commit of its own, so that followers see it. */
async function write(
  store: IdentityStore,
  workspace: string,
  { kind, key }: GroupNamed,
  { identifier_ids, ...act }: Act,
): Promise<void> {
  const group = { workspace, kind, key, group_id: groupId({ kind, key }) }
  await commitUnder(store, workspace, async (commit_id) => {
    await store.db
      .insertInto('group_acts')
      .values(identifier_ids.map((identifier_id) => ({ ...group, ...act, identifier_id, commit_id })))
      .execute()
  })
}
