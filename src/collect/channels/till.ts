import { type Channel, quoted } from './channel.ts'
import { standardWebhook } from './standard-webhook.ts'

/** Receipts of a till, as plain JSON. */
export const till: Channel = {
  ...standardWebhook,
  channel: 'till',
  title: 'Till (plain JSON)',
  group: 'Shop and till',
  what: 'Purchases and returns in shops, with card, total and items.',
  unverified: 'A form of our own: no vendor’s payload.',
  mapping: (
    source,
  ) => `# Receipts: { "receipt": "R-1", "kind": "sale", "at": "2026-03-01T10:00:00+01:00", "shop": "Kiel", "till": 2, "cashier": "Mo",
#   "customer": { "card": "C-1", "email": "…" }, "total": "19.90", "currency": "EUR", "order": "4711", "items": [{ "sku": "A", "count": 1 }] }
source: ${quoted(source)}
records:
  - name: receipt
    payload: whole
    key: [$shop, $receipt]
    touchpoint: [{ column: kind, translate: { sale: Purchase in shop, return: Return in shop, pickup: Order picked up }, otherwise: Visit to the till }, Visit to the till]
    at: $at
    channel: shop
    direction: inbound
    begun_by: customer
    identifiers: { card: $customer.card, email: $customer.email, phone: $customer.phone, user_id: $customer.id }
    subjects: { receipt: $receipt, order: $order }
    agent: $cashier
    team: $shop
    attributes: [total, currency, till, items.*]
`,
}
