/** The single customer view: search, one call for all that is known, screen pop, panel for other desks. Browser-safe. */
import { z } from 'zod'
import { interactionShown, time, workspace } from '../collect/contract.ts'
import { operation } from '../http/operation.ts'
import { groupOfCustomer, identifierShown } from '../identity/contract.ts'

export const customerFound = z.object({
  customer_id: z.string(),
  /** null = nobody said what they are called. */
  name: z.string().nullable(),
  /** The trait, kind of identifier or type of subject that answered the search, and its value. */
  matched: z.string(),
  value: z.string(),
  identifiers: z.array(z.object({ kind: z.string(), value: z.string() })),
  /** null = nothing that belongs to a history happened. */
  last_at: time.nullable(),
  last_touchpoint: z.string(),
})

export const searchCustomers = operation({
  name: 'customers',
  method: 'GET',
  path: '/api/:workspace/customers',
  permission: 'member',
  summary:
    'Customers by name, address, part of a number, or the number of an order; a slip of the pen is forgiven',
  input: z.object({
    workspace,
    q: z.string().max(200).default(''),
    limit: z.coerce.number().int().min(1).max(50).default(10),
  }),
  output: z.object({ customers: z.array(customerFound) }),
})

const subject = z.object({ type: z.string(), id: z.string() })

const lived = z.object({
  interaction_id: z.string(),
  source: z.string(),
  started_at: time,
  ended_at: time.nullable(),
  channel: z.string(),
  touchpoint: z.string(),
  direction: z.string(),
  begun_by: z.string(),
  subjects: z.array(subject),
  is_news: z.boolean(),
  information_given: z.array(z.string()),
  information_asked: z.array(z.string()),
  agent: z.string(),
  team: z.string(),
  score: z.object({ question: z.string(), value: z.number() }).nullable(),
  about: z.string(),
})

const promiseOwed = z.object({
  what: z.string(),
  /** `open`, or `broken` and still not fulfilled. */
  state: z.string(),
  made_in: z.string(),
  made_at: time.nullable(),
  /** null = no time was promised. */
  due: time.nullable(),
  run_id: z.string(),
  journey: z.string(),
  subject: z.string(),
})

export const customerRun = z.object({
  run_id: z.string(),
  journey: z.string(),
  subject_type: z.string(),
  subject: z.string(),
  started_at: time,
  ended_at: time.nullable(),
  last_at: time,
  outcome: z.string(),
  outcome_kind: z.string(),
  contacts: z.number(),
  silent: z.boolean(),
  steps: z.array(z.object({ touchpoint: z.string(), channel: z.string(), at: time })),
})

export const customerView = z.object({
  workspace: z.string(),
  customer_id: z.string(),
  /** The id asked for, where it is not the customer's any more. */
  redirected_from: z.string().nullable(),
  name: z.string().nullable(),
  traits: z.record(z.string(), z.string()),
  /** The least probable link that holds the customer together; 1 = nothing is doubtful. */
  strength: z.number(),
  identifiers: z.array(identifierShown),
  /** The latest by channel and purpose. What is not here is unknown: neither yes nor no. */
  consent: z.array(
    z.object({ channel: z.string(), purpose: z.string(), state: z.enum(['given', 'withdrawn']), at: time }),
  ),
  first_at: time.nullable(),
  last_at: time.nullable(),
  /** In all, as far back as is looked (the latest 2,000). */
  interactions: z.number(),
  channels: z.array(z.object({ channel: z.string(), interactions: z.number(), last_at: time })),
  /** What the customer said last in each channel, latest first. */
  last_words: z.array(
    z.object({
      interaction_id: z.string(),
      channel: z.string(),
      touchpoint: z.string(),
      at: time,
      about: z.string(),
      text: z.string(),
    }),
  ),
  promises_owed: z.array(promiseOwed),
  /** What the customer has told already: not to be asked again. */
  already_known: z.array(
    z.object({
      item: z.string(),
      given_at: time,
      channel: z.string(),
      touchpoint: z.string(),
      asked_since: z.number(),
    }),
  ),
  runs: z.array(customerRun),
  /** Accounts, households and others they are in, the earliest first. */
  groups: z.array(groupOfCustomer),
  /** Latest first. */
  timeline: z.array(lived),
})
export type CustomerView = z.output<typeof customerView>
export type CustomerFound = z.output<typeof customerFound>

const timelineAsked = {
  channel: z.string().optional(),
  /** How much of the timeline comes with it. */
  limit: z.coerce.number().int().min(0).max(2000).default(200),
}

export const readCustomer = operation({
  name: 'customer',
  method: 'GET',
  path: '/api/:workspace/customers/:customer_id',
  permission: 'member',
  summary:
    'All that is known of one customer, in one call; an id a customer once had leads to whoever has it now',
  input: z.object({
    workspace,
    customer_id: z.string().regex(/^\d{1,20}$/, 'an id is a number, as it is listed'),
    ...timelineAsked,
  }),
  output: customerView,
})

export const readInteraction = operation({
  name: 'interaction',
  method: 'GET',
  path: '/api/:workspace/interactions/:interaction_id',
  permission: 'member',
  summary: 'One interaction with its whole content',
  input: z.object({ workspace, interaction_id: z.uuid() }),
  output: interactionShown,
})

export const popCustomer = operation({
  name: 'customer_pop',
  method: 'GET',
  path: '/api/:workspace/pop',
  permission: 'member',
  summary: 'Who is calling: by a number, an address, an order number or any identifier as it is written',
  input: z.object({
    workspace,
    number: z.string().max(200).optional(),
    email: z.string().max(200).optional(),
    /** The number of an order, case, application: any subject. */
    subject: z.string().max(200).optional(),
    identifier: z.string().max(200).optional(),
  }),
  output: z.object({
    /** Several = a shared number, or subjects of several types with one number. */
    customers: z.array(customerFound),
    /** Where it is one customer: all that is known. */
    view: customerView.nullable(),
  }),
})

export const makePanel = operation({
  name: 'make_panel',
  method: 'POST',
  path: '/api/:workspace/customers/:customer_id/panel',
  permission: 'member',
  summary:
    'An address that shows one customer without sign-in, for a frame in another desk; signed, and gone after a while',
  input: z.object({
    workspace,
    customer_id: z.string().regex(/^\d{1,20}$/, 'an id is a number, as it is listed'),
    minutes: z.number().int().min(1).max(1440).default(60),
    /** The site that may frame it: https://desk.example. Without it nobody may. */
    site: z
      .url({ protocol: /^https?$/ })
      .transform((site) => new URL(site).origin)
      .optional(),
  }),
  output: z.object({ path: z.string(), expires_at: time }),
})

export const readPanel = operation({
  name: 'read_panel',
  method: 'GET',
  path: '/api/panel/:panel',
  permission: 'public',
  summary: 'What a panel shows, to whoever holds its address and until it expires',
  input: z.object({ panel: z.string().max(2000), ...timelineAsked }),
  output: customerView,
})
