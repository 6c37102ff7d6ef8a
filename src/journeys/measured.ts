import { type AskedTwice, askedTwice, askRulesOf } from './asked-twice.ts'
import { ballSpans, type RunBall, runBall } from './ball.ts'
import { promisedWait } from './calibration.ts'
import { type ChannelSwitch, channelSwitches } from './channel-switch.ts'
import { type Chasing, chasesOf } from './chase.ts'
import { contactsOf } from './contact.ts'
import { type Consistency, contradictionsOf } from './contradictions.ts'
import { customerZone } from './due-time.ts'
import { type Effort, effortOf } from './effort.ts'
import type { Outcome } from './outcome.ts'
import type { Pledge } from './promises.ts'
import { type FailureDemand, failureDemand, type RepeatTime, repeatTimes } from './repeat-contact.ts'
import type { Gap } from './run.ts'
import { type Seamless, seamlessOf } from './seamless.ts'
import { type Passage, receivedAt } from './silence.ts'
import { statementEvents } from './statements.ts'
import { type QuestionClock, threeQuestions } from './three-questions.ts'

/** The measures of methods A.1–A.6, A.9, A.16 and A.17 over one run. Null = not observable in it. */
export interface Measured extends Seamless, Consistency {
  /** Null where the outcome has no time. */
  ball: RunBall | null
  effort: Effort
  channel_switches: ChannelSwitch[]
  asked_twice: AskedTwice | null
  /** Null where silence is unknown. */
  chasing: Chasing | null
  repeats: RepeatTime[]
  failure_demand: FailureDemand
  questions: QuestionClock[] | null
  /** Milliseconds of waiting for the company that are over, and of them under a live promise; null where there are none. */
  promised_wait: { waited: number; covered: number } | null
}

/** What has been found out about a run already. */
export interface Found {
  outcome: Outcome
  /** Null where silence is unknown. */
  gaps: Gap[] | null
  pledges: Pledge[]
  as_of: number
  judged_until: number
}

/** Runs of a customer are of one person, whatever the identifiers; those of a group are not. */
function isOneCustomer({ storyboard: { correlate } }: Passage['plan']): boolean {
  return correlate.by === 'customer' && correlate.group === null
}

/** All measures of one run. Pure. */
export function measuresOf(passage: Passage, found: Found): Measured {
  const { interactions, taken, assigned, plan } = passage
  const { outcome, gaps, pledges, as_of, judged_until } = found
  const { steps, storyboard } = plan
  const step = (position: number) => steps.get(assigned[position]!)
  const over = outcome.kind !== 'open'
  const received = interactions.map((interaction, position) => receivedAt(interaction, taken.ends[position]!))
  const contacts = contactsOf(interactions, taken.ends, assigned, isOneCustomer(plan))
  const ball =
    over && outcome.ended_at === null
      ? null
      : runBall(interactions, taken.ends, outcome.ended_at, judged_until)
  const spans = ball === null ? [] : ballSpans(interactions, taken.ends, ball.until)
  const asked = askedTwice(interactions, step, askRulesOf(storyboard.items))
  const left_at = outcome.kind === 'failure' ? outcome.ended_at : null
  const switches = channelSwitches(contacts, { interactions, assigned, steps, left_at }, outcome.ended_at)
  const ended_at = over ? (outcome.ended_at ?? interactions.at(-1)!.started_at) : null
  const resolved_at = ended_at ?? Number.POSITIVE_INFINITY
  const chasing = gaps === null ? null : chasesOf(contacts, gaps, { interactions, received, resolved_at })
  const chases = new Set(chasing?.chases.map(({ interaction_id }) => interaction_id))
  const asking = { interactions, received, contacts, chases, ended_at, judged_until }
  return {
    ball,
    effort: effortOf(interactions, {
      contacts,
      switches,
      asked,
      chases: chasing?.chases.length ?? null,
      active: ball?.active ?? null,
    }),
    channel_switches: switches,
    asked_twice: asked,
    chasing,
    repeats: repeatTimes(contacts, interactions),
    failure_demand: failureDemand(contacts, interactions, chases),
    ...seamlessOf(interactions, taken.ends, asked, gaps),
    ...contradictionsOf(
      statementEvents(
        interactions,
        {
          owner: (position) => step(position)?.owner ?? '',
          step: (position) => assigned[position]!,
        },
        as_of,
      ),
      customerZone(storyboard, interactions),
    ),
    questions: gaps === null ? null : threeQuestions(asking),
    promised_wait: promisedWait(spans, pledges),
  }
}
