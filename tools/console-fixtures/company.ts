import type { InteractionShown } from '../../src/collect/contract.ts'
import type { RunTrace } from '../../src/journeys/contract.ts'

/** An invented insurer's claims, drawn with a fixed seed so that every screenshot shows the same company. */
export const horizon = Date.UTC(2026, 10, 20, 18)
const day = 86_400_000
const hour = 3_600_000

let state = 42
function random(): number {
  state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
  return state / 4_294_967_296
}
const between = (low: number, high: number) => low + random() * (high - low)
const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T

type Made = Pick<
  InteractionShown,
  'touchpoint' | 'channel' | 'direction' | 'begun_by' | 'ball_after' | 'text'
> & {
  at: number
  minutes?: number
  step?: string
  news?: boolean
  due?: number
}

const iso = (at: number) => new Date(at).toISOString()
export const iso0 = iso

export interface Claim {
  trace: RunTrace
  region: string
}

function passage(start: number, region: string): { made: Made[]; outcome: string; kind: string } {
  const made: Made[] = []
  let at = start
  const add = (wait: number, step: Omit<Made, 'at'>) => {
    at += wait
    made.push({ ...step, at })
    at += (step.minutes ?? 0) * 60_000
  }
  const slow = region === 'North'
  add(
    0,
    random() < 0.62
      ? {
          touchpoint: 'Claim reported',
          step: 'Claim reported',
          channel: 'web',
          direction: 'inbound',
          begun_by: 'customer',
          ball_after: 'company',
          text: 'Water came through the kitchen ceiling.',
          minutes: 14,
        }
      : {
          touchpoint: 'Claim reported',
          step: 'Claim reported',
          channel: 'phone',
          direction: 'inbound',
          begun_by: 'customer',
          ball_after: 'company',
          text: '',
          minutes: between(6, 22),
        },
  )
  add(between(0.5, 40) * hour, {
    touchpoint: 'Documents asked',
    step: 'Documents asked',
    channel: 'email',
    direction: 'outbound',
    begun_by: 'company',
    ball_after: 'customer',
    text: 'Please send photos and the invoice.',
    news: true,
  })
  add(between(0.3, 8) * day, {
    touchpoint: 'Documents sent',
    step: 'Documents sent',
    channel: pick(['web', 'web', 'email', 'letter']),
    direction: 'inbound',
    begun_by: 'customer',
    ball_after: 'company',
    text: '',
  })
  if (random() < 0.78) {
    const told = at + between(0.05, 1) * day
    add(told - at, {
      touchpoint: 'Receipt confirmed',
      step: 'Receipt confirmed',
      channel: 'email',
      direction: 'outbound',
      begun_by: 'company',
      ball_after: 'third_party',
      text: 'We have your documents. A surveyor looks at them next.',
      news: true,
      due: told + 10 * day,
    })
  }
  const wait = slow ? between(6, 24) : between(1.5, 9)
  let waited = 0
  while (waited + 5 < wait && random() < 0.75) {
    waited += between(4, 6)
    const chase = {
      channel: pick(['phone', 'phone', 'chat']),
      direction: 'inbound',
      begun_by: 'customer',
      ball_after: 'company',
      text: 'Customer asks where the claim stands.',
    }
    add(between(4, 6) * day, {
      touchpoint: 'Chase call',
      ...chase,
      minutes: between(4, 16),
      news: random() < 0.5,
    })
  }
  if (random() < 0.06) {
    return { made, outcome: 'withdrawn', kind: 'abandoned' }
  }
  add(Math.max(0.5, wait - waited) * day, {
    touchpoint: 'Survey done',
    step: 'Survey done',
    channel: 'visit',
    direction: 'internal',
    begun_by: 'third_party',
    ball_after: 'company',
    text: '',
    minutes: 45,
  })
  if (random() < (slow ? 0.32 : 0.08)) {
    add(between(1, 4) * day, {
      touchpoint: 'Documents asked',
      step: '',
      channel: 'letter',
      direction: 'outbound',
      begun_by: 'company',
      ball_after: 'customer',
      text: 'The invoice is missing.',
      news: true,
    })
    add(between(2, 9) * day, {
      touchpoint: 'Documents sent',
      step: '',
      channel: 'letter',
      direction: 'inbound',
      begun_by: 'customer',
      ball_after: 'company',
      text: '',
    })
  }
  add(between(0.4, 5) * day, {
    touchpoint: 'Decision told',
    step: 'Decision told',
    channel: pick(['letter', 'email', 'email']),
    direction: 'outbound',
    begun_by: 'company',
    ball_after: 'company',
    text: '',
    news: true,
  })
  if (random() < 0.14) return { made, outcome: 'refused', kind: 'failure' }
  add(between(1, 6) * day, {
    touchpoint: 'Paid',
    step: 'Paid',
    channel: 'bank',
    direction: 'outbound',
    begun_by: 'company',
    ball_after: 'customer',
    text: '',
    news: true,
  })
  return { made, outcome: 'paid', kind: 'success' }
}

