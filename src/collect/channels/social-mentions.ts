import { type Channel, quoted } from './channel.ts'
import { standardWebhook } from './standard-webhook.ts'

/** Mentions, replies and reviews on any network, as a listening tool or a bridge posts them. */
export const socialMentions: Channel = {
  ...standardWebhook,
  channel: 'social-mentions',
  title: 'Social mentions and reviews',
  group: 'Surveys and social',
  what: 'Mentions, messages, reviews and your replies, one or a list at a time.',
  unverified: 'A form of our own: no network’s payload.',
  mapping: (
    source,
  ) => `# { "mentions": [{ "id": "m-1", "network": "mastodon", "kind": "mention", "at": "…", "author": { "handle": "@anna", "name": "Anna" },
#   "by_us": false, "text": "…", "url": "…", "thread": "t-1", "stars": 2 }] }
source: ${quoted(source)}
records:
  - name: mention
    payload: mentions.*
    key: [$network, $id]
    touchpoint: [{ column: by_us, when: { by_us: "true" }, otherwise: Social reply }, { column: kind, translate: { review: Review, message: Social message }, otherwise: Social mention }, Social mention]
    at: $at
    channel: social
    direction: [{ column: by_us, when: { by_us: "true" }, otherwise: outbound }, inbound]
    begun_by: [{ column: by_us, when: { by_us: "true" }, otherwise: company }, customer]
    identifiers: { social: { columns: [network, author.handle], when: { author.handle: present } } }
    subjects: { thread: { columns: [network, thread], when: { thread: present } } }
    score: { question: stars, value: $stars, scale: [1, 5] }
    text: $text
    attributes: [network, url]
`,
}
