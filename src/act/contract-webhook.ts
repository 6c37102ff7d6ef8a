import { z } from 'zod'
import { time, workspace } from '../collect/contract.ts'
import { operation } from '../http/operation.ts'

const secret = z.string().max(200)

export const webhookShown = z.object({
  url: z.string(),
  set_at: time,
  /** Until then the secret before signs too. */
  former_until: time.nullable(),
  /** Set when the receiver said that it is gone for good: nothing is posted until it is set anew. */
  ended_at: time.nullable(),
  ended_because: z.string().nullable(),
})

export const readWebhook = operation({
  name: 'read_webhook',
  method: 'GET',
  path: '/api/:workspace/webhook',
  permission: 'owner',
  summary: 'Where events are posted, and whether that is in force',
  input: z.object({ workspace }),
  output: z.object({ webhook: webhookShown.nullable() }),
})

export const setWebhook = operation({
  name: 'set_webhook',
  method: 'PUT',
  path: '/api/:workspace/webhook',
  permission: 'owner',
  summary:
    'Where events are posted by Standard Webhooks; without an address no more. A new address has a new secret, given out this once',
  input: z.object({
    workspace,
    url: z
      .url({ protocol: /^https?$/ })
      .max(2000)
      .nullable(),
    /** whsec_ and 24 to 64 bytes in base64; left out one is made. */
    secret: secret.optional(),
  }),
  output: z.object({
    url: z.string().nullable(),
    /** Null where the secret stays as it was. */
    secret: z.string().nullable(),
  }),
})

export const rotateWebhookSecret = operation({
  name: 'rotate_webhook_secret',
  method: 'POST',
  path: '/api/:workspace/webhook/secret',
  permission: 'owner',
  summary: 'A new secret for the webhook, given out this once; the one before signs beside it for some hours',
  input: z.object({ workspace, secret: secret.optional(), hours: z.number().min(0).max(720).default(24) }),
  output: z.object({ secret: z.string(), former_until: time.nullable() }),
})

const deliveryShown = z.object({
  delivery_id: z.string(),
  /** `webhook-id`: what the receiver knows the message by. */
  message_id: z.string(),
  event: z.string(),
  state: z.enum(['pending', 'delivered', 'failed']),
  attempts: z.number(),
  /** HTTP status of the last answer; null = none came. */
  status: z.number().nullable(),
  error: z.string().nullable(),
  created_at: time,
  next_at: time.nullable(),
  finished_at: time.nullable(),
})

export type DeliveryShown = z.output<typeof deliveryShown>

export const listDeliveries = operation({
  name: 'webhook_deliveries',
  method: 'GET',
  path: '/api/:workspace/webhook/deliveries',
  permission: 'owner',
  summary: 'The last hundred events posted, what came back and what is tried again',
  input: z.object({ workspace }),
  output: z.object({ deliveries: z.array(deliveryShown) }),
})

export const readDelivery = operation({
  name: 'read_webhook_delivery',
  method: 'GET',
  path: '/api/:workspace/webhook/deliveries/:delivery_id',
  permission: 'owner',
  summary: 'One event posted: what was sent and each try',
  input: z.object({ workspace, delivery_id: z.string() }),
  output: z.object({
    delivery: deliveryShown,
    body: z.string(),
    attempts: z.array(
      z.object({
        at: time,
        milliseconds: z.number(),
        status: z.number().nullable(),
        error: z.string().nullable(),
        /** First characters of what came back. */
        answer: z.string(),
      }),
    ),
  }),
})

export const resendDelivery = operation({
  name: 'resend_webhook_delivery',
  method: 'POST',
  path: '/api/:workspace/webhook/deliveries/:delivery_id/resend',
  permission: 'owner',
  summary: 'Posts an event again, under the id it had',
  input: z.object({ workspace, delivery_id: z.string() }),
  output: z.object({ delivery: deliveryShown }),
})

export const testWebhook = operation({
  name: 'test_webhook',
  method: 'POST',
  path: '/api/:workspace/webhook/test',
  permission: 'owner',
  summary: 'Posts an event webhook_test, to see that it arrives',
  input: z.object({ workspace }),
  output: z.object({ queued: z.boolean() }),
})
