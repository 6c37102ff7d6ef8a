import { type Channel, quoted } from './channel.ts'
import { standardWebhook } from './standard-webhook.ts'

/** Help pages read, searches in them, and searches that found nothing. */
export const helpPages: Channel = {
  ...standardWebhook,
  channel: 'help-pages',
  title: 'Help pages and their searches',
  group: 'Product and help',
  what: 'Pages read, searches, and searches that failed: nothing found, or nothing chosen.',
  unverified: 'A form of our own: no vendor’s payload.',
  mapping: (
    source,
  ) => `# { "id": "s-1", "kind": "search", "at": "…", "query": "return label", "results": 0, "chosen": null, "user_id": "C-1", "anonymous_id": "v-1" }
# { "id": "p-1", "kind": "page", "at": "…", "page": "/returns", "title": "Returns", "helpful": false, "anonymous_id": "v-1" }
source: ${quoted(source)}
records:
  - name: search
    payload: whole
    where: { kind: search }
    key: $id
    # How many were found may be unknown: then it is not known to have failed.
    touchpoint: [{ column: results, when: { results: "0" }, translate: { 0: Help search failed } }, Help searched]
    at: $at
    channel: web
    direction: inbound
    begun_by: customer
    identifiers: &who { user_id: $user_id, anonymous_id: $anonymous_id, email: $email }
    text: $query
    attributes: [results, chosen]

  - name: page
    payload: whole
    where: { kind: page }
    key: $id
    touchpoint: Help page read
    at: $at
    channel: web
    direction: inbound
    begun_by: customer
    identifiers: *who
    attributes: [page, title, helpful]
`,
}
