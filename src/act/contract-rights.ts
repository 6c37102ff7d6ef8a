import { z } from 'zod'
import { time, workspace } from '../collect/contract.ts'
import { operation } from '../http/operation.ts'
import { customerId } from '../identity/contract.ts'

const customer_id = customerId

/** Why somebody is erased (GDPR article 17); a choice, not words: words would name somebody. */
export const erasureGrounds = [
  'asked by the customer',
  'consent withdrawn',
  'no longer needed',
  'held unlawfully',
  'demanded by law',
] as const

const counts = z.record(z.string(), z.number())
const foundShown = z.object({
  /** They carry an identifier of the customer. */
  named: z.number(),
  /** They carry none, and are about subjects that nobody else has anything to do with. */
  by_subject: z.number(),
  /** Of the named ones, those whose strongest identifier is somebody else's: they go too. */
  of_others: z.number(),
})

export const previewErasure = operation({
  name: 'preview_erasure',
  method: 'GET',
  path: '/api/:workspace/customers/:customer_id/erasure',
  permission: 'owner',
  summary: 'What erasing a customer would remove, from where; nothing is removed',
  input: z.object({ workspace, customer_id }),
  output: z.object({
    customer_id: z.string(),
    identifiers: z.array(z.object({ kind: z.string(), value: z.string() })),
    interactions: foundShown,
    /** By table and file. */
    found: counts,
  }),
})

export const certificateShown = z.object({
  erasure_id: z.number(),
  kind: z.enum(['customer', 'retention']),
  customer: z.string().nullable(),
  ground: z.string(),
  asked_by: z.string(),
  asked_at: time,
  finished_at: time,
  interactions: foundShown,
  removed: counts,
  tombstones: z.number(),
  remains: z.array(z.string()),
  previous: z.string().nullable(),
  hash: z.string(),
})

export const eraseCustomer = operation({
  name: 'erase_customer',
  method: 'POST',
  path: '/api/:workspace/customers/:customer_id/erasure',
  permission: 'owner',
  summary: 'Erase a customer from every table and file, for good; answers with the certificate',
  input: z.object({
    workspace,
    customer_id,
    /** The same id again: this cannot be taken back. */
    confirm: z.string(),
    ground: z.enum(erasureGrounds),
  }),
  output: certificateShown,
})

export const listErasures = operation({
  name: 'list_erasures',
  method: 'GET',
  path: '/api/:workspace/erasures',
  permission: 'owner',
  summary: 'Certificates of erasures, newest first, and whether their chain of hashes is intact',
  input: z.object({ workspace, limit: z.coerce.number().int().min(1).max(1000).default(100) }),
  output: z.object({
    erasures: z.array(certificateShown.extend({ intact: z.boolean() })),
    /** Begun and not finished: they go on by themselves. */
    under_way: z.number(),
  }),
})

export const readCertificate = operation({
  name: 'read_certificate',
  method: 'GET',
  path: '/api/:workspace/erasures/:erasure_id/certificate',
  permission: 'owner',
  summary: 'One certificate, as the text that its hash was taken of',
  input: z.object({ workspace, erasure_id: z.coerce.number().int() }),
  output: z.object({ certificate: z.string(), hash: z.string() }),
})

const period = z.object({
  /** '' = all channels without a period of their own. */
  channel: z.string().max(100),
  days: z.number().int().min(1).max(36_500),
})

export const readRetention = operation({
  name: 'read_retention',
  method: 'GET',
  path: '/api/:workspace/retention',
  permission: 'member',
  summary: 'For how many days interactions are kept; no period = for ever',
  input: z.object({ workspace }),
  output: z.object({
    periods: z.array(period),
    /** When the daily erasing last began; null = never. */
    last_run_on: z.string().nullable(),
  }),
})

export const setRetention = operation({
  name: 'set_retention',
  method: 'PUT',
  path: '/api/:workspace/retention',
  permission: 'owner',
  summary: 'Say for how many days interactions are kept, by channel; what is older goes every night',
  input: z.object({ workspace, periods: z.array(period).max(100) }),
  output: z.object({ periods: z.array(period) }),
})

export const applyRetention = operation({
  name: 'apply_retention',
  method: 'POST',
  path: '/api/:workspace/retention',
  permission: 'owner',
  summary: 'Erase now what is older than it may be kept; dry = only say how much',
  input: z.object({ workspace, dry: z.boolean().default(false) }),
  output: z.object({ interactions: z.number(), certificate: certificateShown.nullable() }),
})

export const exportCustomer = operation({
  name: 'export_customer',
  method: 'GET',
  path: '/api/:workspace/customers/:customer_id/export',
  permission: 'member',
  summary:
    'Everything about one customer, for them to read: JSON with meanings, CSV or XES of the interactions',
  input: z.object({ workspace, customer_id, form: z.enum(['json', 'csv', 'xes']).default('json') }),
  /** A file. */
  output: z.unknown(),
})

export type CertificateShown = z.output<typeof certificateShown>
export type ErasurePreview = z.output<(typeof previewErasure)['output']>
