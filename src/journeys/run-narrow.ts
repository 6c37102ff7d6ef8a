import { badInput } from '../http/errors.ts'
import type { Scope } from '../storage/analytics.ts'
import { havingCondition } from './run-having.ts'
import { stepsOf } from './storyboard.ts'
import type { View } from './view.ts'

interface Narrowing {
  /** `kind|from|to|segment` of a break. */
  broken?: string | undefined
  /** `from|to`. */
  edge?: string | undefined
  /** `kind|step|after`. */
  deviation?: string | undefined
  /** Touchpoints joined by `|`. */
  variant?: string | undefined
  /** `kind|part|part` of a measure: see `havingParts`. */
  having?: string | undefined
}

const node = "CAST(steps.node, 'Array(String)')"

/** The runs behind one line of a list: a break, an edge of the map, a deviation, a variant, what a measure counts. */
export function narrow(view: View, { broken, edge, deviation, variant, having }: Narrowing): Scope {
  const where = [...view.scope.where!]
  const params: Record<string, unknown> = { ...view.scope.params }
  const add = (condition: string, values: Record<string, unknown>) => {
    where.push(condition)
    Object.assign(params, values)
  }
  if (broken !== undefined) addBreak(view, broken, add)
  if (edge !== undefined) {
    const [from, to] = parts('edge', edge, 2)
    add(
      `arrayExists((a, b) -> a = {edge_from:String} AND b = {edge_to:String}, arrayPopBack(${node}), arrayPopFront(${node}))`,
      { edge_from: from, edge_to: to },
    )
  }
  if (deviation !== undefined) {
    const [kind, step, after] = parts('deviation', deviation, 3)
    add(
      'arrayExists((k, s, a) -> k = {deviation_kind:String} AND s = {deviation_step:String} AND a = {deviation_after:String}, deviations.kind, deviations.step, deviations.after)',
      { deviation_kind: kind, deviation_step: step, deviation_after: after },
    )
  }
  if (variant !== undefined)
    add("CAST(steps.touchpoint, 'Array(String)') = {variant:Array(String)}", { variant: variant.split('|') })
  if (having !== undefined) {
    const { condition, params: values } = havingCondition(having)
    add(condition, values)
  }
  return { ...view.scope, where, params }
}

function addBreak(
  view: View,
  broken: string,
  add: (condition: string, values: Record<string, unknown>) => void,
): void {
  const [kind, from, to, segment] = parts('break', broken, 4)
  const values = { break_from: from, break_to: to }
  if (segment !== '') {
    const cut = segment!.indexOf('=')
    add('attributes[{segment_name:String}] = {segment_value:String}', {
      segment_name: segment!.slice(0, cut),
      segment_value: segment!.slice(cut + 1),
    })
  }
  const condition = breakConditions[kind!]
  if (condition === undefined)
    throw badInput(
      'break',
      `There is no break of kind '${kind}'.`,
      `Kinds are: ${Object.keys(breakConditions).join(', ')}.`,
    )
  const within = stepsOf(view.storyboard.design).find((step) => step.step === to)?.within
  if (kind === 'wait' && within !== null && typeof within === 'object') add(lateAt, values)
  else add(condition, { ...values, break_within: within ?? 0 })
}

/** Business time is counted where runs are made, not in SQL: what was late there is told as a deviation. */
const lateAt = `arrayExists((k, s) -> k = 'late' AND s = {break_to:String}, deviations.kind, deviations.step)`

const breakConditions: Record<string, string> = {
  silence:
    'arrayExists((f, t, e) -> f = {break_from:String} AND t = {break_to:String} AND e > 0, gaps.from, gaps.to, gaps.excess)',
  missed_promise: `arrayExists((f, s) -> f = {break_from:String} AND s IN ('late', 'broken'), promises.made_in, promises.state)`,
  repeated_step: `arrayExists((k, s) -> k = 'repeated' AND s = {break_to:String}, deviations.kind, deviations.step) OR countEqual(${node}, {break_to:String}) > 1`,
  wait: `arrayExists((s, w) -> s = {break_to:String} AND w > {break_within:Float64}, ${node}, steps.waiting)`,
  skipped_step: `arrayExists((k, s) -> k = 'skipped' AND s = {break_to:String}, deviations.kind, deviations.step)`,
  drop_out: `outcome_kind IN ('failure', 'abandoned') AND arrayFilter(s -> s != '', steps.step)[-1] = {break_from:String}`,
  asked_twice:
    'arrayExists((f, t, s) -> f = {break_from:String} AND t = {break_to:String} AND s = 0, asked_again.from, asked_again.to, asked_again.security)',
  hand_off:
    'arrayExists((f, t, c) -> f = {break_from:String} AND t = {break_to:String} AND ifNull(c, 0) = 1, hand_offs.from, hand_offs.to, hand_offs.context)',
  contradiction:
    'arrayExists((f, t) -> f = {break_from:String} AND t = {break_to:String}, contradictions.first_channel, contradictions.second_channel)',
  forced_switch: `arrayExists((k, f, t) -> k = 'forced' AND f = {break_from:String} AND t = {break_to:String}, channel_switches.kind, channel_switches.from, channel_switches.to)`,
}

/** Names may hold the separator themselves: the middle ones take what is left over. */
function parts(field: string, text: string, count: number): string[] {
  const cut = text.split('|')
  if (cut.length < count)
    throw badInput(field, `${field} is '${text}'.`, `It has ${count} parts, parted by |.`)
  return cut.slice(0, count)
}
