import { type Channel, quoted } from './channel.ts'

/** Tickets and comments of Zendesk, by its webhooks for ticket events. */
export const zendesk: Channel = {
  channel: 'zendesk',
  title: 'Zendesk',
  group: 'Desks',
  what: 'Tickets opened, messages and replies, notes, and changes of state.',
  way: 'webhook',
  scheme: {
    kind: 'hmac',
    hash: 'sha256',
    encoding: 'base64',
    header: 'x-zendesk-webhook-signature',
    over: '{timestamp}{body}',
    timestamp_header: 'x-zendesk-webhook-signature-timestamp',
  },
  secret: 'theirs',
  steps: [
    'Make a webhook in the Admin Center (Apps and integrations › Webhooks) that subscribes to Zendesk events: ticket created, comment created, ticket status changed.',
    'Give it the address. No authentication is needed beside the signature.',
    'Reveal its signing secret and give it here.',
  ],
  sources: [
    'https://developer.zendesk.com/documentation/webhooks/verifying/',
    'https://developer.zendesk.com/api-reference/webhooks/event-types/ticket-events',
  ],
  unverified: '',
  mapping: (
    source,
  ) => `# Ticket events of Zendesk. Customers are known by their number there: identifiers of other kinds come by other sources.
source: ${quoted(source)}
records:
  - name: ticket
    payload: whole
    where: { type: "zen:event-type:ticket.created" }
    key: $id
    at: $time
    touchpoint: Ticket opened
    channel: &channel { column: detail.via.channel, translate: { email: email, web: web, web_service: web, chat: chat, native_messaging: chat, voice: phone, sms: sms } }
    direction: inbound                        # by whom it was opened is not told apart
    ball_after: company
    identifiers: &who { zendesk_user: $detail.requester_id }
    subjects: &what { ticket: $detail.id }
    text: $detail.description
    attributes: { subject: $detail.subject, priority: $detail.priority, type: $detail.type, group: $detail.group_id }

  - name: comment
    payload: whole
    where: { type: "zen:event-type:ticket.comment_added", event.comment.is_public: "true" }
    key: $event.comment.id
    at: $time
    touchpoint: { column: event.comment.author.is_staff, translate: { "true": Reply sent, "false": Message received }, otherwise: Comment }
    channel: *channel
    direction: { column: event.comment.author.is_staff, translate: { "true": outbound, "false": inbound } }
    begun_by: { column: event.comment.author.is_staff, translate: { "true": company, "false": customer } }
    ball_after: { column: event.comment.author.is_staff, translate: { "true": customer, "false": company } }
    identifiers: *who
    subjects: *what
    agent: { column: event.comment.author.name, when: { event.comment.author.is_staff: "true" } }
    text: $event.comment.body

  - name: note
    payload: whole
    where: { type: "zen:event-type:ticket.comment_added", event.comment.is_public: "false" }
    key: $event.comment.id
    at: $time
    touchpoint: Note written
    direction: internal
    begun_by: company
    identifiers: *who
    subjects: *what
    agent: $event.comment.author.name
    text: $event.comment.body

  - name: state
    payload: whole
    where: { type: "zen:event-type:ticket.status_changed" }
    key: $id
    at: $time
    touchpoint: { column: event.current, translate: { OPEN: Ticket open, PENDING: Ticket waits for customer, HOLD: Ticket on hold, SOLVED: Ticket solved, CLOSED: Ticket closed }, otherwise: Ticket state changed }
    direction: internal
    begun_by: company
    ball_after: { column: event.current, translate: { OPEN: company, PENDING: customer, HOLD: third_party }, otherwise: unknown }
    identifiers: *who
    subjects: *what
    attributes: { from: $event.previous, to: $event.current }
`,
}
