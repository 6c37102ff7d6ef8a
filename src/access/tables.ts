import type { Generated } from 'kysely'

export interface AccessTables {
  workspaces: { workspace: string; sample: Generated<boolean>; created_at: Generated<Date> }
  members: { workspace: string; person_id: string; role: 'owner' | 'member'; since: Generated<Date> }
  settings: { name: string; value: string }
}
