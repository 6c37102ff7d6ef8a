import { expect, test } from 'vitest'
import { untilNotAway } from './away-again.ts'

const shardAway = Object.assign(new Error('All connection tries failed'), { code: '279' })

/** Fails as told, one failure at each try, then is through. */
function work(failures: Error[]) {
  const told: unknown[] = []
  return {
    told,
    perform: async () => {
      const failure = failures.shift()
      if (failure) throw failure
      return 'through'
    },
    manner: { wanted: () => true, log: { error: (error: unknown) => void told.push(error) }, pause_ms: 1 },
  }
}

test('work is done anew as often as an engine was away in the midst of it, and each time is told', async () => {
  const { perform, manner, told } = work([shardAway, shardAway])
  expect(await untilNotAway(perform, manner)).toBe('through')
  expect(told).toEqual([shardAway, shardAway])
})

test('any other failure ends it, and so does that nobody wants it any more', async () => {
  const fault = new Error('a fault of its own')
  const { perform, manner } = work([shardAway, fault])
  await expect(untilNotAway(perform, manner)).rejects.toBe(fault)
  const unwanted = work([shardAway])
  await expect(untilNotAway(unwanted.perform, { ...unwanted.manner, wanted: () => false })).rejects.toBe(
    shardAway,
  )
})
