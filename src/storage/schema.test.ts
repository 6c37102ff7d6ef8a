import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { dumpSchemas, schemaFiles } from '../../tools/schema.ts'

it('the schemas that the migrations lead to are the ones written down; `node tools/schema.ts` writes them anew', async () => {
  const schemas = await dumpSchemas()
  for (const kind of ['operational', 'analytics'] as const)
    expect(schemas[kind]).toBe(readFileSync(schemaFiles[kind], 'utf8'))
})
