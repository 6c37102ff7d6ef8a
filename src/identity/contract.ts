/** The operations of identity. Browser-safe. */
import { z } from 'zod'
import { time, workspace } from '../collect/contract.ts'
import { operation } from '../http/operation.ts'
import { customerId } from './customer-id.ts'
import { identityActs, linkRules, results } from './words.ts'

export * from './contract-groups.ts'
export * from './contract-said.ts'
export { customerId }

export const identifierShown = z.object({
  identifier_id: z.string(),
  kind: z.string(),
  value: z.string(),
  /** The least probable link between it and the customer's strongest identifier; 1 = nothing is doubtful. */
  strength: z.number(),
  /** Why it is nobody's; '' = it is somebody's. */
  shared: z.string(),
})

const evidence = z.array(
  z.object({ trait: z.string(), a: z.string(), b: z.string(), level: z.string(), weight: z.number() }),
)

export const linkShown = z.object({
  link_id: z.number(),
  a: z.object({ kind: z.string(), value: z.string(), customer_id: z.string() }),
  b: z.object({ kind: z.string(), value: z.string(), customer_id: z.string() }),
  rule: z.enum(linkRules),
  probability: z.number(),
  /** Since when they were seen together, or were decided on; null = a match or two forms of one, which have no time. */
  first_at: time.nullable(),
  source: z.string(),
  result: z.enum(results),
  reason: z.string(),
  /** Of a match: each trait compared, with its weight. */
  evidence,
})

export const listLinks = operation({
  name: 'list_links',
  method: 'GET',
  path: '/api/:workspace/identity-links',
  permission: 'member',
  summary:
    'The merge ledger: links by rule, by what became of them and by how sure they are, the latest first',
  input: z.object({
    workspace,
    rule: z.enum(linkRules).optional(),
    result: z.enum(results).optional(),
    at_least: z.coerce.number().min(0).max(1).default(0),
    below: z.coerce.number().min(0).max(2).default(2),
    limit: z.coerce.number().int().min(1).max(1000).default(100),
  }),
  output: z.object({ links: z.array(linkShown) }),
})

export const readJudging = operation({
  name: 'read_judging',
  method: 'GET',
  path: '/api/:workspace/identity-judging',
  permission: 'member',
  summary:
    'Whether the ledger still has to be judged by the kinds of identifiers as they stand, and how far it is',
  input: z.object({ workspace }),
  output: z.object({
    pending: z.boolean(),
    /** Parts that hang together: judged, of how many; null = not begun, or nothing to do. */
    judged: z.number().nullable(),
    parts: z.number().nullable(),
  }),
})

export const matchCustomers = operation({
  name: 'match_customers',
  method: 'POST',
  path: '/api/:workspace/identity-matching',
  permission: 'owner',
  summary:
    'Match all customers by what is said of them: sure pairs are merged, doubtful ones wait for a person',
  input: z.object({ workspace }),
  output: z.object({
    customers: z.number(),
    /** Pairs that were compared at all. */
    compared: z.number(),
    /** Sure pairs, now links of the ledger. */
    merged: z.number(),
    to_review: z.number(),
    traits: z.array(z.object({ trait: z.string(), filled: z.number() })),
    thresholds: z.object({ automatic: z.number(), review: z.number() }),
    seconds: z.number(),
  }),
})

export const readMatching = operation({
  name: 'read_matching',
  method: 'GET',
  path: '/api/:workspace/identity-matching',
  permission: 'member',
  summary: 'How far a matching is, and what the last one found; new customers are matched by its model',
  input: z.object({ workspace }),
  output: z.object({
    under_way: z
      .object({
        of: z.enum(['all', 'new']),
        stage: z.string(),
        done: z.number(),
        stages: z.number(),
        began_at: time,
      })
      .nullable(),
    /** null = the workspace was never matched. */
    last: z
      .object({
        of: z.enum(['all', 'new']),
        at: time,
        customers: z.number(),
        compared: z.number(),
        merged: z.number(),
        to_review: z.number(),
        seconds: z.number(),
      })
      .nullable(),
  }),
})

