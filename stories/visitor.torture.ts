import { existsSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type InProcess, openInProcess } from '../tools/in-process.ts'
import { openBrowser, openPage } from './browser.ts'

let product: InProcess
let browser: Browser
let shop: Server
let site: string
let host: string
let key: string

/** A shop of another origin whose policy allows no more than the manual tells. */
beforeAll(async () => {
  const root = join(import.meta.dirname, '..')
  if (!existsSync(join(root, 'dist/sdk/throughline.js')))
    await build({ configFile: join(root, 'sdk/vite.config.ts'), logLevel: 'silent' })
  product = await openInProcess()
  host = await product.product.listen()
  key = await product.key('main', 'shop')
  shop = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://shop')
    const policy = `default-src 'none'; script-src 'self' ${host}; connect-src ${host}; form-action 'self'`
    response.setHeader('content-security-policy', policy)
    if (pathname === '/favicon.ico') return response.writeHead(404).end()
    if (pathname === '/shop.js') return response.setHeader('content-type', 'text/javascript').end(shopScript)
    response.setHeader('content-type', 'text/html').end(pageOf(pathname, searchParams.get('before')))
  })
  await new Promise<void>((done) => shop.listen(0, '127.0.0.1', done))
  site = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  shop?.close()
  await product?.close()
})

/** The stub of the manual, and a call made before the SDK is there. */
const shopScript = `window.throughline = window.throughline || function () { (throughline.q = throughline.q || []).push(arguments) }
throughline('track', 'Shop opened', { early: true })`

const pageOf = (
  path: string,
  before: string | null,
) => `<!doctype html><html lang="en"><head><title>Shop ${path}</title>
<script src="/shop.js"></script>
<script async src="${host}/sdk/throughline.js" data-write-key="${key}" ${before ? `data-before-consent="${before}"` : ''}></script></head>
<body data-throughline-page="Shop page"><button data-throughline-click="Chat opened" data-throughline-order-id="4711"><b>Chat</b></button>
<form action="/thanks" data-throughline-form="Application" data-throughline-product="Loan">
<input name="income" required><input name="iban" data-throughline-ignore><button id="send">Send</button></form></body></html>`

type Stored = {
  touchpoint: string
  record_key: string
  attributes: Record<string, string>
  identifiers: [string, string][]
}
/** What this visitor's page sent and the server keeps, in its order. */
const stored = async (anonymous?: string): Promise<Stored[]> => {
  const rows = await product.ask<Stored>(
    'main',
    `SELECT touchpoint, record_key, attributes, identifiers FROM throughline.interactions FINAL
     WHERE {{workspace}} AND (positionCaseInsensitive(toString(identifiers), {who:String}) > 0) ORDER BY started_at, sequence`,
    { who: anonymous ?? '' },
  )
  return rows
}
const names = async (anonymous: string) => (await stored(anonymous)).map(({ touchpoint }) => touchpoint)
const call = (page: Page, ...given: unknown[]) =>
  page.evaluate(
    (words) => (window as unknown as { throughline: (...call: unknown[]) => void }).throughline(...words),
    given,
  )
const kept = (page: Page) => page.evaluate(() => Object.keys(localStorage).sort())
const whoIs = (page: Page) =>
  page.evaluate(() => JSON.parse(localStorage.getItem('throughline.person') ?? '{}').anonymous_id as string)
const loaded = (page: Page) =>
  page.waitForFunction(
    () => (window as { throughline?: { version?: string } }).throughline?.version !== undefined,
  )

async function visit(path = '/'): Promise<{ page: Page; faults: string[]; sent: string[] }> {
  const page = await openPage(browser, site)
  const faults: string[] = []
  const sent: string[] = []
  page.on('console', (message) => {
    if (/Content Security|Refused|Throughline/.test(message.text())) faults.push(message.text())
  })
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('request', (request) => {
    if (request.url().startsWith(`${host}/v1/`)) sent.push(request.url())
  })
  await page.goto(path)
  await loaded(page)
  return { page, faults, sent }
}

