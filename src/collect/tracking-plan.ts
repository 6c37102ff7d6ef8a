import { parseDocument } from 'yaml'
import { z } from 'zod'
import type { Interaction } from './interaction.ts'

/** What the value of an attribute must be. */
export const valueTypes = ['text', 'number', 'boolean', 'time'] as const
const valueType = z.enum(valueTypes)

const word = z.string().trim().min(1).max(200)

const attribute = z.union([
  valueType.transform((type) => ({ type, required: true, one_of: [] as string[] })),
  z.strictObject({
    type: valueType.default('text'),
    required: z.boolean().default(true),
    one_of: z.array(z.coerce.string()).max(200).default([]),
  }),
])

const planned = z.strictObject({
  /** Empty = any. */
  channels: z.array(word).max(50).default([]),
  /** Kinds of identifiers, each of which must be there. */
  identifiers: z.array(word).max(50).default([]),
  attributes: z.record(word, attribute).default({}),
  /** For people. */
  note: z.string().max(2000).default(''),
})

/** What interactions at each touchpoint shall carry (docs/catalogue.md). */
export const trackingPlan = z.strictObject({
  touchpoints: z.record(
    word,
    z.preprocess((given) => given ?? {}, planned),
  ),
  /** Whether touchpoints that are not in the plan are counted. */
  undeclared: z.enum(['count', 'ignore']).default('count'),
})
export type TrackingPlan = z.output<typeof trackingPlan>

export type RuleKind = 'channel' | 'identifier' | 'attribute' | 'type' | 'one_of'

/** One thing that every interaction at a touchpoint must be. */
export interface PlanRule {
  touchpoint: string
  kind: RuleKind
  /** The attribute or the kind of identifier; '' for the channel. */
  name: string
  /** The type, or the values that are allowed. */
  allowed: string[]
}

/** Reads a plan. What its author got wrong comes back in words with line and remedy; never throws for it. */
export function parsePlan(yaml: string): { plan: TrackingPlan | null; problems: string[] } {
  const document = parseDocument(yaml)
  if (document.errors.length > 0)
    return { plan: null, problems: document.errors.map(({ message }) => `not readable as YAML: ${message}`) }
  let written: unknown
  try {
    written = document.toJS({ maxAliasCount: 50 })
  } catch (error) {
    return { plan: null, problems: [`not readable as YAML: ${(error as Error).message}`] }
  }
  const { data, error } = trackingPlan.safeParse(written)
  if (data !== undefined) return { plan: data, problems: [] }
  return {
    plan: null,
    problems: error.issues.map(({ path, message }) => `${path.join('.') || 'the plan'}: ${message}`),
  }
}

/** The rules of a plan, in its order. */
export function rulesOf(plan: TrackingPlan): PlanRule[] {
  return Object.entries(plan.touchpoints).flatMap(([touchpoint, its]) => [
    ...(its.channels.length > 0
      ? [{ touchpoint, kind: 'channel' as const, name: '', allowed: its.channels }]
      : []),
    ...its.identifiers.map((name) => ({ touchpoint, kind: 'identifier' as const, name, allowed: [] })),
    ...Object.entries(its.attributes).flatMap(([name, { type, required, one_of }]): PlanRule[] => [
      ...(required ? [{ touchpoint, kind: 'attribute' as const, name, allowed: [] }] : []),
      ...(type === 'text' ? [] : [{ touchpoint, kind: 'type' as const, name, allowed: [type] }]),
      ...(one_of.length > 0 ? [{ touchpoint, kind: 'one_of' as const, name, allowed: one_of }] : []),
    ]),
  ])
}

/** What a value must look like to be of a type; attributes are kept as text. */
export const typePatterns = {
  number: '^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?$',
  boolean: '^(true|false)$',
  time: '^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?$',
} as const

/** Whether an interaction at the rule's touchpoint breaks it. An attribute that is not there breaks only what requires it. */
export function breaksRule(
  { kind, name, allowed }: PlanRule,
  { channel, identifiers, attributes }: Pick<Interaction, 'channel' | 'identifiers' | 'attributes'>,
): boolean {
  const value = Object.hasOwn(attributes, name) ? attributes[name]! : ''
  if (kind === 'channel') return !allowed.includes(channel)
  if (kind === 'identifier') return !identifiers.some((each) => each.kind === name)
  if (kind === 'attribute') return value === ''
  if (value === '') return false
  if (kind === 'one_of') return !allowed.includes(value)
  return !new RegExp(typePatterns[allowed[0] as keyof typeof typePatterns]).test(value)
}

/** A rule in words, as what is wrong where it is broken. */
export function ruleWords({ kind, name, allowed }: PlanRule): string {
  if (kind === 'channel') return `comes in a channel other than ${allowed.join(', ')}`
  if (kind === 'identifier') return `has no ${name}`
  if (kind === 'attribute') return `lacks ${name}`
  if (kind === 'type') return `${name} is no ${allowed[0]}`
  return `${name} is none of ${allowed.join(', ')}`
}
