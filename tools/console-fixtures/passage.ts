import type { InteractionShown } from '../../src/collect/contract.ts'

const day = 86_400_000
const hour = 3_600_000

let state = 42
/** The next number of a fixed sequence, so that every screenshot shows the same company. */
export function random(): number {
  state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
  return state / 4_294_967_296
}
export const between = (low: number, high: number) => low + random() * (high - low)
export const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T

type Told = Pick<
  InteractionShown,
  'touchpoint' | 'channel' | 'direction' | 'begun_by' | 'ball_after' | 'text'
>
export type Made = Told & { at: number; minutes?: number; step?: string; news?: boolean; due?: number }

export interface Passage {
  made: Made[]
  outcome: string
  kind: string
}

const byCustomer = { direction: 'inbound', begun_by: 'customer', ball_after: 'company', text: '' }
const byCompany = {
  direction: 'outbound',
  begun_by: 'company',
  ball_after: 'company',
  text: '',
  news: true,
}

class Story {
  made: Made[] = []
  private at: number
  constructor(start: number) {
    this.at = start
  }
  add(wait: number, step: Omit<Made, 'at'>): number {
    this.at += wait
    this.made.push({ ...step, at: this.at })
    this.at += (step.minutes ?? 0) * 60_000
    return this.at
  }
}

function opening(story: Story) {
  const reported = { touchpoint: 'Claim reported', step: 'Claim reported', ...byCustomer }
  if (random() < 0.62)
    story.add(0, {
      ...reported,
      channel: 'web',
      text: 'Water came through the kitchen ceiling.',
      minutes: 14,
    })
  else story.add(0, { ...reported, channel: 'phone', minutes: between(6, 22) })
  const asked = { touchpoint: 'Documents asked', step: 'Documents asked', ...byCompany, channel: 'email' }
  story.add(between(0.5, 40) * hour, {
    ...asked,
    ball_after: 'customer',
    text: 'Please send photos and the invoice.',
  })
  const at = story.add(between(0.3, 8) * day, {
    touchpoint: 'Documents sent',
    step: 'Documents sent',
    ...byCustomer,
    channel: pick(['web', 'web', 'email', 'letter']),
  })
  if (random() >= 0.78) return
  const wait = between(0.05, 1) * day
  story.add(wait, {
    touchpoint: 'Receipt confirmed',
    step: 'Receipt confirmed',
    ...byCompany,
    channel: 'email',
    ball_after: 'third_party',
    text: 'We have your documents. A surveyor looks at them next.',
    due: at + wait + 10 * day,
  })
}

/** Customers who hear nothing ask. Gives the days of the wait that are left. */
function chasing(story: Story, wait: number): number {
  let waited = 0
  while (waited + 5 < wait && random() < 0.75) {
    waited += between(4, 6)
    story.add(between(4, 6) * day, {
      touchpoint: 'Chase call',
      ...byCustomer,
      channel: pick(['phone', 'phone', 'chat']),
      text: 'Customer asks where the claim stands.',
      minutes: between(4, 16),
      news: random() < 0.5,
    })
  }
  return Math.max(0.5, wait - waited)
}

function askedAgain(story: Story) {
  story.add(between(1, 4) * day, {
    touchpoint: 'Documents asked',
    ...byCompany,
    channel: 'letter',
    ball_after: 'customer',
    text: 'The invoice is missing.',
  })
  story.add(between(2, 9) * day, { touchpoint: 'Documents sent', ...byCustomer, channel: 'letter' })
}

/** One claim from report to payment, with the faults of this company: slow surveys in the North, documents asked twice. */
export function passage(start: number, region: string): Passage {
  const story = new Story(start)
  const slow = region === 'North'
  opening(story)
  const left = chasing(story, slow ? between(6, 24) : between(1.5, 9))
  if (random() < 0.06) return { made: story.made, outcome: 'withdrawn', kind: 'abandoned' }
  const survey = { direction: 'internal', begun_by: 'third_party', ball_after: 'company', text: '' }
  story.add(left * day, {
    touchpoint: 'Survey done',
    step: 'Survey done',
    channel: 'visit',
    ...survey,
    minutes: 45,
  })
  if (random() < (slow ? 0.32 : 0.08)) askedAgain(story)
  story.add(between(0.4, 5) * day, {
    touchpoint: 'Decision told',
    step: 'Decision told',
    ...byCompany,
    channel: pick(['letter', 'email', 'email']),
  })
  if (random() < 0.14) return { made: story.made, outcome: 'refused', kind: 'failure' }
  const paid = { touchpoint: 'Paid', step: 'Paid', ...byCompany, channel: 'bank', ball_after: 'customer' }
  story.add(between(1, 6) * day, paid)
  return { made: story.made, outcome: 'paid', kind: 'success' }
}
