import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { anchorOf, manualPages } from '../../http/manual.ts'
import { explanations } from './explanations.ts'

const docs = join(import.meta.dirname, '../../../docs')

describe('how a number is made', () => {
  it.each(Object.entries(explanations))(
    '%s leads to a page of the manual, and to a place on it',
    (_, { page }) => {
      const [address = '', anchor] = page.split('#')
      const file = manualPages().get(address)
      expect(file, page).toBeDefined()
      const headings = [...readFileSync(join(docs, file!), 'utf8').matchAll(/^#+ (.+)$/gm)]
      if (anchor) expect(headings.map(([, heading]) => anchorOf(heading!))).toContain(anchor)
    },
  )
})
