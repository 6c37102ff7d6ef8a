import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { mostParts } from './hook-part.ts'
import { limits } from './limits.ts'
import { parseMapping } from './mapping.ts'

const page = readFileSync(join(dirname(fileURLToPath(import.meta.url)), '../../docs/mapping.md'), 'utf8')
const blocks = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map((found) => found[1]!)

describe('the page about the mapping language', () => {
  it('shows a mapping that can be used as it stands', () => {
    const { mapping, problems } = parseMapping(blocks[0]!)
    expect(problems).toEqual([])
    expect(mapping!.records.map((entry) => entry.name)).toEqual(['orders.csv', 'answers/*.csv'])
  })

  it('shows values that are understood, each', () => {
    const values = blocks[1]!.trim().split('\n')
    expect(values.length).toBe(7)
    for (const value of values) {
      const text = parseMapping(
        `source: a\nrecords:\n  - file: a.csv\n    touchpoint: x\n    at: $t\n    agent: ${value}\n`,
      )
      expect(text.problems, value).toEqual([])
    }
  })

  it('shows a mapping of an object-centric log that can be used as it stands', () => {
    const ocel = blocks.find((block) => block.includes('.jsonocel'))
    expect(parseMapping(ocel!).problems).toEqual([])
  })

  it('shows parts of one record that can be gathered as they stand', () => {
    const { mapping, problems } = parseMapping(blocks.at(-1)!)
    expect(problems).toEqual([])
    expect(mapping!.records[0]!.gathered).not.toBeNull()
  })

  it('tells the limits that hold', () => {
    for (const limit of [
      limits.name,
      limits.key,
      limits.text,
      limits.attribute_value,
      limits.attributes,
      limits.depth,
      limits.columns,
      limits.record,
      mostParts,
    ]) {
      expect(page).toContain(limit.toLocaleString('en'))
    }
  })
})
