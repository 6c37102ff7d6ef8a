import { describe, expect, it } from 'vitest'
import { runsAsked, selectionWords } from './run-list.ts'

describe('the list of runs', () => {
  it('asks for what the URL says and nothing of other screens', () =>
    expect(
      runsAsked('shop', 'order', {
        tab: 'runs',
        channel: 'web',
        break: 'wait|A|B|',
        sort: 'days',
        order: 'asc',
      }),
    ).toEqual({
      workspace: 'shop',
      journey: 'order',
      channel: 'web',
      break: 'wait|A|B|',
      sort: 'days',
      order: 'asc',
    }))
  it('falls back to the newest first when the URL names no known order', () =>
    expect(runsAsked('shop', 'order', { sort: 'evil' })).toMatchObject({ sort: 'started_at', order: 'desc' }))
  it('says why these runs', () => {
    expect(selectionWords({ break: 'silence|Sent|Told|region=North' })).toBe(
      'with the break “silence” at Sent → Told in region North',
    )
    expect(selectionWords({ deviation: 'wrong_order|A|B' })).toBe('where “A” was wrong order after “B”')
    expect(selectionWords({ edge: 'A|B' })).toBe('that went A → B')
    expect(selectionWords({})).toBe('')
  })
})
