import { describe, expect, it } from 'vitest'
import { destinations, found } from './destinations.ts'

const all = destinations(
  'shop',
  [{ journey: 'returns', runs: 3 }],
  [{ subject: 'order', runs: 9 }],
  [{ workspace: 'shop' }, { workspace: 'sample' }],
)

describe('the palette', () => {
  it('finds a journey by a part of its name', () =>
    expect(found(all, ['order'], 'shop', 'ret')[0]?.href).toBe('/shop/journeys/returns'))
  it('opens the run of a subject and its id', () =>
    expect(found(all, ['order'], 'shop', 'Order 47/11')[0]?.href).toBe(
      '/shop/runs/subject%3Aorder%3A47%2F11',
    ))
  it('does not offer the workspace one is in', () =>
    expect(all.filter((one) => one.group === 'Workspaces').map((one) => one.label)).toEqual(['sample']))
  it('finds nothing rather than something for nonsense', () =>
    expect(found(all, ['order'], 'shop', 'zzz')).toEqual([]))
})
