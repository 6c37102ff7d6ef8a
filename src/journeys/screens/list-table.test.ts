import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { z } from 'zod'
import type { Operation } from '../../http/operation.ts'
import * as contract from '../contract.ts'

type Schema = { [field: string]: Schema } & { type?: string; $ref?: string; anyOf?: Schema[] }

const operations = contract as unknown as Record<string, Operation>
const screens = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.tsx'))
const tables = screens.flatMap((file) =>
  [
    ...readFileSync(join(import.meta.dirname, file), 'utf8').matchAll(
      /<ListTable[^>]*?of=\{(\w+)\}\s+list="([^"]+)"/g,
    ),
  ].map(([, of, list]) => [file, of!, list!] as const),
)

/** Follows the fields through lists and what may be null. */
function within(schema: Schema, fields: string[]): Schema | undefined {
  const known = schema.anyOf?.find(({ type }) => type !== 'null') ?? schema
  const [field, ...rest] = fields
  if (field === undefined) return known
  const inside = (known.items ?? known).properties?.[field]
  return inside && within(inside, rest)
}

it('every table of the journey page that is a list can be had as CSV', () => {
  expect(tables.length).toBeGreaterThanOrEqual(30)
})

it.each(tables)('%s: %s answers with %s', (_, of, list) => {
  const output = z.toJSONSchema(operations[of]!.output, { io: 'input', unrepresentable: 'any' }) as Schema
  expect(['array', 'object']).toContain(within(output, list.split('.'))?.type)
})