function shown(
  made: Made,
  index: number,
  id: string,
  customer: string,
  region: string,
  product: string,
): InteractionShown {
  return {
    interaction_id: `${id}-${index}`,
    source: made.channel === 'phone' ? 'telephone' : 'claims',
    record_key: `${id}:${index}`,
    started_at: iso(made.at),
    ended_at: made.minutes ? iso(made.at + made.minutes * 60_000) : null,
    channel: made.channel,
    touchpoint: made.touchpoint,
    direction: made.direction,
    begun_by: made.begun_by,
    ball_after: made.ball_after,
    identifiers: [{ kind: 'user_id', value: customer }],
    subjects: [{ type: 'claim', id }],
    information_given: made.touchpoint === 'Documents sent' ? ['photos', 'invoice'] : [],
    information_asked: made.touchpoint === 'Documents asked' ? ['photos', 'invoice'] : [],
    news: made.news
      ? {
          received: 'documents',
          needed_from_you: 'nothing',
          next_by: made.due ? iso(made.due) : null,
          delivery: 'assumed',
        }
      : null,
    promises: made.due ? [{ what: 'decision', act: 'made', due: iso(made.due), at: iso(made.at) }] : [],
    score: null,
    agent: made.channel === 'phone' ? 'Ines' : '',
    team: made.channel === 'phone' ? 'Service' : 'Claims',
    cost: made.channel === 'phone' ? 6.4 : null,
    text: made.text,
    attributes: { region, product, form_version: '4' },
  }
}

function holder(before: Made | undefined): string {
  return before ? before.ball_after : 'company'
}

