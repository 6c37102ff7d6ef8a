import type { Caller, Mount } from '../http/serve.ts'
import * as contract from './contract-groups.ts'
import { addMemberTo, type GroupNamed, removeMemberFrom } from './group-acts.ts'
import type { IdentityStore } from './ledger.ts'
import { listGroupsOf } from './list-groups.ts'
import { readGroupOf } from './read-group.ts'

interface GroupParts extends IdentityStore {
  stored(): void
}

export function mountGroups(mount: Mount, parts: GroupParts, nameOf: (caller: Caller) => string): void {
  const changed = async (workspace: string, group: GroupNamed) => {
    parts.stored()
    return { members: (await readGroupOf(parts, workspace, group)).members_in_all }
  }
  mount(contract.listGroups, async ({ workspace, ...asked }) => ({
    groups: await listGroupsOf(parts, workspace, asked),
  }))
  mount(contract.readGroup, ({ workspace, ...group }) => readGroupOf(parts, workspace, group))
  mount(contract.addMember, async ({ workspace, kind, key, ...said }, caller) => {
    await addMemberTo(parts, workspace, { kind, key }, { ...said, by: nameOf(caller) })
    return changed(workspace, { kind, key })
  })
  mount(contract.removeMember, async ({ workspace, kind, key, ...said }, caller) => {
    await removeMemberFrom(parts, workspace, { kind, key }, { ...said, by: nameOf(caller) })
    return changed(workspace, { kind, key })
  })
}
