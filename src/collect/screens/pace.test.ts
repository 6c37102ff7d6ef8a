import { describe, expect, it } from 'vitest'
import type { ImportState } from '../contract.ts'
import { paceOf, reconciles, subjectToOpen } from './pace.ts'

const state: ImportState = {
  import_id: 'i',
  source: 's',
  path: 'a.csv',
  state: 'reading',
  read: 1000,
  stored: 990,
  unchanged: 0,
  quarantined: 10,
  withdrawn: 0,
  erased: 0,
  interactions: 990,
  bytes_read: 250,
  bytes_total: 1000,
  started_at: '2026-01-01T00:00:00.000Z',
  finished_at: null,
  error: null,
  storyboards: [],
  subject_types: [],
  can_undo: true,
  undone_at: null,
  undone_by: null,
  undone_records: 0,
  restored_records: 0,
}
const later = (seconds: number) => Date.parse(state.started_at) + seconds * 1000

describe('an import under way', () => {
  it('has read a quarter in ten seconds, so thirty are left', () =>
    expect(paceOf(state, later(10))).toEqual({ share: 0.25, rate: 100, left: 30 }))
  it('says nothing about the time left while runs are built', () =>
    expect(paceOf({ ...state, state: 'building' }, later(10)).left).toBeNull())
  it('does not guess in the first second', () =>
    expect(paceOf(state, later(0.5))).toEqual({ share: 0.25, rate: null, left: null }))
  it('of unknown size has no share', () =>
    expect(paceOf({ ...state, bytes_total: 0 }, later(10)).share).toBeNull())
  it('keeps its rate once finished', () =>
    expect(
      paceOf({ ...state, state: 'done', finished_at: '2026-01-01T00:00:20.000Z' }, later(500)).rate,
    ).toBe(50))
})

describe('an import done', () => {
  it('adds up or is known not to', () =>
    expect([reconciles(state), reconciles({ ...state, stored: 900 })]).toEqual([true, false]))
  it('opens what the records are about before the customers', () =>
    expect([subjectToOpen(['customer', 'order']), subjectToOpen(['customer']), subjectToOpen([])]).toEqual([
      'order',
      'customer',
      null,
    ]))
})
