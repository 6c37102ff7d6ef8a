import type { Generated } from 'kysely'

export interface ActTables {
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
