import { type Channel, quoted } from './channel.ts'
import { standardWebhook } from './standard-webhook.ts'

/** The product or service itself: what is used, what fails, and outages that hit many at once. */
export const productUse: Channel = {
  ...standardWebhook,
  channel: 'product-use',
  title: 'Product in use: usage, faults, outages',
  group: 'Product and help',
  what: 'Usage and faults of single devices or accounts; of an outage one interaction for each customer it hits.',
  unverified: 'A form of our own: no vendor’s payload.',
  mapping: (
    source,
  ) => `# { "id": "e-1", "kind": "usage", "at": "…", "customer": { "user_id": "C-1" }, "device": "D-9", "feature": "eco mode" }
# { "id": "e-2", "kind": "fault", "at": "…", "customer": { "user_id": "C-1" }, "device": "D-9", "code": "E17", "text": "…", "severity": "stops" }
# { "id": "o-1", "kind": "outage", "at": "…", "until": "…", "code": "…", "affected": [{ "user_id": "C-1" }, { "user_id": "C-2" }] }
source: ${quoted(source)}
records:
  - name: use
    payload: whole
    where: { kind: [usage, fault] }
    key: $id
    touchpoint: { column: kind, translate: { usage: Product used, fault: Product fault } }
    at: $at
    until: $until
    channel: product
    direction: { column: kind, translate: { usage: inbound, fault: outbound } }
    begun_by: { column: kind, translate: { usage: customer, fault: company } }
    ball_after: { column: kind, translate: { fault: company }, otherwise: unknown }
    identifiers: { user_id: $customer.user_id, email: $customer.email, device: $device }
    subjects: { device: $device }
    text: $text
    attributes: [feature, code, severity]

  - name: outage
    payload: affected.*
    where: { payload:kind: outage }
    key: [$payload:id, $user_id, $device]
    touchpoint: Outage
    at: $payload:at
    until: $payload:until
    channel: product
    direction: outbound
    begun_by: company
    ball_after: company
    identifiers: { user_id: $user_id, email: $email, device: $device }
    text: $payload:text
    attributes: { outage: $payload:id, code: $payload:code }
`,
}
