import { expect, test } from 'vitest'
import { draftFrom, draftVersion, withFrom, withVersion } from './storyboard-draft.ts'

const text = `# How claims should go
journey: claim
version: 2  # raised in May
steps:
  - step: Reported # by anyone
    version: 7
`

test('a draft takes the next version and nothing else of it changes', () => {
  expect(draftVersion(text)).toBe(2)
  expect(withVersion(text, 3)).toBe(text.replace('version: 2  #', 'version: 3  #'))
  expect(withVersion('journey: claim\nsteps: []\n', 1)).toBe('journey: claim\nversion: 1\nsteps: []\n')
})

test('a draft takes a date from which it holds, another one, and none again', () => {
  expect(draftFrom(text)).toBe('')
  const dated = withFrom(text, '2026-12-01')
  expect(dated).toBe(text.replace('in May\n', 'in May\nvalid_from: 2026-12-01\n'))
  expect(draftFrom(dated)).toBe('2026-12-01')
  expect(draftFrom(withFrom(dated, '2027-01-01'))).toBe('2027-01-01')
  expect(withFrom(dated, '')).toBe(text)
  expect(draftFrom("valid_from: '2026-01-01T09:00:00Z' # nine")).toBe('2026-01-01T09:00:00Z')
  expect(withFrom('valid_from: 2026-01-01 # new terms\n', '2026-02-01')).toBe(
    'valid_from: 2026-02-01 # new terms\n',
  )
})
