import { type Channel, quoted } from './channel.ts'

/** Messages of Chatwoot, from all its inboxes. */
export const chatwoot: Channel = {
  channel: 'chatwoot',
  title: 'Chatwoot',
  group: 'Desks',
  what: 'Messages and replies of every inbox: live chat, email, WhatsApp, SMS, social.',
  way: 'webhook',
  scheme: {
    kind: 'hmac',
    hash: 'sha256',
    encoding: 'hex',
    header: 'x-chatwoot-signature',
    prefix: 'sha256=',
    over: '{timestamp}.{body}',
    timestamp_header: 'x-chatwoot-timestamp',
  },
  secret: 'theirs',
  steps: [
    'Add a webhook under Settings › Integrations › Webhooks with the address, for message_created.',
    'Give its secret here (versions before webhook secrets: trust the address alone).',
  ],
  sources: [
    'https://www.chatwoot.com/hc/user-guide/articles/1677693021-how-to-use-webhooks',
    'https://github.com/chatwoot/docs/blob/main/api-reference/webhook-verification.mdx',
  ],
  unverified: 'The contact of a conversation (conversation.meta.sender) stands in no published example.',
  mapping: (source) => `# Messages of Chatwoot. A contact's number there is one of its identifiers.
source: ${quoted(source)}
records:
  - name: message
    payload: whole
    where: { event: message_created, message_type: [incoming, outgoing, template], private: { not: "true" } }
    key: [$account.id, $id]
    touchpoint: { column: message_type, translate: { incoming: Message received, outgoing: Reply sent, template: Automatic message } }
    at: { column: created_at, without: " UTC" }
    channel: { column: conversation.channel, translate: { "Channel::WebWidget": chat, "Channel::Email": email, "Channel::Whatsapp": whatsapp, "Channel::TwilioSms": sms, "Channel::Sms": sms, "Channel::FacebookPage": social, "Channel::Instagram": social, "Channel::Telegram": telegram, "Channel::Line": line }, otherwise: chat }
    direction: { column: message_type, translate: { incoming: inbound }, otherwise: outbound }
    begun_by: { column: message_type, translate: { incoming: customer }, otherwise: company }
    ball_after: { column: message_type, translate: { incoming: company, outgoing: customer }, otherwise: unknown }
    identifiers:
      user_id: $conversation.meta.sender.identifier
      email: $conversation.meta.sender.email
      phone: $conversation.meta.sender.phone_number
      chatwoot_contact: [$contact.id, $conversation.meta.sender.id]
    subjects:
      conversation: [$conversation.id, { column: conversation.display_id, when: { conversation.id: absent } }]
    agent: { column: sender.name, when: { message_type: outgoing } }
    text: $content
    attributes: { inbox: $inbox.name, content_type: $content_type }
`,
}
