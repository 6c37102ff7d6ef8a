import { type Channel, quoted } from './channel.ts'

/** Orders of a Shopify shop. */
export const shopify: Channel = {
  channel: 'shopify',
  title: 'Shopify orders',
  group: 'Shop and till',
  what: 'Orders placed, paid, shipped, cancelled; online and at the till.',
  way: 'webhook',
  scheme: { kind: 'hmac', hash: 'sha256', encoding: 'base64', header: 'x-shopify-hmac-sha256' },
  secret: 'theirs',
  steps: [
    'Add webhooks under Settings › Notifications › Webhooks: order creation, payment, fulfilment, cancellation; format JSON, with the address.',
    'The key that signs them stands below the list: give it here. Of an app it is the client secret.',
  ],
  sources: [
    'https://shopify.dev/docs/apps/build/webhooks/subscribe/https',
    'https://shopify.dev/docs/api/webhooks',
  ],
  unverified: '',
  mapping: (source) => `# Orders of Shopify. Which event it is stands in a header.
source: ${quoted(source)}
records:
  - name: order
    payload: whole
    where: { header:x-shopify-topic: [orders/create, orders/paid, orders/fulfilled, orders/partially_fulfilled, orders/cancelled], id: present }
    key: [$id, $header:x-shopify-topic]
    touchpoint: { column: header:x-shopify-topic, translate: { orders/create: Order placed, orders/paid: Order paid, orders/fulfilled: Order shipped, orders/partially_fulfilled: Order partly shipped, orders/cancelled: Order cancelled } }
    at:
      - { column: created_at, when: { header:x-shopify-topic: orders/create } }
      - { column: cancelled_at, when: { header:x-shopify-topic: orders/cancelled } }
      - $updated_at
    channel: { column: source_name, translate: { web: web, pos: shop, iphone: app, android: app }, otherwise: web }
    direction: { column: header:x-shopify-topic, translate: { orders/create: inbound }, otherwise: internal }
    begun_by: { column: header:x-shopify-topic, translate: { orders/create: customer }, otherwise: company }
    ball_after: { column: header:x-shopify-topic, translate: { orders/create: company, orders/paid: company, orders/partially_fulfilled: company, orders/fulfilled: third_party }, otherwise: unknown }
    identifiers: { email: [$email, $customer.email], phone: [$phone, $customer.phone], shopify_customer: $customer.id }
    subjects: { order: { column: name, without: "#" } }
    traits: { given_name: $customer.first_name, family_name: $customer.last_name, postcode: $shipping_address.zip, city: $shipping_address.city }
    states: [{ about: order, what: price, value: $total_price, when: { header:x-shopify-topic: orders/create } }]
    attributes: [financial_status, fulfillment_status, currency, total_price, cancel_reason, tags, test]
`,
}
