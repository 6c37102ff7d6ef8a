import { describe, expect, it } from 'vitest'
import { arcPath, foldedPath, gutterBetween } from './edge-path.ts'

describe('an edge between two lines of a folded map', () => {
  it('goes through the gutter under its own line', () => expect(gutterBetween([100, 300], 50, 400)).toBe(100))
  it('going back up uses the gutter over its own line', () =>
    expect(gutterBetween([100, 300], 400, 50)).toBe(300))
  it('within one line needs none', () => expect(gutterBetween([100, 300], 150, 250)).toBeNull())
  it('starts and ends at its boxes', () => {
    const { path, labelY } = foldedPath({ sourceX: 900, sourceY: 30, targetX: 0, targetY: 160 }, 100, 0)
    expect(path.startsWith('M 900 30 ')).toBe(true)
    expect(path.endsWith('160 H 0')).toBe(true)
    expect(labelY).toBe(100)
  })
})

it('an edge back within a line passes under its boxes', () =>
  expect(arcPath({ sourceX: 500, sourceY: 33, targetX: 100, targetY: 33 }).labelY).toBeGreaterThan(66))
