// Short histories and storyboards for the tests of src/journeys.
import type { Interaction } from '../src/collect/contract.ts'
import type { When } from '../src/journeys/runs.ts'
import { parseStoryboard, type Storyboard } from '../src/journeys/storyboard.ts'

/** Moments of the tests, epoch ms: day 0 is a Monday, 5 May 2025, UTC. */
export const day = (days: number) => Date.UTC(2025, 4, 5) + days * 86_400_000
export const hour = (hours: number) => day(hours / 24)

let counter = 0

/** An interaction at a touchpoint on a day, bare of everything not given. */
export function happened(touchpoint: string, on: number, more: Partial<Interaction> = {}): Interaction {
  const id = `${++counter}`
  return {
    interaction_id: id,
    source: 'test',
    record_key: id,
    sequence: 0,
    started_at: day(on),
    ended_at: null,
    channel: '',
    touchpoint,
    direction: 'unknown',
    begun_by: 'unknown',
    ball_after: 'unknown',
    identifiers: [],
    subjects: [],
    information_given: [],
    information_asked: [],
    news: null,
    promises: [],
    statements: [],
    traits: {},
    groups: [],
    score: null,
    agent: '',
    team: '',
    cost: null,
    text: '',
    attributes: {},
    ...more,
  }
}

/** A storyboard that must be right. */
export function story(yaml: string): Storyboard {
  const { storyboard, problems } = parseStoryboard(yaml)
  if (storyboard === null) throw new Error(JSON.stringify(problems))
  return storyboard
}

/** A storyboard of a sequence of steps, without outcomes unless given. */
export function design(steps: string[], more: Partial<Storyboard> = {}): Storyboard {
  return {
    journey: 'test',
    version: 1,
    valid_from: null,
    title: 'test',
    lifecycle: null,
    correlate: { by: 'subject', subject: 'order', linked: [] },
    starts: [],
    silence: 2 * 86_400,
    calendar: null,
    zone: null,
    design: {
      kind: 'sequence',
      children: steps.map((step) => ({
        kind: 'step',
        step,
        stage: '',
        touchpoints: [step],
        channels: [],
        owner: '',
        within: null,
        tells: [],
        asks: [],
        says: '',
        feeling: '',
        moment_of_truth: false,
        silence: null,
        promise: null,
      })),
    },
    items: [],
    outcomes: [],
    objectives: [],
    ...more,
  }
}

/** A history of subject S1, complete until as_of. */
export function when(as_of: number): When {
  return { as_of, horizon: () => as_of, subject: 'S1' }
}

/** Every part of the storyboard language, without problems and warnings. */
export const goodStoryboard = `journey: order
version: 2
correlate: { subject: order }
starts: [Order placed]
silence: 3d
steps:
  - step: Order placed
    tells: [order number]
    promise: { what: delivery, due_in: 10d, fulfilled_by: [Delivered], voided_by: [Cancelled] }
  - choice:
      - step: Paid by card
      - { sequence: [{ step: Bill sent }, { step: Bill paid, within: 14d, channels: [bank] }] }
  - parallel: [{ step: Packed }, { step: Announced, touchpoints: [Mail sent, Text sent] }]
  - optional: [{ step: Delayed }]
  - repeat: { up_to: 3, steps: [{ step: Delivery tried }] }
  - { step: Delivered, moment_of_truth: true, silence: 5d, owner: Carrier, says: Here it is., feeling: delighted }
outcomes:
  cancelled: { kind: failure, touchpoints: [Cancelled], attributes: { order_status: [canceled, unavailable] } }
  delivered: { kind: success, touchpoints: [Delivered] }
  abandoned: { kind: abandoned, after: 60d }
objectives:
  - { name: Fast, share: 95%, outcome: delivered, within: 20d }
  - { name: Kept, share: 0.9, promise: delivery }
  - { name: Told, share: 99%, silence: 5d }
  - { name: Light, share: 90%, contacts: 7 }
`
