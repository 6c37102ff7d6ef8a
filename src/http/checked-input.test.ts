import { expect, it } from 'vitest'
import { z } from 'zod'
import { checkedInput } from './checked-input.ts'
import { operation } from './operation.ts'

const shown = operation({
  name: 'show',
  method: 'GET',
  path: '/api/show',
  permission: 'public',
  summary: 'Show',
  input: z.object({
    run: z.coerce.number().int(),
    limit: z.coerce.number().int().min(1).max(50).default(10),
    days: z.coerce.number().int().min(1).optional(),
    noise: z.coerce.number().positive().optional(),
    order: z.enum(['asc', 'desc']).default('asc'),
    channel: z.string().optional(),
    key: z.string().regex(/^k/, 'a key begins with k').optional(),
  }),
  output: z.object({}),
})

const refusal = (asked: Record<string, unknown>) => {
  try {
    return checkedInput(shown, asked)
  } catch (error) {
    const { detail, remedy, field } = (error as { details: Record<string, string> }).details
    return `${field}: ${detail} ${remedy ?? ''}`.trim()
  }
}

it.each([
  [{}, "run: show needs 'run', and it is not given. Give a whole number."],
  [{ run: '' }, "run: show needs 'run', and it is not given. Give a whole number."],
  [{ run: 'latest' }, `run: 'run' is "latest". Give a whole number.`],
  [{ run: '1.5' }, `run: 'run' is "1.5". Give a whole number.`],
  [{ run: '1', limit: '0' }, `limit: 'limit' is "0". Give a whole number from 1 to 50; left out it is 10.`],
  [{ run: '1', days: '0' }, `days: 'days' is "0". Give a whole number from 1 on.`],
  [{ run: '1', noise: '0' }, `noise: 'noise' is "0". Give a number above 0.`],
  [{ run: '1', order: 'up' }, `order: 'order' is "up". Give one of asc, desc; left out it is asc.`],
  [{ run: '1', channel: 7 }, `channel: 'channel' is 7. Give text.`],
  [{ run: '1', key: 'x' }, `key: 'key': a key begins with k.`],
])('%j is refused with field, value and what to give', (asked, said) => {
  expect(refusal(asked)).toBe(said)
})

it('an empty number is left out, an empty text is a text', () => {
  expect(refusal({ run: '3', limit: '', days: '', channel: '' })).toEqual({
    run: 3,
    limit: 10,
    order: 'asc',
    channel: '',
  })
})
