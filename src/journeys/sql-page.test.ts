import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { viewNames } from './views.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/sql.md'), 'utf8')
const views = readFileSync(join(import.meta.dirname, 'views.sql'), 'utf8')

/** Column names of a view: what stands after AS, else the name itself. */
function columnsOf(view: string): string[] {
  const [, list] = new RegExp(`\\}\\.${view} AS\\s+SELECT ([\\s\\S]*?)\\nFROM`).exec(views)!
  let depth = 0
  const parts = ['']
  for (const letter of list!) {
    if (letter === '(') depth++
    if (letter === ')') depth--
    if (letter === ',' && depth === 0) parts.push('')
    else parts[parts.length - 1] += letter
  }
  return parts.map((part) => /(\w+)\s*$/.exec(part)![1]!)
}

describe('the page about SQL', () => {
  test.each(viewNames)('has exactly the columns of %s', (view) => {
    const section = page.split(`## ${view}\n`)[1]!.split('\n## ')[0]!
    const names = [...section.matchAll(/^\| ([^|]*)\|/gm)].flatMap(([, cell]) =>
      [...cell!.matchAll(/`(\w+)`/g)].map(([, name]) => name!),
    )
    expect(names.toSorted()).toEqual(columnsOf(view).toSorted())
  })
})
