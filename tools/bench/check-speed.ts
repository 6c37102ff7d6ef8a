import { BusinessTime } from '../../src/journeys/business-time.ts'
import { parseStoryboard } from '../../src/journeys/storyboard.ts'
import { atMost, type Told } from './figure.ts'

/** As wide a design as may be, with promises and bounds to be held against each other. */
function checked(): Told {
  const branch = (first: number) =>
    Array.from(
      { length: 166 },
      (_, nth) =>
        `{ step: S${first + nth}, within: 1d, promise: { what: p${first + nth}, due_in: 1h, fulfilled_by: [Done] } }`,
    ).join(', ')
  const yaml = `journey: wide
version: 1
correlate: { subject: case }
steps:
  - choice: [${branch(0)}]
  - optional: [{ choice: [${branch(200)}] }]
  - choice: [${branch(400)}]
  - { step: Done, within: 1d }
outcomes: { done: { kind: success, touchpoints: [Done] } }
`
  const began = performance.now()
  const { problems, warnings } = parseStoryboard(yaml)
  if (problems.length > 0) throw new Error(`the wide storyboard is refused: ${problems[0]!.message}`)
  const seconds = (performance.now() - began) / 1000
  return atMost('storyboard check of 499 steps', seconds, 's', 2, `${warnings.length} warnings`)
}

function spans(): Told {
  const days = ['mon', 'tue', 'wed', 'thu', 'fri'] as const
  const calendar = {
    zone: 'Europe/Berlin',
    days: [...days],
    opens: 540,
    closes: 1020,
    holidays: ['2026-12-25'],
  }
  const time = new BusinessTime(calendar)
  const began = performance.now()
  for (let nth = 0; nth < 100_000; nth++)
    time.after(
      Date.UTC(2020, 0, 1) + nth * 3_155_760,
      nth % 2 === 0 ? { unit: 'business_days', count: 2 } : { unit: 'business_hours', count: 6 },
    )
  return atMost('100,000 business spans over ten years', (performance.now() - began) / 1000, 's', 1)
}

/** What a design costs before any run is held against it. */
export const designSpeed = (): Told[] => [checked(), spans()]
