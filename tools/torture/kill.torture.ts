import { describe, expect, it } from 'vitest'
import { importThroughKills, sendThroughKills } from './kill.ts'

describe('a server killed two hundred times under load, in ten lives of twenty', () => {
  for (const seed of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    it(`has every acknowledged message exactly once (seed ${seed})`, async () => {
      const sent = await sendThroughKills(20, seed, 8)
      const { acknowledged, stored, lost, doubled } = sent
      console.log(
        `killed 20 times: ${acknowledged} acknowledged, ${stored} stored, ${lost.length} lost, ${doubled.length} doubled`,
      )
      // Ten a kill: the rest is the machine's pace, and no fault of the server.
      expect(acknowledged).toBeGreaterThan(200)
      expect(sent).toMatchObject({ lost: [], doubled: [], interactions: stored, steps: stored })
    })
})

describe('an import whose server is killed', () => {
  for (const seed of [1, 2]) {
    it(`ends where an undisturbed one does (seed ${seed})`, async () => {
      const { state, kills, interrupted, undisturbed } = await importThroughKills(20, seed, 200_000)
      console.log(`killed ${kills} times before the import was done`)
      expect(kills).toBeGreaterThan(3)
      expect(state).toMatchObject({ state: 'done', error: null, read: 200_000, quarantined: 0 })
      expect(state.unchanged).toBeGreaterThan(0)
      expect(undisturbed.interactions.n).toBe('400000')
      expect(interrupted).toEqual(undisturbed)
    })
  }

  it('ends cleanly when the server is asked to stop, and goes on at the next start', async () => {
    const { state, exits, interrupted, undisturbed } = await importThroughKills(2, 2, 20_000, true)
    expect(exits.length).toBeGreaterThan(0)
    expect(new Set(exits)).toEqual(new Set([0]))
    expect(state).toMatchObject({ state: 'done', error: null, read: 20_000 })
    expect(interrupted).toEqual(undisturbed)
  })
})
