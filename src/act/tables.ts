import type { Generated, GeneratedAlways } from 'kysely'

export interface ActTables {
  erasures: {
    erasure_id: GeneratedAlways<number>
    workspace: string
    kind: 'customer' | 'retention'
    asked_by: string
    asked_at: Generated<Date>
    ground: string
    work: unknown
    finished_at: Date | null
    certificate: string | null
    hash: string | null
  }
  webhooks: {
    workspace: string
    url: string
    secret: string
    set_at: Generated<Date>
    former_secret: string | null
    former_until: Date | null
    ended_at: Date | null
    ended_because: string | null
  }
  webhook_attempts: {
    attempt_id: GeneratedAlways<number>
    delivery_id: number
    at: Date
    milliseconds: number
    status: number | null
    error: string | null
    answer: string
  }
  webhook_deliveries: {
    delivery_id: Generated<number>
    workspace: string
    event: string
    body: string
    state: Generated<'pending' | 'delivered' | 'failed'>
    attempts: Generated<number>
    next_at: Date | null
    status: number | null
    error: string | null
    created_at: Generated<Date>
    finished_at: Date | null
    message_id: Generated<string>
  }
  settings: { name: string; value: string }
}
