import type { Generated, GeneratedAlways } from 'kysely'

export interface CollectTables {
  workspaces: { workspace: string; sample: Generated<boolean> }
  write_keys: {
    key_id: string
    workspace: string
    source: string
    name: string
    hash: string
    hint: string
    created_at: Generated<Date>
    revoked_at: Date | null
    last_used_at: Date | null
    requests_per_second: Generated<number>
  }
  sources: {
    workspace: string
    source: string
    kind: 'file' | 'live'
    mapping: string | null
    mapping_file: string | null
    mapping_changed_at: Date | null
    complete_until: Date | null
    last_record_at: Date | null
  }
  imports: {
    import_id: string
    import_number: GeneratedAlways<number>
    workspace: string
    source: Generated<string>
    path: string
    mapping: string | null
    mapping_path: string | null
    replace: Generated<boolean>
    state: 'queued' | 'reading' | 'building' | 'done' | 'failed' | 'cancelled'
    read: Generated<number>
    stored: Generated<number>
    unchanged: Generated<number>
    quarantined: Generated<number>
    withdrawn: Generated<number>
    erased: Generated<number>
    ignored: Generated<number>
    interactions: Generated<number>
    bytes_read: Generated<number>
    bytes_total: Generated<number>
    storyboards: Generated<string[]>
    subject_types: Generated<string[]>
    error: string | null
    started_at: Generated<Date>
    finished_at: Date | null
  }
  commits: { commit_id: GeneratedAlways<number>; workspace: string; at: Generated<Date> }
  /** The kinds of identifiers as owners set them: only added to. */
  identifier_kinds: {
    workspace: string
    commit_id: number
    settings: unknown
    by: string
    at: Generated<Date>
  }
  /** How far what is derived from interactions has followed them. */
  followers: { workspace: string; follower: string; applied_commit: Generated<number> }
  settings: { name: string; value: string }
  tombstones: {
    workspace: string
    kind: 'identifier' | 'subject' | 'record' | 'value'
    hash: string
    erasure_id: number
    erased_at: Generated<Date>
  }
  retention_periods: {
    workspace: string
    channel: string
    days: number
    set_by: string
    set_at: Generated<Date>
    last_run_on: Date | null
  }
  quarantine: {
    quarantine_id: GeneratedAlways<number>
    workspace: string
    source: string
    file: string
    row: number
    field: string
    value: string
    reason: string
    record: string
    record_hash: string
    entry: number
    received_at: Generated<Date>
  }
}
