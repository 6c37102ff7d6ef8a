import { count, percent } from '../../console/fmt.ts'
import type { Held, TimeReport } from '../contract.ts'

type Holder = TimeReport['holders'][number]

/** Each part of a run’s time, in words for the bar and for a row. In the order of the bar, the unknown last. */
export const parties: Record<string, { short: string; words: string }> = {
  active: { short: 'taking part', words: 'Customers took part' },
  customer: { short: 'customer', words: 'Waiting for the customer' },
  company: { short: 'company', words: 'Waiting for the company' },
  third_party: { short: 'third party', words: 'Waiting for a third party' },
  unknown: { short: 'unknown', words: 'Unknown who had the ball' },
}
const order = Object.keys(parties)

export const partyOf = (holder: string) => parties[holder] ?? parties.unknown!

export interface BallPart extends Holder {
  share: number
}

/** The bar: who has some of the time. Together the whole of it. */
export function ballParts(holders: readonly Holder[]): BallPart[] {
  return holders
    .flatMap((each) =>
      each.share === null || each.days <= 0 ? [] : [{ ...each, share: each.share } satisfies BallPart],
    )
    .toSorted((a, b) => order.indexOf(a.holder) - order.indexOf(b.holder))
}

/** Whoever had some of the waiting on one edge, in the same order. */
export function heldParts(held: Held): { holder: string; share: number }[] {
  return order.flatMap((holder) => {
    const share = holder === 'active' ? 0 : held[holder as keyof Held]
    return share > 0 ? [{ holder, share }] : []
  })
}

export const totalDays = (holders: readonly Holder[]): number =>
  holders.reduce((sum, { days }) => sum + days, 0)

const most: Record<string, string> = {
  active: 'customers took part',
  customer: 'the customer had the ball',
  company: 'customers waited for the company',
  third_party: 'customers waited for a third party',
}

/** What took the most of the time, as one sentence. */
export function ballSentence(holders: readonly Holder[]): string {
  const [first] = ballParts(holders).toSorted((a, b) => b.share - a.share)
  if (!first) return 'Whose time it was is unknown.'
  const of = `${percent(first.share)} of ${count(totalDays(holders))} days`
  return most[first.holder] === undefined
    ? `Who had the ball is unknown for ${of}.`
    : `For ${of} ${most[first.holder]}.`
}
