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
  webhooks: { workspace: string; url: string; secret: string; set_at: Generated<Date> }
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
  }
  settings: { name: string; value: string }
}
