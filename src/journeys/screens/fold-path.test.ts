import { expect, it } from 'vitest'
import { foldPath } from './fold-path.ts'

it('repetitions in a row are told once with their number', () =>
  expect(foldPath(['A', 'A', 'A', 'B', 'A'])).toEqual([
    { step: 'A', times: 3 },
    { step: 'B', times: 1 },
    { step: 'A', times: 1 },
  ]))
it('nothing folds to nothing', () => expect(foldPath([])).toEqual([]))
