import { expect, test } from 'vitest'
import { createFollowPace, seldomInFlood, waitingInFlood } from './follow-pace.ts'

function paced() {
  let at = 0
  const pace = createFollowPace(() => at)
  /** A round of so many ms in which so many events came. */
  const round = (took: number, events: number) => {
    pace.began()
    pace.came(events)
    at += took
    return pace.rest()
  }
  return { pace, round, quiet: (ms: number) => (at += ms) }
}

test('what few sources send is followed at once', () => {
  const { round } = paced()
  expect(round(900, 450)).toBe(250)
  expect(round(100, 0)).toBe(250)
})

test('in a flood the followers rest as long as they worked, and three seconds at most', () => {
  const { round } = paced()
  expect(round(900, 9_000)).toBe(900)
  expect(round(40, 4_000)).toBe(250)
  expect(round(8_000, 80_000)).toBe(3_000)
})

test('when the flood is over they follow at once again', () => {
  const { round } = paced()
  round(900, 9_000)
  expect(round(900, 100)).toBe(250)
})

test('a flood that nobody follows any more has passed ten seconds later', () => {
  const { pace, round, quiet } = paced()
  round(900, 9_000)
  expect(pace.flooded()).toBe(true)
  quiet(10_000)
  expect(pace.flooded()).toBe(false)
})

test('names are learnt whenever asked, in a flood every ten seconds', async () => {
  let at = 0
  let flooded = false
  let learnt = 0
  const learn = seldomInFlood(
    { flooded: () => flooded },
    async () => {
      learnt++
    },
    () => at,
  )
  for (at = 0; at < 10_000; at += 2_000) await learn()
  expect(learnt).toBe(5)
  flooded = true
  for (; at <= 30_000; at += 2_000) await learn()
  expect(learnt).toBe(7)
})

test('figures are made ready when they are asked for, in a flood five minutes later, and when it has passed', async () => {
  let at = 0
  let flooded = false
  const made: [string, number][] = []
  const waiting = waitingInFlood(
    { flooded: () => flooded },
    async (workspace) => {
      made.push([workspace, at])
    },
    () => at,
  )
  waiting.ask('shop')
  await waiting.ended()
  flooded = true
  for (at = 1_000; at < 400_000; at += 1_000) {
    waiting.ask('shop')
    await waiting.ended()
  }
  waiting.ask('other')
  waiting.look()
  flooded = false
  waiting.look()
  waiting.look()
  await waiting.ended()
  expect(made).toEqual([
    ['shop', 0],
    ['shop', 301_000],
    ['shop', 400_000],
    ['other', 400_000],
  ])
})
