import { type Channel, quoted } from './channel.ts'
import { standardWebhook } from './standard-webhook.ts'

/** Any webhook: its mapping is written against the payloads that come. */
export const anythingElse: Channel = {
  ...standardWebhook,
  channel: 'anything-else',
  title: 'Any other webhook',
  group: 'Anything else',
  what: 'JSON or a form, one record or a list; you write the mapping beside the payloads that come.',
  unverified: '',
  mapping: (
    source,
  ) => `# What a payload becomes. Its columns are dotted paths: order.id, items.0.sku; beside them header:NAME, query:NAME and hook:received_at.
source: ${quoted(source)}
zone: UTC
records:
  - payload: whole                          # or a list in it: items.*
    key: $id                                # sent again it is the same; without key: its content
    touchpoint: [$event, $type, Webhook received]
    at: [$at, $time, $timestamp, $created_at, $hook:received_at]
    channel: [$channel, other]
    identifiers: { user_id: $user_id, email: $email, phone: $phone }
    subjects: { order: $order_id }
    text: $text
`,
}
