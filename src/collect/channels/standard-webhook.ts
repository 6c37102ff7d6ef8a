import type { Channel } from './channel.ts'

/** How Standard Webhooks are signed, by whichever sender. */
export const standardScheme = {
  kind: 'hmac',
  hash: 'sha256',
  encoding: 'base64',
  header: 'webhook-signature',
  prefix: 'v1,',
  over: '{id}.{timestamp}.{body}',
  timestamp_header: 'webhook-timestamp',
  id_header: 'webhook-id',
  several: true,
  secret_is_base64: true,
} satisfies Channel['scheme']

/** Standard Webhooks, which libraries of many languages sign: for senders that the company writes itself. */
export const standardWebhook = {
  way: 'webhook',
  scheme: standardScheme,
  secret: 'ours',
  steps: [
    'Copy the secret: it is shown this once.',
    'Let your system post JSON to the address, signed with a library of Standard Webhooks. A sender that cannot sign may hold the secret in a header, or be trusted by the address alone: choose so above.',
  ],
  sources: ['https://www.standardwebhooks.com/'],
} satisfies Partial<Channel>
