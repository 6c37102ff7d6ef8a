import type { InteractionShown } from '../../src/collect/contract.ts'
import type { RunTrace } from '../../src/journeys/contract.ts'
import { between, type Made, type Passage, passage, pick, random } from './passage.ts'
import { measuresOf } from './run-measures.ts'

/** An invented insurer's claims, until when it is known. */
export const horizon = Date.UTC(2026, 10, 20, 18)
const day = 86_400_000
export const iso = (at: number) => new Date(at).toISOString()

interface Claim {
  id: string
  customer: string | null
  region: string
  product: string
  start: number
  made: Made[]
  over: boolean
  passed: Passage
}

function newsOf({ news, due }: Made): InteractionShown['news'] {
  if (!news) return null
  return {
    received: 'documents',
    needed_from_you: 'nothing',
    next_by: due ? iso(due) : null,
    delivery: 'assumed',
  }
}

function shown(made: Made, index: number, claim: Claim): InteractionShown {
  const papers = ['photos', 'invoice']
  return {
    interaction_id: `${claim.id}-${index}`,
    source: made.channel === 'phone' ? 'telephone' : 'claims',
    record_key: `${claim.id}:${index}`,
    started_at: iso(made.at),
    ended_at: made.minutes ? iso(made.at + made.minutes * 60_000) : null,
    channel: made.channel,
    touchpoint: made.touchpoint,
    direction: made.direction,
    begun_by: made.begun_by,
    ball_after: made.ball_after,
    identifiers: claim.customer ? [{ kind: 'user_id', value: claim.customer }] : [],
    subjects: [{ type: 'claim', id: claim.id }],
    information_given: made.touchpoint === 'Documents sent' ? papers : [],
    information_asked: made.touchpoint === 'Documents asked' ? papers : [],
    news: newsOf(made),
    promises: made.due ? [{ what: 'decision', act: 'made', due: iso(made.due), at: iso(made.at) }] : [],
    score: null,
    agent: made.channel === 'phone' ? 'Ines' : '',
    team: made.channel === 'phone' ? 'Service' : 'Claims',
    cost: made.channel === 'phone' ? 6.4 : null,
    text: made.text,
    attributes: { region: claim.region, product: claim.product, form_version: '4' },
  }
}

const named = (made: Made) => made.step || made.touchpoint

function gapsOf({ made, over }: Claim): RunTrace['gaps'] {
  const news = [made[0]!, ...made.filter((one) => one.news)]
  const tolerance = 5 * 86_400
  return news.flatMap((from, at) => {
    const next = news[at + 1]
    const to = next ? next.at : over ? made.at(-1)!.at : horizon
    const seconds = (to - from.at) / 1000
    if (from.ball_after === 'customer' || seconds <= 0) return []
    const excess = Math.max(0, seconds - tolerance)
    return [
      {
        from_at: iso(from.at),
        to_at: iso(to),
        from: named(from),
        to: next ? named(next) : '',
        seconds,
        tolerance,
        excess,
        open: !next && !over,
      },
    ]
  })
}

function promisesOf({ made, over }: Claim): RunTrace['promises'] {
  const promise = made.find((one) => one.due)
  if (!promise?.due) return []
  const decided = made.find((one) => one.touchpoint === 'Decision told')
  const undecided = over ? 'void' : promise.due < horizon ? 'broken' : 'open'
  return [
    {
      what: 'decision',
      source: 'explicit',
      made_in: 'Receipt confirmed',
      made_at: iso(promise.at),
      due: iso(promise.due),
      due_last: iso(promise.due),
      state: decided ? (decided.at <= promise.due ? 'kept' : 'late') : undecided,
      fulfilled_at: decided ? iso(decided.at) : null,
      fulfilled_in: decided ? 'Decision told' : '',
    },
  ]
}

function deviationsOf({ made }: Claim): RunTrace['deviations'] {
  const found: RunTrace['deviations'] = []
  const add = (kind: string, step: string, after: string, words: string) =>
    found.push({ kind, step, after, words })
  if (made.some((one) => one.touchpoint === 'Chase call'))
    add('added', 'Chase call', 'Receipt confirmed', 'A chase call was added after “Receipt confirmed”.')
  if (made.some((one, at) => one.touchpoint === 'Documents asked' && at > 2))
    add('repeated', 'Documents asked', 'Survey done', '“Documents asked” was repeated after “Survey done”.')
  if (made.length > 3 && !made.some((one) => one.touchpoint === 'Receipt confirmed'))
    add('skipped', 'Receipt confirmed', 'Documents sent', '“Receipt confirmed” was skipped.')
  return found
}

