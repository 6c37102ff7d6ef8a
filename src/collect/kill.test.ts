import { describe, expect, it } from 'vitest'
import { importThroughKills, sendThroughKills } from '../../tools/torture/kill.ts'

describe('a server killed without warning', () => {
  it('has every acknowledged message exactly once, though clients sent them again and again', async () => {
    const sent = await sendThroughKills(2, 1)
    expect(sent.acknowledged).toBeGreaterThan(20)
    expect(sent).toMatchObject({ lost: [], doubled: [], interactions: sent.stored, steps: sent.stored })
  }, 240_000)

  it('goes on with an import it was killed in, and ends where an undisturbed one does', async () => {
    const { state, kills, interrupted, undisturbed } = await importThroughKills(2, 1, 10_000)
    expect(kills).toBeGreaterThan(0)
    expect(state).toMatchObject({ state: 'done', error: null, read: 10_000, quarantined: 0 })
    expect(state.read).toBe(state.stored + state.unchanged)
    expect(undisturbed.interactions.n).toBe('20000')
    expect(interrupted).toEqual(undisturbed)
  }, 240_000)
})
