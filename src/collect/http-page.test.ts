import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readSegmentEvent } from './segment-event.ts'
import { segmentMapping } from './segment-mapping.ts'
import { segmentLimits } from './segment-record.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/http.md'), 'utf8')

describe('the page about HTTP', () => {
  it('shows an event that becomes an interaction as it stands', () => {
    const [, event] = /-d '([\s\S]*?)'/.exec(page)!
    const arrival = { received_at: Date.UTC(2026, 2, 2), type: 'track' as const }
    const result = readSegmentEvent(JSON.parse(event!), arrival, segmentMapping('shop'))
    expect(result).toMatchObject({
      message_id: 'm-1',
      interactions: [
        {
          touchpoint: 'Order placed',
          channel: 'web',
          started_at: Date.UTC(2026, 2, 1, 9, 30),
          subjects: [{ type: 'order', id: '4711' }],
          identifiers: [{ kind: 'user_id', value: 'C-17' }],
        },
      ],
    })
  })

  it('tells the limits that hold', () => {
    for (const limit of [
      segmentLimits.batch,
      segmentLimits.events,
      segmentLimits.event,
      segmentLimits.message_id,
    ])
      expect(page).toContain(limit.toLocaleString('en'))
  })
})
