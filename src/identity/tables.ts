import type { Generated, GeneratedAlways } from 'kysely'

export interface IdentityTables {
  identity_links: {
    link_id: GeneratedAlways<number>
    workspace: string
    a_kind: string
    a_value: string
    a_id: string
    b_kind: string
    b_value: string
    b_id: string
    source: string
    result: 'merged' | 'already one' | 'refused'
    reason: string
    at: Generated<Date>
  }
  identity_members: {
    workspace: string
    identifier_id: string
    kind: string
    value: string
    customer_id: string
  }
}
