import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accessibilityFaults, openBrowser, openPage } from './browser.ts'

let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
})

const pageOf = (body: string) =>
  `<!doctype html><html lang="en"><head><title>A page</title></head><body><main><h1>A page</h1>${body}</main></body></html>`

test('a fault of accessibility is found and named with its place', async () => {
  const page = await openPage(browser)
  await page.setContent(pageOf('<img src="data:,">'))
  expect(await accessibilityFaults(page)).toEqual([expect.stringMatching(/^image-alt at img: /)])
})

test('a page without faults has none', async () => {
  const page = await openPage(browser)
  await page.setContent(pageOf('<p>Nothing to see.</p>'))
  expect(await accessibilityFaults(page)).toEqual([])
})