function traceOf(index: number): Claim {
  const region = pick(['North', 'South', 'East', 'West'])
  const product = pick(['Home', 'Home', 'Motor'])
  const start = horizon - between(0.5, 210) * day
  const passed = passage(start, region)
  const made = passed.made.filter((one) => one.at <= horizon)
  const over =
    made.length === passed.made.length &&
    (passed.kind !== 'abandoned' || made.at(-1)!.at < horizon - 60 * day)
  const last = made.at(-1)!
  const id = `K-${4200 + index}`
  const customer = random() < 0.9 ? `c${1000 + Math.floor(index * 0.93)}` : null
  const interactions = made.map((one, at) =>
    shown(one, at, id, customer ?? `anonymous-${index}`, region, product),
  )
  const news = [made[0]!, ...made.filter((one) => one.news)]
  const until = over ? last.at : horizon
  const gaps = news.flatMap((from, at) => {
    const next = news[at + 1]
    const to = next ? next.at : until
    const seconds = (to - from.at) / 1000
    if (from.ball_after === 'customer' || seconds <= 0) return []
    const tolerance = 5 * 86_400
    return [
      {
        from_at: iso(from.at),
        to_at: iso(to),
        from: from.step || from.touchpoint,
        to: next ? next.step || next.touchpoint : '',
        seconds,
        tolerance,
        excess: Math.max(0, seconds - tolerance),
        open: !next && !over,
      },
    ]
  })
  const promise = made.find((one) => one.due)
  const decided = made.find((one) => one.touchpoint === 'Decision told')
  const promises = promise?.due
    ? [
        {
          what: 'decision',
          source: 'explicit',
          made_in: 'Receipt confirmed',
          made_at: iso(promise.at),
          due: iso(promise.due),
          due_last: iso(promise.due),
          state: decided
            ? decided.at <= promise.due
              ? 'kept'
              : 'late'
            : over
              ? 'void'
              : promise.due < horizon
                ? 'broken'
                : 'open',
          fulfilled_at: decided ? iso(decided.at) : null,
          fulfilled_in: decided ? 'Decision told' : '',
        },
      ]
    : []
  const deviations = [
    ...made
      .filter((one) => one.touchpoint === 'Chase call')
      .slice(0, 1)
      .map(() => ({
        kind: 'added',
        step: 'Chase call',
        after: 'Receipt confirmed',
        words: 'A chase call was added after “Receipt confirmed”.',
      })),
    ...made
      .filter((one, at) => one.touchpoint === 'Documents asked' && at > 2)
      .map(() => ({
        kind: 'repeated',
        step: 'Documents asked',
        after: 'Survey done',
        words: '“Documents asked” was repeated after “Survey done”.',
      })),
    ...(made.length > 3 && !made.some((one) => one.touchpoint === 'Receipt confirmed')
      ? [
          {
            kind: 'skipped',
            step: 'Receipt confirmed',
            after: 'Documents sent',
            words: '“Receipt confirmed” was skipped after “Documents sent”.',
          },
        ]
      : []),
  ]
  const days = Math.round((until - start) / day)
  const chases = made.filter((one) => one.touchpoint === 'Chase call').length
  const longest = gaps.reduce((most, gap) => Math.max(most, gap.seconds), 0)
  const channels = [...new Set(made.map((one) => one.channel))]
  const sentence = `${customer ? `Customer ${customer}` : `Claim ${id}`} reported a claim by ${made[0]!.channel} on ${new Date(start).toUTCString().slice(5, 16)}, heard nothing for ${Math.round(longest / 86_400)} days${chases ? `, called ${chases === 1 ? 'once' : `${chases} times`}` : ''}${decided ? `, was told the decision ${promises[0]?.state === 'late' ? 'later than promised' : 'in time'}` : ''}; ${over ? `${passed.outcome} after ${days} days` : `still open after ${days} days`}.`
  return {
    region,
    trace: {
      run_id: `claim-${id}`,
      journey: 'claim',
      version: 2,
      as_of: iso(horizon),
      subject_type: 'claim',
      subject: id,
      customer,
      started_at: iso(start),
      ended_at: over ? iso(last.at) : null,
      outcome: over ? passed.outcome : 'open',
      outcome_kind: over ? passed.kind : 'open',
      sentence,
      steps: made.map((one, at) => ({
        interaction_id: `${id}-${at}`,
        touchpoint: one.touchpoint,
        step: one.step ?? '',
        channel: one.channel,
        started_at: iso(one.at),
        ended_at: one.minutes ? iso(one.at + one.minutes * 60_000) : null,
        waiting: at === 0 ? 0 : (one.at - made[at - 1]!.at) / 1000 - (made[at - 1]!.minutes ?? 0) * 60,
        waited_for: holder(made[at - 1]),
        is_news: one.news ?? at === 0,
      })),
      designed_minimum: 7,
      contacts: made.filter((one) => one.direction !== 'internal').length,
      channels,
      switches: channels.length - 1,
      gaps,
      silence_unknown: false,
      promises,
      scores:
        over && random() < 0.5
          ? [
              {
                question: 'satisfaction',
                value: Math.min(5, Math.max(1, Math.round(5 - longest / 86_400 / 5))),
                at: iso(until),
                touchpoint: 'Paid',
              },
            ]
          : [],
      deviations,
      conformance: Math.max(0.4, 1 - deviations.length * 0.13),
      fitness: Math.max(0.3, 1 - deviations.length * 0.15),
      attributes: { region, product },
      interactions,
    },
  }
}

export const claims: Claim[] = Array.from({ length: 640 }, (_, index) => traceOf(index)).sort((a, b) =>
  b.trace.started_at.localeCompare(a.trace.started_at),
)
