/** Random histories and storyboards in whole hours, with everything that a run is judged by. */
import type { Interaction } from '../../src/collect/contract.ts'
import type { Span } from '../../src/journeys/business-time.ts'
import type { DesignedStep, DesignNode, Storyboard } from '../../src/journeys/storyboard.ts'
import { design, happened, hour } from '../sample-runs.ts'
import type { Entry } from './life.ts'

export interface RandomLife {
  history: Entry[]
  versions: Storyboard[]
  as_of: number
  horizons: Map<string, number>
  /** Undefined = as this history alone tells. */
  news_seen: boolean | undefined
}

type Random = () => number

/** Draws from a seeded random number. */
class Draw {
  readonly random: Random
  constructor(random: Random) {
    this.random = random
  }
  /** 0 to `most`. */
  upTo = (most: number) => Math.floor(this.random() * (most + 1))
  of = <Value>(...values: Value[]): Value => values[this.upTo(values.length - 1)]!
  odds = (share: number) => this.random() < share
  maybe = <Value>(share: number, value: () => Value): Value | null => (this.odds(share) ? value() : null)
  some = <Value>(share: number, ...values: Value[]): Value[] => values.filter(() => this.odds(share))
}

const touchpoints = [
  'Asked',
  'Checked',
  'Called',
  'Written',
  'Told',
  'Done',
  'Cancelled',
  'Complained',
] as const
const items = ['address', 'passport', 'Pin', 'one_code'] as const

export function randomLife(random: Random): RandomLife {
  const draw = new Draw(random)
  const longest = draw.of(40, 40, 160)
  const history = Array.from({ length: 1 + draw.upTo(9) }, (_, place) => interaction(draw, place, longest))
  if (draw.odds(0.2)) history.push(history[0]!)
  const horizon = () => (draw.odds(0.7) ? Number.POSITIVE_INFINITY : hour(draw.upTo(longest + 30)))
  const named = draw.odds(0.4)
  const customer = (): Storyboard['correlate'] => ({
    by: 'customer',
    window: draw.of(8 * 3600, 20 * 3600, 365 * 86_400),
    issue: named ? 'about' : null,
    group: null,
  })
  const ofSubject = draw.odds(0.7)
  return {
    history: history.sort(() => draw.random() - 0.5),
    versions: Array.from({ length: 1 + draw.upTo(2) }, (_, nth) =>
      storyboard(
        draw,
        nth + 1,
        longest,
        ofSubject ? { by: 'subject', subject: 'order', linked: [] } : customer(),
      ),
    ),
    as_of: hour(draw.upTo(longest + 30)),
    horizons: new Map([
      ['desk', horizon()],
      ['shop', horizon()],
    ]),
    news_seen: draw.of(true, true, undefined, false),
  }
}

function interaction(draw: Draw, place: number, longest: number): Entry {
  const at = draw.upTo(longest)
  const said = draw.of('yes', 'store', 'no')
  return {
    ...happened(draw.of(...touchpoints), at / 24, {
      interaction_id: `i${place}`,
      source: draw.of('desk', 'desk', 'shop'),
      record_key: `r${draw.odds(0.8) ? place : Math.max(0, place - 1)}`,
      sequence: place,
      channel: draw.of('phone', 'chat', 'mail', 'web', '', 'unknown'),
      ended_at: draw.maybe(0.5, () => hour(at + draw.upTo(5) - draw.upTo(1))),
      direction: draw.of('inbound', 'inbound', 'outbound', 'outbound', 'internal', 'unknown'),
      begun_by: draw.of('unknown', 'unknown', 'customer', 'company'),
      ball_after: draw.of('customer', 'company', 'third_party', 'unknown', 'unknown', 'unknown'),
      information_given: draw.some(0.15, ...items),
      information_asked: draw.some(0.12, ...items),
      news: draw.maybe(0.4, () => ({
        received: draw.of('order', null),
        needed_from_you: draw.of('nothing', 'passport', null),
        next_by: draw.maybe(0.4, () => hour(at + draw.upTo(20) - 3)),
        delivery: draw.of('assumed', 'viewed', 'assumed', 'failed'),
      })),
      promises: draw.odds(0.35) ? Array.from({ length: 1 + draw.upTo(1) }, () => promise(draw, at)) : [],
      statements: draw.odds(0.3) ? [statement(draw)] : [],
      score: draw.maybe(0.1, () => ({
        question: 'nps',
        value: 7,
        scale_min: 0,
        scale_max: 10,
        direction: 'higher_is_better' as const,
      })),
      agent: draw.of('', '', 'Ana', 'Ben'),
      team: draw.of('', '', 'Desk', 'Depot'),
      attributes: {
        ...(draw.odds(0.1) && { hand_off: said }),
        ...(draw.odds(0.1) && { outcome: draw.of('failed', 'Not possible', 'done') }),
        ...(draw.odds(0.1) && { reason: draw.of('a complaint', 'to clarify', 'else') }),
        ...(draw.odds(0.1) && { hold_minutes: draw.of('3', '8', '-1', 'long') }),
        ...(draw.odds(0.1) && { history_opened: draw.of('yes', 'no') }),
        ...(draw.odds(0.1) && { state: draw.of('lost', 'fine') }),
        ...(draw.odds(0.1) && { known: draw.of('yes', 'no') }),
        ...(draw.odds(0.6) && { about: draw.of('bill', 'bill', 'router', '') }),
        ...(draw.odds(0.15) && { zone: draw.of('Asia/Tokyo', 'Europe/Lisbon', 'nowhere') }),
      },
    }),
    identifier_id: draw.of('0', '1', '2'),
  }
}

