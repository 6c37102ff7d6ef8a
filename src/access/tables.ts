import type { Generated, GeneratedAlways } from 'kysely'

export interface AccessTables {
  workspaces: { workspace: string; sample: Generated<boolean>; created_at: Generated<Date> }
  members: { workspace: string; person_id: string; role: 'owner' | 'member'; since: Generated<Date> }
  audit: {
    audit_id: GeneratedAlways<number>
    workspace: string
    at: Generated<Date>
    by: string
    act: string
    on_what: string
    outcome: string
    detail: Generated<string>
  }
  settings: { name: string; value: string }
}
