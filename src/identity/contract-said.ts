/** What is said of a customer beside the interactions: consents and corrections. Browser-safe. */
import { z } from 'zod'
import { time, workspace } from '../collect/contract.ts'
import { operation } from '../http/operation.ts'
import { customerId } from './customer-id.ts'

const word = z.string().trim().min(1).max(100)

export const consentShown = z.object({
  consent_id: z.number(),
  /** The identifier it was given by. */
  kind: z.string(),
  value: z.string(),
  channel: z.string(),
  purpose: z.string(),
  state: z.enum(['given', 'withdrawn']),
  at: time,
  /** How it was obtained: a form, a call, a letter. */
  source: z.string(),
  /** What the customer agreed to, in the words they saw. */
  wording: z.string(),
  by: z.string(),
})

const correctionShown = z.object({
  correction_id: z.number(),
  field: z.string(),
  was: z.string(),
  becomes: z.string(),
  by: z.string(),
  reason: z.string(),
  at: time,
  undone_at: time.nullable(),
  undone_by: z.string().nullable(),
})

export const readSaid = operation({
  name: 'read_said',
  method: 'GET',
  path: '/api/:workspace/customers/:customer_id/said',
  permission: 'member',
  summary: 'What is known of a customer beside the interactions: traits, consents, corrections',
  input: z.object({ workspace, customer_id: customerId }),
  output: z.object({
    /** Said last, by any of the identifiers; `corrected` = what a person says is right. */
    traits: z.array(
      z.object({ trait: z.string(), value: z.string(), said_at: time, corrected: z.string().nullable() }),
    ),
    /** The latest by channel and purpose. What is not here is unknown: neither yes nor no. */
    consent: z.array(consentShown),
    consents: z.array(consentShown),
    corrections: z.array(correctionShown),
  }),
})

export const recordConsent = operation({
  name: 'record_consent',
  method: 'POST',
  path: '/api/:workspace/consents',
  permission: 'member',
  summary: 'Put on record that a customer gave or withdrew consent to a channel and purpose',
  input: z.object({
    workspace,
    identifier: z.object({ kind: word, value: z.string().min(1).max(500) }),
    channel: word,
    purpose: word,
    state: z.enum(['given', 'withdrawn']),
    /** When they said so; absent = now. */
    at: time.optional(),
    source: word,
    wording: z.string().max(5000).default(''),
  }),
  output: consentShown,
})

export const correctCustomer = operation({
  name: 'correct_customer',
  method: 'POST',
  path: '/api/:workspace/customers/:customer_id/corrections',
  permission: 'member',
  summary:
    'Say what is right of a customer; what interactions said stays, and the correction stands beside it',
  input: z.object({
    workspace,
    customer_id: customerId,
    /** `trait:birth_date` or `identifier:email`. */
    field: z.string().regex(/^(trait|identifier):[\w .-]{1,60}$/, 'write trait:NAME or identifier:KIND'),
    was: z.string().max(500),
    becomes: z.string().max(500),
    reason: z.string().trim().min(3, 'say why, in a few words').max(500),
  }),
  output: correctionShown,
})

export const undoCorrection = operation({
  name: 'undo_correction',
  method: 'POST',
  path: '/api/:workspace/corrections/:correction_id/undo',
  permission: 'member',
  summary: 'Take a correction back; both stay on record',
  input: z.object({ workspace, correction_id: z.coerce.number().int() }),
  output: correctionShown,
})

export type Said = z.output<(typeof readSaid)['output']>
export type ConsentShown = z.output<typeof consentShown>
