/**
 * An interaction: anything between a customer and the company (docs/glossary.md). Times are epoch
 * milliseconds (UTC). Unknown is `null`, `''` or `'unknown'`, never zero.
 */
export interface Interaction {
  /** Stable over re-imports: a hash of source, record key and the interaction's place in the record. */
  interaction_id: string
  source: string
  /** The source's own key of the record this interaction came from. */
  record_key: string
  /** The source's own order; breaks ties between equal times, never the order of arrival. */
  sequence: number
  started_at: number
  ended_at: number | null
  channel: string
  touchpoint: string
  direction: Direction
  /** Who began it. */
  begun_by: Party
  /** Who holds the ball afterwards. */
  ball_after: Party
  identifiers: Identifier[]
  subjects: Subject[]
  information_given: string[]
  information_asked: string[]
  news: News | null
  promises: PromiseFact[]
  /** What the company told the customer, or, of an internal interaction, what it put on record. */
  statements: Statement[]
  score: Score | null
  agent: string
  team: string
  cost: number | null
  text: string
  /** What it says of the customer: given_name, birth_date, street and so on (docs/mapping.md). */
  traits: Record<string, string>
  /** To which groups the customer belongs, as it says. */
  groups: GroupSaid[]
  /** Nested objects are flattened to dotted paths; values are kept as text. */
  attributes: Record<string, string>
  /** It only says who somebody is (identify, alias) and stands in no history. */
  tells_only?: true
}

export const directions = ['inbound', 'outbound', 'internal', 'unknown'] as const
export type Direction = (typeof directions)[number]

export const parties = ['customer', 'company', 'third_party', 'unknown'] as const
export type Party = (typeof parties)[number]

/** `kind` is user_id, email, phone, anonymous_id or any other name the source uses. */
export interface Identifier {
  kind: string
  value: string
}

/** That the customer belongs to a group. */
export interface GroupSaid {
  /** account, household, or any other name the source uses. */
  kind: string
  /** The source's id of the group. */
  key: string
  /** '' = not said. */
  name: string
  /** What the customer is in it: buyer, user, parent; '' = not said. */
  role: string
  /** Of the group, not of the customer. */
  traits: Record<string, string>
}

/** What an interaction is about: order 4711, case K-9. */
export interface Subject {
  type: string
  id: string
}

/** Status information the customer received (methods A.6, A.17). */
export interface News {
  /** What the company says it has received; null = not said. */
  received: string | null
  /** What is needed from the customer; 'nothing' is an answer; null = not said. */
  needed_from_you: string | null
  /** When the customer hears next; null = not said. */
  next_by: number | null
  /** Without receipts news is `assumed` delivered (methods A.6). */
  delivery: Delivery
}

export const deliveries = ['assumed', 'delivered', 'viewed', 'failed'] as const
export type Delivery = (typeof deliveries)[number]

export const promiseActs = ['made', 'fulfilled', 'replaced', 'voided'] as const
export type PromiseAct = (typeof promiseActs)[number]

/**
 * One fact about a promise. `made` and `replaced` carry `due`. A `made` fact may name the touchpoints
 * whose later occurrence in the same run fulfils, replaces or voids it. `at` null = it happened, the
 * time was not observed.
 */
export interface PromiseFact {
  what: string
  act: PromiseAct
  due: number | null
  at: number | null
  fulfilled_by: string[]
  replaced_by: string[]
  voided_by: string[]
}

/**
 * Something said about one thing (methods A.16). `what` is the kind of it: date, state, price, offer, document_needed or any
 * other word. A date is an ISO 8601 moment in UTC.
 */
export interface Statement {
  about: string
  what: string
  value: string
  /** It says itself that it changes what was said before. */
  changes: boolean
}

/** An answer given to a question, on the scale it was asked on. */
export interface Score {
  question: string
  value: number
  scale_min: number | null
  scale_max: number | null
  direction: 'higher_is_better' | 'lower_is_better'
}
