import type { AskedTwice } from './asked-twice.ts'
import type { RunBall } from './ball.ts'
import type { Effort } from './effort.ts'
import type { Run } from './run.ts'

/** Columns of the table `runs` that hold measures, in the order of `measuredRow`. */
export const measuredColumns = [
  'gaps.channel',
  'gaps.until_chase',
  'gaps.chased',
  'ball',
  'effort',
  'channel_switches.kind',
  'channel_switches.from',
  'channel_switches.to',
  'channel_switches.at',
  'asked',
  'asked_again.item',
  'asked_again.channel',
  'asked_again.given_in',
  'asked_again.from',
  'asked_again.to',
  'asked_again.security',
  'asked_again.at',
  'repeats.channel',
  'repeats.seconds',
  'repeats.repeated',
  'failure_demand',
  'hand_offs.kind',
  'hand_offs.from',
  'hand_offs.to',
  'hand_offs.at',
  'hand_offs.identity',
  'hand_offs.context',
  'hand_offs.asked_again',
  'hand_offs.waited',
  'seamless',
  'statements',
  'contradictions.about',
  'contradictions.what',
  'contradictions.first',
  'contradictions.second',
  'contradictions.first_at',
  'contradictions.second_at',
  'contradictions.first_channel',
  'contradictions.second_channel',
  'contradictions.first_owner',
  'contradictions.second_owner',
  'questions.question',
  'questions.seconds',
  'questions.answered',
  'promised_wait',
] as const

/** The measures of a run as the table holds them. What has not happened yet has been watched until the run was judged. */
export function measuredRow(run: Run): unknown[] {
  const { channel_switches: switches, asked_twice, failure_demand: demand, hand_offs, contradictions } = run
  const times = run.chasing?.times ?? []
  const again = asked_twice?.items ?? []
  const repeats = run.repeats.filter(({ at }) => at <= run.judged_until)
  const questions = run.questions ?? []
  const seconds = (from: number, to: number | null) => Math.max(0, (to ?? run.judged_until) - from) / 1000
  return [
    times.map(({ channel }) => channel),
    times.map(({ from_at, to_at }) => seconds(from_at, to_at)),
    times.map(({ chased }) => Number(chased)),
    ballTuple(run.ball),
    effortTuple(run.effort),
    switches.map(({ kind }) => kind),
    switches.map(({ from }) => from),
    switches.map(({ to }) => to),
    switches.map(({ at }) => at),
    askedTuple(asked_twice),
    again.map(({ item }) => item),
    again.map(({ channel }) => channel),
    again.map(({ given_in }) => given_in),
    again.map(({ from }) => from),
    again.map(({ to }) => to),
    again.map(({ security }) => Number(security)),
    again.map(({ at }) => at),
    repeats.map(({ channel }) => channel),
    repeats.map(({ at, again_at }) => seconds(at, again_at)),
    repeats.map(({ again_at }) => Number(again_at !== null)),
    [demand.contacts, demand.chase, demand.repeat, demand.complaint, demand.clarification],
    hand_offs.map(({ kinds }) => kinds[0]),
    hand_offs.map(({ from }) => from),
    hand_offs.map(({ to }) => to),
    hand_offs.map(({ at }) => at),
    hand_offs.map(({ identity }) => flag(identity)),
    hand_offs.map(({ context }) => flag(context)),
    hand_offs.map(({ asked_again }) => flag(asked_again)),
    hand_offs.map(({ waited }) => flag(waited)),
    run.seamless,
    run.statements,
    contradictions.map(({ about }) => about),
    contradictions.map(({ what }) => what),
    contradictions.map(({ first }) => first.value),
    contradictions.map(({ second }) => second.value),
    contradictions.map(({ first }) => first.said_at),
    contradictions.map(({ second }) => second.said_at),
    contradictions.map(({ first }) => first.channel),
    contradictions.map(({ second }) => second.channel),
    contradictions.map(({ first }) => first.owner),
    contradictions.map(({ second }) => second.owner),
    questions.map(({ question }) => question),
    questions.map(({ from_at, to_at }) => seconds(from_at, to_at)),
    questions.map(({ answered }) => Number(answered)),
    run.promised_wait === null
      ? [null, null]
      : [run.promised_wait.waited / 1000, run.promised_wait.covered / 1000],
  ]
}

const flag = (value: boolean | null) => (value === null ? null : Number(value))

function ballTuple(ball: RunBall | null): unknown[] {
  if (ball === null) return [null, null, null, null, null, null, '']
  const { active, company, customer, third_party, unknown } = ball
  const seconds = [active, company, customer, third_party, unknown].map((time) => time / 1000)
  return [...seconds, ball.until, ball.holder ?? '']
}

/** Without the wasted steps, which no run can show. */
function effortTuple(effort: Effort): unknown[] {
  return [
    effort.contacts,
    effort.forced_switches,
    effort.transfers,
    effort.repeats,
    effort.hold_minutes,
    effort.active_minutes,
    effort.documents,
    effort.chases,
    effort.minutes,
    effort.avoidable,
  ]
}

function askedTuple(asked: AskedTwice | null): (number | null)[] {
  return asked === null ? [null, null] : [asked.asked, asked.security_asked]
}
