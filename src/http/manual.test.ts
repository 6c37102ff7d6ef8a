import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import { manualPage, manualPages, serveManual } from './manual.ts'

const docs = join(import.meta.dirname, '../../docs')
const app = new Hono()
serveManual(app)
app.get('*', (context) => context.text('the console'))
const get = async (path: string) => (await app.request(path)).text()

describe('the manual', () => {
  test('shows a method page as plain HTML, its table and its example', async () => {
    const page = await get('/docs/methods/silent-gap')
    expect(page).toContain('<h1 id="silent-gap">Silent gap</h1>')
    expect(page).toContain('<title>Silent gap · Throughline</title>')
    expect(page).toContain('gap_days: [1, 8, 3]')
    expect(await get('/docs/methods')).toContain('<table>')
  })

  test('leaves every other address to the console, also one that leaves the folder', async () => {
    for (const path of ['/docs', '/docs/journeys', '/docs/..%2fpackage', '/docs/methods/../../package.json'])
      expect(await get(path)).toBe('the console')
  })

  test('gives each table a name of its own, and no heading without words', () => {
    const page = manualPage('# A\n\n| b | |\n|---|---|\n| 1 | 2 |\n\n| c |\n|---|\n| 3 |\n', 'a.md')
    expect([...page.matchAll(/aria-label="(Table \d)"/g)].map(([, name]) => name)).toEqual([
      'Table 1',
      'Table 2',
    ])
    expect(page).not.toMatch(/<th[^>]*><\/th>/)
  })

  test('escapes what is not Markdown of ours', () => {
    expect(manualPage('# A & <b>\n\n```\n</code><script>\n```', 'a.md')).toContain(
      '&lt;/code&gt;&lt;script&gt;',
    )
  })

  test('has no link that leads nowhere', () => {
    const pages = manualPages()
    const bodies = new Map(
      [...pages].map(
        ([address, file]) => [address, manualPage(readFileSync(join(docs, file), 'utf8'), file)] as const,
      ),
    )
    const broken = [...bodies].flatMap(([address, html]) =>
      [...html.matchAll(/href="(\/docs\/([^"#]*))?(?:#([^"]*))?"/g)]
        .filter(([, , to = address, anchor]) => {
          const target = bodies.get(to)
          return target === undefined || (anchor !== undefined && !target.includes(`id="${anchor}"`))
        })
        .map(([link]) => `${address}: ${link}`),
    )
    expect(broken).toEqual([])
    expect(pages.size).toBeGreaterThan(25)
  })
})