function promise(draw: Draw, at: number): Interaction['promises'][number] {
  const act = draw.of('made', 'made', 'made', 'replaced', 'fulfilled', 'voided')
  const told = act === 'made' || act === 'replaced'
  const by = () => (told ? draw.some(0.1, 'Done', 'Told', 'Called') : [])
  return {
    what: draw.of('delivery', 'delivery', 'call'),
    act,
    due: told ? draw.maybe(0.9, () => hour(draw.upTo(40) + (draw.odds(0.3) ? at : 0))) : null,
    at: draw.maybe(0.9, () => hour(Math.max(0, at + draw.of(0, 0, 0, -4, 5)))),
    fulfilled_by: by(),
    replaced_by: by(),
    voided_by: by(),
  }
}

function statement(draw: Draw): Interaction['statements'][number] {
  const what = draw.of('price', 'state', 'document_needed')
  const value =
    what === 'document_needed' ? draw.of('nothing', 'Passport', 'address') : draw.of('a', 'B', 'c')
  return { about: draw.of('', 'order'), what, value, changes: draw.odds(0.15) }
}

function storyboard(
  draw: Draw,
  version: number,
  longest: number,
  correlate: Storyboard['correlate'],
): Storyboard {
  const hours = draw.of([0, 24], [9, 17], [8, 12]) as [number, number]
  const gone = { outcome: 'gone', kind: 'failure' as const, touchpoints: ['Cancelled'], after: null }
  const lost = draw.of<Record<string, string[]>>({}, { state: ['lost'] }, { state: ['lost'], known: ['yes'] })
  return design([], {
    version,
    valid_from: draw.odds(version === 1 ? 0.7 : 0.2) ? null : hour(draw.upTo(longest)),
    correlate,
    starts: draw.odds(0.4) ? draw.of(['Asked'], ['Asked', 'Called']) : [],
    silence: draw.of(6, 6, 12) * 3600,
    calendar: {
      zone: 'Europe/Berlin',
      days: draw.of(['mon', 'tue', 'wed', 'thu', 'fri'], ['tue', 'sat']),
      opens: hours[0] * 60,
      closes: hours[1] * 60,
      holidays: draw.of([], ['2025-05-06']),
    },
    zone: draw.of<Storyboard['zone']>(
      null,
      { attribute: null, otherwise: 'Europe/Lisbon' },
      { attribute: 'zone', otherwise: 'Europe/Berlin' },
    ),
    design: { kind: 'sequence', children: blocks(draw) },
    items: draw.of<Storyboard['items']>(
      [],
      [
        { item: 'address', security: false, expires: draw.of(null, 5 * 3600) },
        { item: 'PIN', security: true, expires: null },
      ],
    ),
    outcomes: draw.some<Storyboard['outcomes'][number]>(
      0.6,
      { ...gone, attributes: lost },
      { outcome: 'done', kind: 'success', touchpoints: ['Done'], attributes: {}, after: null },
      {
        outcome: 'given up',
        kind: 'abandoned',
        touchpoints: [],
        attributes: {},
        after: draw.of(15, 30) * 3600,
      },
    ),
  })
}

/** One step, then two blocks of two or three, then the last: loops and parallels with few enough paths to write out. */
function blocks(draw: Draw): DesignNode[] {
  const step = (name: string, ...more: string[]) => stepOf(draw, name, [name, ...more])
  const block = (...children: DesignNode[]): DesignNode => {
    const kind = draw.of('sequence', 'choice', 'parallel', 'optional', 'repeat')
    return kind === 'repeat' ? { kind, children, up_to: 2 } : { kind, children }
  }
  const middle = draw.of<DesignNode[]>(
    [block(step('Checked', 'Written'), step('Called'))],
    [block(block(step('Checked'), step('Called', 'Written')), step('Asked again', 'Asked'))],
    [block(step('Checked')), block(step('Called'), step('Written'))],
  )
  return [step('Asked'), ...middle, step('Told'), step('Done')]
}

function stepOf(draw: Draw, step: string, touchpoints: string[]): DesignedStep {
  const span = (): Span =>
    draw.of<Span>(
      draw.of(3, 10) * 3600,
      { unit: 'business_hours', count: 1 + draw.upTo(12) },
      { unit: 'business_days', count: 1 + draw.upTo(2) },
    )
  const { children } = design([step]).design as { children: DesignNode[] }
  const due = draw.of(null, null, 'end_of_day' as const)
  return {
    ...(children[0] as DesignedStep),
    touchpoints,
    channels: draw.odds(0.7) ? [] : draw.of(['phone'], ['web', 'mail'], ['mail']),
    owner: draw.of('', 'Sales'),
    within: draw.maybe(0.4, span),
    tells: draw.odds(0.2) ? ['address'] : [],
    asks: draw.some(0.15, 'address', 'pin'),
    silence: draw.maybe(0.2, () => draw.of(2, 9) * 3600),
    promise: draw.maybe(0.15, () => ({
      what: draw.of('delivery', 'answer'),
      due_in: due === null || draw.odds(0.5) ? span() : null,
      due,
      fulfilled_by: draw.of([], ['Done'], ['Told']),
      voided_by: draw.of([], ['Cancelled']),
    })),
  }
}
