import { z } from 'zod'
import { time, workspace } from '../collect/contract.ts'
import { operation } from '../http/operation.ts'

export * from './contract-customers.ts'
export * from './contract-export.ts'
export * from './contract-groups.ts'
export * from './contract-rights.ts'

export const setWebhook = operation({
  name: 'set_webhook',
  method: 'PUT',
  path: '/api/:workspace/webhook',
  permission: 'owner',
  summary: 'Where events (objective_burning) are posted, signed with a secret; without an address no more',
  input: z.object({
    workspace,
    url: z.url({ protocol: /^https?$/ }).nullable(),
    /** Key of the signature; 16 characters or more. */
    secret: z.string().min(16).max(200).optional(),
  }),
  output: z.object({ url: z.string().nullable() }),
})

export const listDeliveries = operation({
  name: 'webhook_deliveries',
  method: 'GET',
  path: '/api/:workspace/webhook/deliveries',
  permission: 'owner',
  summary: 'The last hundred events posted, what came back and what is tried again',
  input: z.object({ workspace }),
  output: z.object({
    url: z.string().nullable(),
    deliveries: z.array(
      z.object({
        delivery_id: z.string(),
        event: z.string(),
        state: z.enum(['pending', 'delivered', 'failed']),
        attempts: z.number(),
        /** HTTP status of the last answer; null = none came. */
        status: z.number().nullable(),
        error: z.string().nullable(),
        created_at: time,
        next_at: time.nullable(),
        finished_at: time.nullable(),
      }),
    ),
  }),
})
