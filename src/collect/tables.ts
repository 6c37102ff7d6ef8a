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
  naming_acts: {
    act_id: GeneratedAlways<number>
    workspace: string
    of: 'touchpoint' | 'channel'
    words: string[]
    name: string
    by: string
    reason: Generated<string>
    at: Generated<Date>
    undone_at: Date | null
    undone_by: string | null
  }
  catalogue_entries: {
    workspace: string
    of: 'touchpoint' | 'channel'
    name: string
    owner: Generated<string>
    stage: Generated<string>
    grouped: Generated<string>
    note: Generated<string>
    by: string
    at: Generated<Date>
  }
  tracking_plans: {
    plan_id: GeneratedAlways<number>
    workspace: string
    yaml: string
    by: string
    at: Generated<Date>
  }
  feed_silences: {
    silence_id: GeneratedAlways<number>
    workspace: string
    source: string
    since: Date
    noticed_at: Date
    missed: number
    ended_at: Date | null
  }
  feed_days: { workspace: string; source: string; day: string; received: number; resent: number }
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