const rate = z.object({ value: z.number(), low: z.number(), high: z.number() }).nullable()

export const listReviews = operation({
  name: 'list_reviews',
  method: 'GET',
  path: '/api/:workspace/identity-reviews',
  permission: 'member',
  summary: 'Pairs of customers that a person has to tell, surest first; or merges drawn to be judged',
  input: z.object({
    workspace,
    verdict: z.enum(['automatic', 'review']).default('review'),
    answered: z.enum(['true', 'false']).default('false'),
    limit: z.coerce.number().int().min(1).max(1000).default(50),
  }),
  output: z.object({
    waiting: z.number(),
    reviews: z.array(
      z.object({
        review_id: z.number(),
        a: z.string(),
        b: z.string(),
        probability: z.number(),
        evidence,
        answer: z.enum(['one', 'two']).nullable(),
        answered_by: z.string().nullable(),
      }),
    ),
    /** Estimated of the answers given so far; null = nobody answered. */
    false_merge: rate,
    false_split: rate,
    answers: z.number(),
  }),
})

export const answerReview = operation({
  name: 'answer_review',
  method: 'POST',
  path: '/api/:workspace/identity-reviews/:review_id',
  permission: 'member',
  summary: 'Say whether two customers are one or two; the answer stays and can be undone in the ledger',
  input: z.object({ workspace, review_id: z.coerce.number().int(), answer: z.enum(['one', 'two']) }),
  output: z.object({
    /** Why the limits forbid it; null = it is done. */
    refused: z.string().nullable(),
  }),
})

const actShown = z.object({
  act_id: z.number(),
  act: z.enum(identityActs),
  links: z.array(z.number()),
  by: z.string(),
  reason: z.string(),
  at: time,
})

const holding = z.object({ customer_id: z.string(), identifiers: z.array(identifierShown) })
const change = z.object({
  before: z.array(holding),
  after: z.array(holding),
  /** Interactions by the customer they would be of afterwards, of those that change hands. */
  interactions: z.number(),
})

export const readIdentity = operation({
  name: 'read_identity',
  method: 'GET',
  path: '/api/:workspace/identity/:customer_id',
  permission: 'member',
  summary: 'Why these identifiers are one customer; an id a customer once had leads to whoever has it now',
  input: z.object({ workspace, customer_id: customerId }),
  output: z.object({
    customer_id: z.string(),
    /** The id asked for, where it is not the customer's any more; null = it is. */
    redirected_from: z.string().nullable(),
    /** The least probable link that holds the customer together. */
    strength: z.number(),
    identifiers: z.array(identifierShown),
    links: z.array(linkShown),
    acts: z.array(actShown),
  }),
})

const said = {
  reason: z.string().trim().min(3, 'say why, in a few words').max(500),
  /** Nothing is written: the answer says what would change. */
  dry: z.boolean().default(false),
}

export const undoLinks = operation({
  name: 'undo_links',
  method: 'POST',
  path: '/api/:workspace/identity/undo',
  permission: 'member',
  summary: 'Take links back, or let them count again; everything that hangs on them follows',
  input: z.object({
    workspace,
    links: z.array(z.number().int().positive()).min(1).max(500),
    undone: z.boolean().default(true),
    ...said,
  }),
  output: change,
})

const identifier = z.object({ kind: z.string().min(1).max(60), value: z.string().min(1).max(500) })

export const decideIdentity = operation({
  name: 'decide_identity',
  method: 'POST',
  path: '/api/:workspace/identity/decide',
  permission: 'member',
  summary: 'Say that two identifiers are one customer, or that they are two',
  input: z.object({ workspace, a: identifier, b: identifier, apart: z.boolean(), ...said }),
  output: change.extend({
    /** Why the limits forbid it; null = it is done. */
    refused: z.string().nullable(),
  }),
})

export type LinkShown = z.output<typeof linkShown>
export type Reviews = z.output<(typeof listReviews)['output']>
export type IdentityShown = z.output<(typeof readIdentity)['output']>
export type ChangeShown = z.output<(typeof undoLinks)['output']>
