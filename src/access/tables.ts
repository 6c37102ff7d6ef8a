import type { Generated, GeneratedAlways } from 'kysely'

export interface AccessTables {
  workspaces: { workspace: string; sample: Generated<boolean>; created_at: Generated<Date> }
  members: { workspace: string; person_id: string; role: 'owner' | 'member'; since: Generated<Date> }
  api_keys: {
    key_id: string
    workspace: string
    name: string
    hash: string
    hint: string
    created_at: Generated<Date>
    revoked_at: Date | null
    last_used_at: Date | null
  }
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