describe('a visitor of a shop', () => {
  test('leaves nothing behind before they agree; then what they did is there, with what the page declares and no value of a field', async () => {
    const { page, faults, sent } = await visit()
    await page.click('b')
    await page.waitForTimeout(1_000)
    expect([await page.context().cookies(), await kept(page), sent]).toEqual([[], [], []])
    await call(page, 'consent', 'granted')
    await page.evaluate(() => history.pushState(null, '', '/basket?token=secret-query'))
    await page.fill('[name=iban]', 'DE00 secret-iban')
    await page.click('#send')
    await page.fill('[name=income]', 'secret-income')
    await page.click('#send')
    await page.waitForURL('**/thanks**')
    await loaded(page)
    const who = await whoIs(page)
    const expected = [
      'Shop opened',
      'Shop page',
      'Chat opened',
      'Shop page',
      'Application field refused',
      'Application started',
    ]
    expected.push('Application submitted', 'Shop opened', 'Shop page')
    await expect.poll(() => names(who), { timeout: 15_000 }).toEqual(expected)
    const rows = await stored(who)
    expect(rows[2]!.attributes).toMatchObject({ order_id: '4711' })
    expect(rows[3]!.attributes).toMatchObject({ path: '/basket' })
    expect(rows[4]!.attributes).toMatchObject({
      field: 'income',
      because: 'valueMissing',
    })
    expect(rows[6]!.attributes).toMatchObject({
      product: 'Loan',
      fields_touched: '1',
    })
    expect(JSON.stringify(rows)).not.toMatch(/secret|iban/)
    expect(await page.context().cookies()).toEqual([])
    await call(page, 'consent', 'denied')
    expect(await kept(page)).toEqual([])
    expect(faults).toEqual([])
    await page.context().close()
  })

  test('is heard exactly once through a server that is away, busy, or answers to nobody, and over a reload', async () => {
    const { page, faults } = await visit()
    await call(page, 'consent', 'granted')
    const who = await whoIs(page)
    await expect.poll(() => names(who)).toEqual(['Shop opened', 'Shop page'])
    await page.route(`${host}/v1/**`, (route) => route.abort())
    await call(page, 'track', 'While away', { n: 1 })
    await page.waitForTimeout(1_000)
    expect((await kept(page)).filter((name) => name.startsWith('throughline.event.'))).toHaveLength(1)
    let asked = 0
    await page.unroute(`${host}/v1/**`)
    await page.route(`${host}/v1/**`, async (route) => {
      const answer = asked++ === 0 ? null : await route.fetch()
      // Once busy; once stored, but the answer is lost; then as it should be.
      if (answer === null) {
        const headers = {
          'access-control-allow-origin': '*',
          'access-control-expose-headers': 'retry-after',
          'retry-after': '0',
        }
        return route.fulfill({ status: 503, headers })
      }
      return asked === 2 ? route.abort() : route.fulfill({ response: answer })
    })
    await page.reload()
    await loaded(page)
    const all = ['Shop opened', 'Shop page', 'While away', 'Shop opened', 'Shop page']
    await expect
      .poll(async () => (await kept(page)).some((name) => name.includes('event.')), { timeout: 20_000 })
      .toBe(false)
    expect(asked).toBeGreaterThanOrEqual(3)
    expect(await names(who)).toEqual(all)
    expect(faults.filter((fault) => !/Failed to load/.test(fault))).toEqual([])
    await page.context().close()
  })

  test('who goes at once is heard by beacon, and nothing is kept of one who was not asked', async () => {
    const { page } = await visit('/?before=send')
    await call(page, 'track', 'Left at once', { visitor: 'unasked' })
    expect(await kept(page)).toEqual([])
    await page.goto('about:blank')
    await expect
      .poll(async () => (await stored()).filter(({ touchpoint }) => touchpoint === 'Left at once').length, {
        timeout: 10_000,
      })
      .toBe(1)
    await page.context().close()
  })

  test('who says who they are is one customer with what they did before, until they say goodbye; widgets come from our server', async () => {
    const { page, faults } = await visit()
    await page.route(`${host}/sdk/widget-hello.js`, (route) =>
      route.fulfill({
        contentType: 'text/javascript',
        body: "throughline.widgets.hello = (options, tools) => tools.track('Widget shown', options)",
      }),
    )
    await call(page, 'consent', 'granted')
    const who = await whoIs(page)
    await call(page, 'identify', 'C-17', { email: 'Anna@Example.org' })
    await call(page, 'group', 'acme', { name: 'Acme' })
    await call(page, 'widget', 'hello', { survey: 's1' })
    await expect
      .poll(async () => (await stored('C-17')).some(({ touchpoint }) => touchpoint === 'Widget shown'), {
        timeout: 10_000,
      })
      .toBe(true)
    expect(JSON.stringify(await stored('C-17'))).toContain(who)
    await call(page, 'reset')
    await call(page, 'track', 'After goodbye')
    const next = await whoIs(page)
    expect(next).not.toBe(who)
    await expect.poll(() => names(next), { timeout: 10_000 }).toEqual(['After goodbye'])
    await call(page, 'nonsense')
    expect(faults).toEqual([expect.stringContaining("'nonsense' is no call")])
    await page.context().close()
  })
})

test('the script is served for ever under its version, and for a while under its name', async () => {
  const { version, integrity } = (await (await fetch(`${host}/sdk/version`)).json()) as Record<string, string>
  const [named, exact, gone] = await Promise.all(
    ['throughline.js', `throughline-${version}.js`, 'throughline-0123456789ab.js'].map((name) =>
      fetch(`${host}/sdk/${name}`),
    ),
  )
  const caching = [named, exact, gone].map((answer) => answer!.headers.get('cache-control'))
  expect(caching).toEqual([
    'public, max-age=600',
    'public, max-age=31536000, immutable',
    'public, max-age=600',
  ])
  const texts = await Promise.all([named, exact, gone].map((answer) => answer!.text()))
  expect(new Set(texts).size).toBe(1)
  const again = await fetch(`${host}/sdk/throughline.js`, {
    headers: { 'if-none-match': named!.headers.get('etag')! },
  })
  expect(again.status).toBe(304)
  expect(integrity).toMatch(/^sha384-/)
})
