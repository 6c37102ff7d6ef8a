import { describe, expect, it } from 'vitest'
import { fold } from './map-fold.ts'

const chain = (count: number) =>
  new Map(Array.from({ length: count }, (_, at) => [`s${at}`, { x: at * 250, y: 0, width: 176, height: 66 }]))

describe('a map too long for its room', () => {
  it('that fits stays one line', () =>
    expect(fold(chain(4), 1200, 0.85)).toMatchObject({ width: 926, height: 66, gutters: [] }))
  it('is folded into lines of equal length, left to right', () => {
    const { placed, width, gutters } = fold(chain(9), 1200, 0.85)
    expect(width * 0.85).toBeLessThanOrEqual(1200)
    expect(gutters).toHaveLength(1)
    expect([placed.get('s4')?.y, placed.get('s5')]).toEqual([0, { x: 0, y: 130, width: 176, height: 66 }])
  })
  it('keeps every step', () => expect(fold(chain(23), 1200, 0.85).placed.size).toBe(23))
  it('lets no line overlap the one above', () => {
    const tall = chain(8)
    tall.set('branch', { x: 250, y: 300, width: 176, height: 66 })
    const { placed } = fold(tall, 1000, 0.9)
    expect(placed.get('s4')!.y).toBeGreaterThan(placed.get('branch')!.y + 66)
    expect(placed.get('branch')!.y).toBeGreaterThanOrEqual(placed.get('s1')!.y + 66)
  })
  it('of nothing is nothing', () => expect(fold(new Map(), 1000, 1)).toMatchObject({ width: 0, height: 0 }))
})
