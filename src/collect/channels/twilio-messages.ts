import { type Channel, quoted } from './channel.ts'

/** SMS and WhatsApp by Twilio: what customers write, and what became of what was sent to them. */
export const twilioMessages: Channel = {
  channel: 'twilio-messages',
  title: 'Twilio SMS and WhatsApp',
  group: 'Phone and messages',
  what: 'Messages of customers, and one interaction for each message sent, with its delivery.',
  way: 'webhook',
  scheme: { kind: 'twilio' },
  secret: 'theirs',
  steps: [
    'Copy the auth token of the account from the Twilio console and give it here as the secret.',
    'Set the address as status callback of your messaging service, or of each message you send.',
    'Where nobody else answers, set it as “A message comes in” too; else let your application post what it received here, signed as Twilio signs (its packages have a function for that).',
  ],
  sources: [
    'https://www.twilio.com/docs/messaging/guides/webhook-request',
    'https://www.twilio.com/docs/messaging/guides/track-outbound-message-status',
    'https://www.twilio.com/docs/usage/security',
  ],
  unverified: '',
  mapping: (source) => `# SMS and WhatsApp by Twilio. Columns are the fields of its form.
source: ${quoted(source)}
records:
  - name: message received
    payload: whole
    where: { MessageSid: present, MessageStatus: absent }
    key: $MessageSid
    touchpoint: Message received
    at: $hook:received_at                    # Twilio tells no time
    channel: &channel [{ column: From, when: { From: { begins: "whatsapp:" } }, translate: {}, otherwise: whatsapp }, sms]
    direction: inbound
    begun_by: customer
    ball_after: company
    identifiers: { phone: { column: From, without: "whatsapp:" } }
    text: $Body
    attributes: [To, NumMedia, ProfileName, ButtonText]

  # States of one message come one by one: they are gathered to one interaction.
  - name: message sent
    payload: whole
    where: { MessageSid: present, MessageStatus: present }
    key: $MessageSid
    gather:
      at: $hook:received_at
      parts:
        - { part: delivered, when: { MessageStatus: delivered } }
        - { part: read, when: { MessageStatus: read } }
        - { part: failed, when: { MessageStatus: [failed, undelivered] }, detail: $ErrorCode }
    touchpoint: Message sent
    at: $gathered:first_at
    channel: *channel
    direction: outbound
    begun_by: company
    identifiers: { phone: { column: To, without: "whatsapp:" } }
    # Where these messages tell how an order stands, say so: news: { delivery: … }
    attributes:
      delivery:
        - { column: part.read.count, otherwise: viewed }
        - { column: part.failed.count, otherwise: failed }
        - { column: part.delivered.count, otherwise: delivered }
      delivered_at: $part.delivered.at
      read_at: $part.read.at
      error: $part.failed.detail
`,
}
