import { z } from 'zod'
import { operation } from '../http/operation.ts'
import { interactionShown } from './contract-sources.ts'
import { time, workspace } from './contract-words.ts'

const header = z
  .string()
  .regex(/^[A-Za-z0-9-]{1,80}$/, 'a header is named with letters, digits and -')
  .transform((name) => name.toLowerCase())

/** How a payload proves where it comes from (docs/webhooks.md). */
export const scheme = z.discriminatedUnion('kind', [
  /** Nothing but the address, which nobody else knows. */
  z.strictObject({ kind: z.literal('address') }),
  /** The secret itself in a header, after `prefix`. */
  z.strictObject({ kind: z.literal('token'), header, prefix: z.string().max(40).default('') }),
  /** The secret is the password. */
  z.strictObject({ kind: z.literal('basic'), user: z.string().min(1).max(200) }),
  z
    .strictObject({
      kind: z.literal('hmac'),
      hash: z.enum(['sha256', 'sha1', 'sha512']),
      encoding: z.enum(['hex', 'base64']),
      header,
      /** What stands before the signature in its header: `sha256=`. */
      prefix: z.string().max(40).default(''),
      /** What is signed: `{body}`, `{timestamp}.{body}`, `{id}.{timestamp}.{body}`. */
      over: z
        .string()
        .max(80)
        .regex(
          /^(\{id\}|\{timestamp\}|[^{}])*\{body\}$/,
          'what is signed ends in {body}; {timestamp} and {id} may stand before',
        )
        .default('{body}'),
      timestamp_header: header.optional(),
      id_header: header.optional(),
      /** Several signatures in one header, divided by blanks. */
      several: z.boolean().default(false),
      /** The secret is `whsec_` and base64 of the key. */
      secret_is_base64: z.boolean().default(false),
      tolerance_seconds: z.number().int().min(10).max(86_400).default(300),
    })
    .refine(
      (one) =>
        one.over.includes('{timestamp}') === (one.timestamp_header !== undefined) &&
        one.over.includes('{id}') === (one.id_header !== undefined),
      'what is signed and the headers belong together: {timestamp} needs timestamp_header, {id} needs id_header, and neither header counts unsigned',
    ),
  /** X-Twilio-Signature, over the address and the fields of the form. */
  z.strictObject({ kind: z.literal('twilio') }),
])
export type Scheme = z.output<typeof scheme>

export const channelGroups = [
  'Phone and messages',
  'Desks',
  'Shop and till',
  'Product and help',
  'Surveys and social',
  'Letters and media',
  'Anything else',
] as const

export const channelShown = z.object({
  channel: z.string(),
  title: z.string(),
  group: z.enum(channelGroups),
  what: z.string(),
  way: z.enum(['webhook', 'file']),
  /** Null: files need none. */
  scheme: scheme.nullable(),
  /** Whether the sender makes the secret, we do, or there is none. */
  secret: z.enum(['theirs', 'ours', 'none']),
  /** What to do on the other side, in order. */
  steps: z.array(z.string()),
  /** Where payload and signature are documented. */
  sources: z.array(z.string()),
  /** What could not be held against a payload of the vendor's; '' = nothing. */
  unverified: z.string(),
  mapping: z.string(),
})

export const listChannels = operation({
  name: 'list_channels',
  method: 'GET',
  path: '/api/:workspace/channels',
  permission: 'member',
  summary: 'Ready-made channels: what each brings, its signature and its mapping',
  input: z.object({ workspace }),
  output: z.object({ channels: z.array(channelShown) }),
})

export const hookShown = z.object({
  hook_id: z.string(),
  source: z.string(),
  channel: z.string(),
  scheme,
  /** Below the address of this installation. */
  path: z.string(),
  created_at: time,
  created_by: z.string(),
  ended_at: time.nullable(),
  accepted: z.number(),
  last_accepted_at: time.nullable(),
  /** Payloads that did not prove where they come from, or could not be read. */
  refused: z.number(),
  last_refused_at: time.nullable(),
  last_refusal: z.string().nullable(),
})
export type HookShown = z.infer<typeof hookShown>

export const listHooks = operation({
  name: 'list_hooks',
  method: 'GET',
  path: '/api/:workspace/hooks',
  permission: 'member',
  summary: 'Webhooks that bring payloads in, with what they took and refused',
  input: z.object({ workspace }),
  output: z.object({ hooks: z.array(hookShown) }),
})

const given = {
  /** The sender's secret; absent: one is made, and shown in this answer alone. */
  secret: z.string().min(8).max(500).optional(),
  scheme: scheme.optional(),
}

export const createHook = operation({
  name: 'create_hook',
  method: 'POST',
  path: '/api/:workspace/hooks',
  permission: 'owner',
  summary: 'Make a source that a webhook feeds; a secret made here is shown this once',
  input: z.object({
    workspace,
    source: z.string().trim().min(1).max(80),
    channel: z.string().min(1).max(40),
    ...given,
    /** Absent: the channel's own. */
    mapping: z.string().max(200_000).optional(),
  }),
  output: z.object({ hook: hookShown, secret: z.string().nullable() }),
})

export const setHookSecret = operation({
  name: 'set_hook_secret',
  method: 'PUT',
  path: '/api/:workspace/hooks/:hook_id/secret',
  permission: 'owner',
  summary: 'Set another secret, and another scheme where one is given; the former holds no longer',
  input: z.object({ workspace, hook_id: z.string(), ...given }),
  output: z.object({ hook: hookShown, secret: z.string().nullable() }),
})

export const endHook = operation({
  name: 'end_hook',
  method: 'DELETE',
  path: '/api/:workspace/hooks/:hook_id',
  permission: 'owner',
  summary: 'End a webhook: what it sends is refused with 410; what it brought stays',
  input: z.object({ workspace, hook_id: z.string() }),
  output: z.object({ hook: hookShown }),
})

const became = z.object({
  /** Name of the entry of the mapping. */
  entry: z.string(),
  interactions: z.array(interactionShown),
  /** Of how many payloads it is gathered; null: of this alone. */
  gathered: z.number().nullable(),
  rejected: z.object({ field: z.string(), value: z.string(), reason: z.string() }).nullable(),
})

export const previewHook = operation({
  name: 'preview_hook',
  method: 'POST',
  path: '/api/:workspace/hooks/:hook_id/preview',
  permission: 'member',
  summary: 'The last payloads, newest first, and what each would become by a mapping; nothing is stored',
  input: z.object({
    workspace,
    hook_id: z.string(),
    /** Absent: the saved one. */
    mapping: z.string().max(200_000).optional(),
  }),
  output: z.object({
    mapping: z.string(),
    /** What is wrong with the mapping; payloads then became nothing. */
    problems: z.array(z.object({ line: z.number(), field: z.string(), message: z.string() })),
    payloads: z.array(
      z.object({
        payload_id: z.string(),
        received_at: time,
        bytes: z.number(),
        /** Empty where it was too large to be kept. */
        columns: z.record(z.string(), z.string()),
        became: z.array(became),
      }),
    ),
  }),
})
