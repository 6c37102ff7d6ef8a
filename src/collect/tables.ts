import type { Generated, GeneratedAlways } from 'kysely'
import type { Scheme } from './contract-hooks.ts'

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
  hooks: {
    hook_id: string
    workspace: string
    source: string
    channel: string
    scheme: Scheme
    secret: string
    created_at: Generated<Date>
    created_by: string
    ended_at: Date | null
    accepted: Generated<number>
    last_accepted_at: Date | null
    refused: Generated<number>
    last_refused_at: Date | null
    last_refusal: string | null
  }
  /** The last payloads of each source that a webhook feeds, as columns: what a mapping is written against. */
  hook_payloads: {
    payload_id: GeneratedAlways<number>
    workspace: string
    source: string
    received_at: Date
    bytes: number
    /** Null: too large to be kept. */
    record: string | null
    /** The records it was, as an erasure knows them. */
    record_ids: string[]
  }
  /** Payloads that together are one record. */
  hook_parts: {
    workspace: string
    source: string
    /** Of the record, as an erasure knows it. */
    record_id: string
    part_key: string
    record: string
    received_at: Date
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
    state: 'queued' | 'reading' | 'building' | 'done' | 'failed' | 'cancelled' | 'undoing' | 'undone'
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
    can_undo: Generated<boolean>
    undone_at: Generated<Date | null>
    undone_by: Generated<string | null>
    undone_records: Generated<number>
    restored_records: Generated<number>
    cancel_asked_at: Generated<Date | null>
  }
  commits: {
    commit_id: GeneratedAlways<number>
    workspace: string
    at: Generated<Date>
    /** The server process that writes it; null = it began before there were several. */
    process_id: Generated<number | null>
  }
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
  mail_sources: {
    workspace: string
    source: string
    own: string[]
    door: unknown
    mailbox: unknown
    set_by: string
    set_at: Generated<Date>
  }
  mail_bookmarks: {
    workspace: string
    source: string
    folder: string
    uid_validity: string
    uid: number
    read_at: Generated<Date>
  }
  mail_links: {
    workspace: string
    mail: string
    kin: string
    thread: string
    refers: string[]
    topic: string | null
    is_reply: boolean
    at: Date | null
    interaction_ids: string[]
  }
}
