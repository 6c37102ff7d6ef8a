import type { Generated, GeneratedAlways } from 'kysely'
import type { IdentityAct, LinkRule, Result } from './words.ts'

export interface IdentityTables {
  identity_links: {
    link_id: GeneratedAlways<number>
    workspace: string
    a_id: string
    b_id: string
    rule: LinkRule
    probability: number
    first_at: number
    source: string
    apart: boolean
    undone: boolean
    result: Result
    reason: string
    evidence: unknown
    at: Generated<Date>
  }
  identity_members: {
    workspace: string
    identifier_id: string
    kind: string
    value: string
    customer_id: string
    component_id: string
    strength: number
    shared: string
  }
  identity_reviews: {
    review_id: GeneratedAlways<number>
    workspace: string
    a_id: string
    b_id: string
    probability: number
    verdict: 'automatic' | 'review'
    evidence: unknown
    answer: 'one' | 'two' | null
    answered_by: string | null
    answered_at: Date | null
    found_at: Generated<Date>
  }
  identity_matchings: {
    matching_id: GeneratedAlways<number>
    workspace: string
    of: 'all' | 'new'
    model: unknown
    known_commit: number
    customers: number
    compared: number
    merged: number
    to_review: number
    seconds: number
    at: Generated<Date>
  }
  consents: {
    consent_id: GeneratedAlways<number>
    workspace: string
    identifier_id: string
    kind: string
    value: string
    channel: string
    purpose: string
    state: 'given' | 'withdrawn'
    at: Date
    source: string
    wording: string
    by: string
    recorded_at: Generated<Date>
  }
  corrections: {
    correction_id: GeneratedAlways<number>
    workspace: string
    identifier_id: string
    field: string
    was: string
    becomes: string
    by: string
    reason: string
    at: Generated<Date>
    undone_at: Date | null
    undone_by: string | null
  }
  group_acts: {
    act_id: GeneratedAlways<number>
    workspace: string
    kind: string
    key: string
    group_id: string
    name: string
    identifier_id: string
    act: 'add' | 'remove'
    role: string
    by: string
    reason: string
    commit_id: number
    at: Generated<Date>
  }
  identity_acts: {
    act_id: GeneratedAlways<number>
    workspace: string
    act: IdentityAct
    links: number[]
    by: string
    reason: string
    at: Generated<Date>
  }
}
