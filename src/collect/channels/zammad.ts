import { type Channel, quoted } from './channel.ts'

/** Articles of Zammad's tickets, by a trigger with a webhook. */
export const zammad: Channel = {
  channel: 'zammad',
  title: 'Zammad',
  group: 'Desks',
  what: 'Articles of tickets: messages, replies, calls, notes.',
  way: 'webhook',
  scheme: {
    kind: 'hmac',
    hash: 'sha1',
    encoding: 'hex',
    header: 'x-hub-signature',
    prefix: 'sha1=',
  },
  secret: 'ours',
  steps: [
    'Make a webhook under Manage › Webhook with the address, and the secret as its HMAC SHA1 signature token.',
    'Make a trigger that fires on every new article (Action is updated or created, Article created) and executes the webhook.',
  ],
  sources: [
    'https://github.com/zammad/zammad-admin-documentation/blob/main/manage/webhook/payload.rst',
    'https://admin-docs.zammad.org/en/latest/manage/webhook.html',
  ],
  unverified: '',
  mapping: (source) => `# Articles of Zammad. The text of an article may be HTML, as it was written.
source: ${quoted(source)}
records:
  - name: article
    payload: whole
    where: { article.id: present }
    key: $article.id
    touchpoint: [{ column: article.internal, when: { article.internal: "true" }, otherwise: Note written }, { column: article.sender, translate: { Customer: Message received, Agent: Reply sent, System: Automatic message } }]
    at: $article.created_at
    channel: { column: article.type, translate: { email: email, phone: phone, web: web, sms: sms, chat: chat, note: "" } }
    direction: [{ column: article.internal, when: { article.internal: "true" }, otherwise: internal }, { column: article.sender, translate: { Customer: inbound, Agent: outbound, System: outbound } }]
    begun_by: { column: article.sender, translate: { Customer: customer, Agent: company, System: company } }
    ball_after: [{ column: article.internal, when: { article.internal: "true" }, otherwise: unknown }, { column: article.sender, translate: { Customer: company, Agent: customer, System: unknown } }]
    identifiers: { email: $ticket.customer.email, phone: $ticket.customer.phone, zammad_user: $ticket.customer_id }
    subjects: { ticket: $ticket.number }
    groups: { account: $ticket.organization_id, name: $ticket.organization.name }
    traits: { given_name: $ticket.customer.firstname, family_name: $ticket.customer.lastname }
    agent: { column: article.created_by.email, when: { article.sender: Agent } }
    team: $ticket.group.name
    text: $article.body
    attributes: { title: $ticket.title, state: $ticket.state, priority: $ticket.priority.name }
`,
}
