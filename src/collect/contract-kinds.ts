import { z } from 'zod'
import { operation } from '../http/operation.ts'
import { time, workspace } from './contract-words.ts'

/** Ways in which an identifier is brought into one form. */
export const normalisations = ['email', 'phone', 'text', 'exact'] as const
export type Normalisation = (typeof normalisations)[number]

const common = {
  kind: z.string().trim().min(1, 'a kind has a name').max(60, 'a kind is named in at most 60 characters'),
  /** How many of the kind one customer may have. */
  limit: z
    .number()
    .int()
    .min(1, 'at least 1: else nobody could be known by it')
    .max(50, 'at most 50')
    .default(5),
  /** Seen with more of one stronger kind than this, an identifier is shared and nobody's. */
  shared_above: z.number().int().min(1, 'at least 1').max(1000, 'at most 1000').default(5),
}

const domain = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[^\s@]+\.[^\s@]+$/, 'a domain is written like gmail.com')

const kindRule = z.discriminatedUnion('normalise', [
  z.strictObject({
    ...common,
    normalise: z.literal('email'),
    /** anna+shop@… is anna@… */
    plus_ignored: z.boolean().default(false),
    dots_ignored_at: z.array(domain).max(100).default([]),
  }),
  z.strictObject({ ...common, normalise: z.literal('phone') }),
  z.strictObject({ ...common, normalise: z.literal('text'), case_ignored: z.boolean().default(false) }),
  z.strictObject({ ...common, normalise: z.literal('exact') }),
])
export type KindRule = z.infer<typeof kindRule>

/** The kinds of identifiers of a workspace, the strongest first. Kinds it does not name follow them, as text. */
export const kindSettings = z.strictObject({
  /** Of phone numbers written without one: ISO 3166, two letters; null = such numbers join nobody. */
  default_country: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z]{2}$/, 'a country is written in two letters, such as DE')
    .nullable()
    .default(null),
  kinds: z
    .array(kindRule)
    .min(1, 'name at least one kind')
    .max(50, 'at most 50 kinds')
    .refine((kinds) => new Set(kinds.map(({ kind }) => kind)).size === kinds.length, 'each kind stands once'),
})
export type KindSettings = z.infer<typeof kindSettings>

/** What holds until an owner sets something else. */
export const builtInSettings: KindSettings = kindSettings.parse({
  kinds: [
    { kind: 'user_id', normalise: 'text', limit: 1 },
    { kind: 'email', normalise: 'email' },
    { kind: 'phone', normalise: 'phone' },
    { kind: 'anonymous_id', normalise: 'text' },
  ],
})

export const readKinds = operation({
  name: 'read_kinds',
  method: 'GET',
  path: '/api/:workspace/identifier-kinds',
  permission: 'member',
  summary:
    'Kinds of identifiers: how each is normalised, its limits and its priority; numbers that could not be',
  input: z.object({ workspace }),
  output: z.object({
    settings: kindSettings,
    /** Who set them and when; null = they are built in. */
    set_by: z.string().nullable(),
    set_at: time.nullable(),
    not_normalised: z.object({
      /** Phone numbers without a country, or that are none. */
      count: z.number(),
      /** More were there than were looked at. */
      at_least: z.boolean(),
      examples: z.array(z.object({ kind: z.string(), value: z.string(), interactions: z.number() })),
    }),
  }),
})
export type KindsShown = z.infer<typeof readKinds.output>

export const setKinds = operation({
  name: 'set_kinds',
  method: 'PUT',
  path: '/api/:workspace/identifier-kinds',
  permission: 'owner',
  summary: 'Set the kinds of identifiers. No interaction changes; who is one customer is judged anew',
  input: z.object({ workspace, settings: kindSettings }),
  output: z.object({ settings: kindSettings }),
})
