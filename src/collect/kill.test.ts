import { describe, expect, it } from 'vitest'
import { sendThroughKills } from '../../tools/torture/kill.ts'

describe('a server killed without warning', () => {
  it('has every acknowledged message exactly once, though clients sent them again and again', async () => {
    const sent = await sendThroughKills(2, 1)
    expect(sent.acknowledged).toBeGreaterThan(20)
    expect(sent).toMatchObject({ lost: [], doubled: [], interactions: sent.stored, steps: sent.stored })
  }, 240_000)
})
