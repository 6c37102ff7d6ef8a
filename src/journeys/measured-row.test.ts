import { expect, test } from 'vitest'
import { day, design, happened, when } from '../../tools/sample-runs.ts'
import { measuredColumns, measuredRow } from './measured-row.ts'
import { runsOf } from './runs.ts'

const rowOf = (...history: Parameters<typeof runsOf>[0][number][]) => {
  const [run] = runsOf(history, design([]), { ...when(day(30)), news_seen: true })
  const row = measuredRow(run!)
  expect(row).toHaveLength(measuredColumns.length)
  return Object.fromEntries(measuredColumns.map((column, place) => [column, row[place]]))
}

test('a row has every measure in its column, and what did not happen is watched until the judgement', () => {
  const row = rowOf(
    happened('Asked', 0, { channel: 'web', direction: 'inbound', information_given: ['address'] }),
    happened('Called', 5, { channel: 'phone', direction: 'inbound', information_asked: ['address', 'pin'] }),
  )
  expect(row).toMatchObject({
    'asked_again.item': ['address'],
    'asked_again.given_in': ['web'],
    asked: [1, 1],
    'channel_switches.from': ['web'],
    'hand_offs.kind': ['channel'],
    'hand_offs.from': ['web'],
    'hand_offs.to': ['phone'],
    'hand_offs.context': [null],
    'hand_offs.asked_again': [1],
    'repeats.seconds': [5 * 86_400, 25 * 86_400],
    'repeats.repeated': [1, 0],
    failure_demand: [2, 1, 0, 0, 0],
    'gaps.until_chase': [5 * 86_400],
    'gaps.chased': [1],
  })
})

test('what was not observed is null, not nothing', () => {
  const row = rowOf(happened('Asked', 0, { channel: '', direction: 'unknown', begun_by: 'unknown' }))
  expect(row).toMatchObject({ asked: [null, null], seamless: null, promised_wait: [null, null] })
  expect((row.effort as unknown[]).slice(0, 7)).toEqual([null, null, null, null, null, null, null])
})
