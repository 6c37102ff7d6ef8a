// The browser SDKs that pages send events with, unmodified from their npm packages, on a page of another origin.
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { basename, dirname, join } from 'node:path'
import type { Page } from 'playwright-core'

const require = createRequire(import.meta.url)

export const browserClients = ['@segment/analytics-next', '@rudderstack/analytics-js'] as const
export type BrowserClient = (typeof browserClients)[number]

/** Where the bundle that a script tag loads lies in each package. */
const bundles: Record<BrowserClient, string> = {
  '@segment/analytics-next': 'dist/umd/index.js',
  '@rudderstack/analytics-js': 'dist/npm/legacy/bundled/umd/index.js',
}

/** How a page begins, as the maker's documentation has it, with our host for theirs. */
const begins: Record<BrowserClient, (address: string, key: string) => string> = {
  '@segment/analytics-next': (address, key) =>
    `window.analytics = AnalyticsNext.AnalyticsBrowser.load({ writeKey: '${key}', cdnURL: '${address}' })`,
  '@rudderstack/analytics-js': (address, key) =>
    `window.analytics = new rudderanalytics.RudderAnalytics(); analytics.load('${key}', '${address}', { configUrl: '${address}' })`,
}

/** A page that has one of the SDKs; `close` ends the server it comes from. */
export async function serveClientPage(
  client: BrowserClient,
  { address, key }: { address: string; key: string },
) {
  const bundle = join(packageFolder(client), bundles[client])
  const html = `<!doctype html><html lang="en"><head><title>Help with orders</title></head><body><main><h1>Help</h1></main>
<script src="/sdk/${basename(bundle)}"></script><script>${begins[client](address, key)}</script></body></html>`
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://page')
    if (pathname === '/favicon.ico') return void response.writeHead(204).end()
    // A bundle fetches more of itself from beside it.
    const script = pathname.startsWith('/sdk/') ? join(dirname(bundle), basename(pathname)) : null
    if (script !== null && !existsSync(script)) return void response.writeHead(404).end()
    response.writeHead(200, {
      'content-type': script === null ? 'text/html; charset=utf-8' : 'text/javascript',
    })
    response.end(script === null ? html : readFileSync(script))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/help`,
    close: () =>
      new Promise<void>((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

function packageFolder(name: string): string {
  const folders = (require.resolve.paths(name) ?? []).map((folder) => join(folder, name))
  const found = folders.find((folder) => existsSync(join(folder, 'package.json')))
  if (found === undefined) throw new Error(`The package ${name} is not installed: run npm install.`)
  return found
}

interface PageAnalytics {
  page(name: string): unknown
  identify(user: string, traits: object): unknown
  track(event: string, properties: object): unknown
}

/** What a visitor does: looks at a page, signs in, orders. */
export async function orderOn(page: Page, orders: string[], user: string): Promise<void> {
  await page.evaluate(
    async ({ orders, user }) => {
      const { analytics } = window as unknown as { analytics: PageAnalytics }
      await analytics.page('Help')
      await analytics.identify(user, { email: `${user}@example.org` })
      for (const order of orders) await analytics.track('Order placed', { order_id: order, total: 12.5 })
    },
    { orders, user },
  )
}
