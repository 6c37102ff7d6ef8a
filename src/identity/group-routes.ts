import { type AccessTables, byOf, noteDeed } from '../access/index.ts'
import type { Caller, Mount } from '../http/serve.ts'
import type { Db } from '../storage/operational.ts'
import * as contract from './contract-groups.ts'
import { addMemberTo, type GroupNamed, removeMemberFrom } from './group-acts.ts'
import type { IdentityStore } from './ledger.ts'
import { listGroupsOf } from './list-groups.ts'
import { readGroupOf } from './read-group.ts'

interface GroupParts extends IdentityStore {
  db: IdentityStore['db'] & Db<AccessTables>
  stored(): void
}

export function mountGroups(mount: Mount, parts: GroupParts): void {
  const changed = async (workspace: string, group: GroupNamed, act: string, caller: Caller) => {
    parts.stored()
    const on_what = `${group.kind} ${group.key}`
    await noteDeed(parts.db, { workspace, by: byOf(caller), act, on_what })
    return { members: (await readGroupOf(parts, workspace, group)).members_in_all }
  }
  mount(contract.listGroups, async ({ workspace, ...asked }) => ({
    groups: await listGroupsOf(parts, workspace, asked),
  }))
  mount(contract.readGroup, ({ workspace, ...group }) => readGroupOf(parts, workspace, group))
  mount(contract.addMember, async ({ workspace, kind, key, ...said }, caller) => {
    await addMemberTo(parts, workspace, { kind, key }, { ...said, by: byOf(caller) })
    return changed(workspace, { kind, key }, 'add member', caller)
  })
  mount(contract.removeMember, async ({ workspace, kind, key, ...said }, caller) => {
    await removeMemberFrom(parts, workspace, { kind, key }, { ...said, by: byOf(caller) })
    return changed(workspace, { kind, key }, 'take member out', caller)
  })
}