function stepsOf({ id, made }: Claim): RunTrace['steps'] {
  return made.map((one, at) => {
    const before = made[at - 1]
    return {
      interaction_id: `${id}-${at}`,
      touchpoint: one.touchpoint,
      step: one.step ?? '',
      channel: one.channel,
      started_at: iso(one.at),
      ended_at: one.minutes ? iso(one.at + one.minutes * 60_000) : null,
      waiting: before ? (one.at - before.at) / 1000 - (before.minutes ?? 0) * 60 : 0,
      waited_for: before?.ball_after ?? 'unknown',
      is_news: one.news ?? at === 0,
    }
  })
}

function sentenceOf(claim: Claim, longest: number): string {
  const { made, id, customer, start, over, passed } = claim
  const chases = made.filter((one) => one.touchpoint === 'Chase call').length
  const who = customer ? `Customer ${customer}` : `Claim ${id}`
  const days = Math.round(((over ? made.at(-1)!.at : horizon) - start) / day)
  const called = chases ? `, called ${chases === 1 ? 'once' : `${chases} times`}` : ''
  const ending = over ? `${passed.outcome} after ${days} days` : `still open after ${days} days`
  const date = new Date(start).toUTCString().slice(5, 16)
  return `${who} reported a claim by ${made[0]!.channel} on ${date}, heard nothing for ${Math.round(longest / 86_400)} days${called}; ${ending}.`
}

function claimOf(index: number): Claim {
  const region = pick(['North', 'South', 'East', 'West'])
  const product = pick(['Home', 'Home', 'Motor'])
  const start = horizon - between(0.5, 210) * day
  const passed = passage(start, region)
  const made = passed.made.filter((one) => one.at <= horizon)
  const late = made.at(-1)!.at < horizon - 60 * day
  return {
    id: `K-${4200 + index}`,
    customer: random() < 0.9 ? `c${1000 + Math.floor(index * 0.93)}` : null,
    region,
    product,
    start,
    made,
    passed,
    over: made.length === passed.made.length && (passed.kind !== 'abandoned' || late),
  }
}

function traceOf(claim: Claim): RunTrace {
  const { id, made, over, passed, start, region, product, customer } = claim
  const gaps = gapsOf(claim)
  const longest = gaps.reduce((most, gap) => Math.max(most, gap.seconds), 0)
  const channels = [...new Set(made.map((one) => one.channel))]
  const deviations = deviationsOf(claim)
  const end = iso(made.at(-1)!.at)
  const score = Math.min(5, Math.max(1, Math.round(5 - longest / 86_400 / 5)))
  return {
    run_id: `claim-${id}`,
    journey: 'claim',
    version: 2,
    as_of: iso(horizon),
    subject_type: 'claim',
    subject: id,
    customer,
    started_at: iso(start),
    ended_at: over ? end : null,
    outcome: over ? passed.outcome : 'open',
    outcome_kind: over ? passed.kind : 'open',
    sentence: sentenceOf(claim, longest),
    steps: stepsOf(claim),
    designed_minimum: 7,
    contacts: made.filter((one) => one.direction !== 'internal').length,
    channels,
    switches: channels.length - 1,
    gaps,
    silence_unknown: false,
    promises: promisesOf(claim),
    scores:
      over && random() < 0.5 ? [{ question: 'satisfaction', value: score, at: end, touchpoint: 'Paid' }] : [],
    deviations,
    conformance: Math.max(0.4, 1 - deviations.length * 0.13),
    fitness: Math.max(0.3, 1 - deviations.length * 0.15),
    attributes: { region, product },
    interactions: made.map((one, at) => shown(one, at, claim)),
    measures: measuresOf(made),
  }
}

export const claims: RunTrace[] = Array.from({ length: 640 }, (_, index) => traceOf(claimOf(index))).sort(
  (a, b) => b.started_at.localeCompare(a.started_at),
)
