import { badInput } from '../http/errors.ts'
import { switchWindowHours } from './channel-switch.ts'
import { type HavingKind, havingParts, partsOfHaving } from './contract.ts'
import { followedBy } from './followed-by.ts'

/** A condition on runs, and its parameters. */
interface Condition {
  condition: string
  params: Record<string, string>
}

/** Lists of a run that belong together, and how the parts asked for narrow one entry of them. */
interface Listed {
  entry: string
  of: string
  /** Holds for every entry meant. */
  always?: string
  /** In the order of `havingParts`. */
  parts: ((parameter: string) => string)[]
}

const is = (name: string) => (parameter: string) => `${name} = ${parameter}`

const switched = (kind: string): Listed => ({
  entry: 'k, f, t',
  of: 'channel_switches.kind, channel_switches.from, channel_switches.to',
  always: `k = '${kind}'`,
  parts: [is('f'), is('t')],
})
const asked = (security: 0 | 1): Listed => ({
  entry: 's, i, g, c',
  of: 'asked_again.security, asked_again.item, asked_again.given_in, asked_again.channel',
  always: `s = ${security}`,
  parts: [is('i'), is('g'), is('c')],
})
/** Of a run that is over, whether it took a step: a list of one, the run itself. */
const over = (took: string): Listed => ({
  entry: 'steps_taken',
  of: '[steps.step]',
  always: "outcome_kind != 'open'",
  parts: [(step) => `${took}${step})`],
})
const failed = `[if(ifNull(i, 0) = 1, 'identity', ''), if(ifNull(c, 0) = 1, 'context', ''), if(ifNull(a, 0) = 1, 'asked_again', ''),
  if(ifNull(w, 0) = 1, 'waited', ''), if(ifNull(i, 0) + ifNull(c, 0) + ifNull(a, 0) + ifNull(w, 0) > 0, 'failed', '')]`

/** A condition over the run as a whole, narrowed by its parts. */
interface Whole {
  whole: string
  parts: ((parameter: string) => string)[]
}

/** Counted as the reports of the measures count them: a number and the list behind it have the same runs. */
const conditions: Record<HavingKind, string | Listed | Whole> = {
  silent: 'excess > 0',
  silent_now: 'silent_still = 1',
  chase: 'failure_demand.chase > 0',
  repeat: 'failure_demand.repeat > 0',
  complaint: 'failure_demand.complaint > 0',
  clarification: 'failure_demand.clarification > 0',
  failure_demand:
    'failure_demand.chase + failure_demand.repeat + failure_demand.complaint + failure_demand.clarification > 0',
  came_again: {
    entry: 's, r',
    of: 'repeats.seconds, repeats.repeated',
    always: 'r = 1',
    parts: [(days) => `round(s) <= toFloat64OrZero(${days}) * 86400`],
  },
  forced_switch: switched('forced'),
  chosen_switch: switched('chosen'),
  designed_switch: switched('designed'),
  asked_twice: asked(0),
  security_asked_twice: asked(1),
  hand_off: {
    entry: 'k, f, t, i, c, a, w',
    of: 'hand_offs.kind, hand_offs.from, hand_offs.to, hand_offs.identity, hand_offs.context, hand_offs.asked_again, hand_offs.waited',
    parts: [is('k'), is('f'), is('t'), (failure) => `has(${failed}, ${failure})`],
  },
  no_hand_off: 'empty(hand_offs.kind)',
  contradiction: {
    entry: 'fo, fc, so, sc, w',
    of: 'contradictions.first_owner, contradictions.first_channel, contradictions.second_owner, contradictions.second_channel, contradictions.what',
    parts: [is("if(fo = '', fc, fo)"), is("if(so = '', sc, so)"), is('w')],
  },
  came_to: { entry: 'n', of: 'steps.node', parts: [is('n')] },
  decided_with: over('has(steps_taken, '),
  decided_without: over('NOT has(steps_taken, '),
  forced_out: {
    entry: 'k, f, t',
    of: 'channel_switches.kind, channel_switches.from, channel_switches.at',
    always: `k = 'forced' AND effort.forced_switches IS NOT NULL AND f = channels[1]
      AND round(greatest(0, t - ifNull(steps.ended_at[indexOf(steps.channel, f)], steps.started_at[indexOf(steps.channel, f)])) / 60000) * 60 <= ${switchWindowHours * 3600}`,
    parts: [is('f')],
  },
  followed_by: { whole: "outcome_kind = 'success'", parts: [followedBy] },
}

/** The condition behind `having=kind|part|part`. @throws Problem naming kinds or parts there are. */
export function havingCondition(text: string): Condition {
  const { kind, parts } = partsOfHaving(text)
  if (!isKind(kind))
    throw badInput(
      'having',
      `No run can have '${kind}'.`,
      `It can have: ${Object.keys(havingParts).join(', ')}.`,
    )
  const names = havingParts[kind]
  if (parts.length > names.length)
    throw badInput(
      'having',
      `having is '${text}', with ${parts.length} parts after ${kind}.`,
      names.length === 0 ? 'It takes none.' : `Write it as ${[kind, ...names].join('|')}.`,
    )
  const listed = conditions[kind]
  if (typeof listed === 'string') return { condition: listed, params: {} }
  const narrowed = parts.flatMap((part, nth) =>
    part === null ? [] : [{ name: `having_${names[nth]}`, part, test: listed.parts[nth]! }],
  )
  const tests = narrowed.map(({ name, test }) => test(`{${name}:String}`))
  const given = Object.fromEntries(narrowed.map(({ name, part }) => [name, part]))
  if ('whole' in listed) return { condition: [listed.whole, ...tests].join(' AND '), params: given }
  const all = [...(listed.always === undefined ? [] : [listed.always]), ...tests]
  return {
    condition: `arrayExists((${listed.entry}) -> ${all.length === 0 ? '1' : all.join(' AND ')}, ${listed.of})`,
    params: given,
  }
}

const isKind = (kind: string): kind is HavingKind => Object.hasOwn(havingParts, kind)
