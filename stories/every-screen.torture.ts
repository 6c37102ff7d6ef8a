import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, openPage } from './browser.ts'
import { faultsOnScreens } from './every-screen.ts'
import { type Product, startProduct } from './product.ts'

let product: Product
let browser: Browser
let page: Page

beforeAll(async () => {
  product = await startProduct({ more: ['--sample'] })
  browser = await openBrowser()
  page = await openPage(browser, product.address)
  const { email, password } = await product.owner()
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').first().fill(password)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Welcome to Throughline' }).waitFor()
  const late = Date.now() + 120_000
  while (!product.output().includes('The sample company is loaded.') && Date.now() < late)
    await new Promise((next) => setTimeout(next, 200))
})
afterAll(async () => {
  await browser?.close()
  await product?.stop()
})

test.each([
  { width: 1440, colorScheme: 'light' as const },
  { width: 390, colorScheme: 'dark' as const },
  { width: 1440, colorScheme: 'dark' as const },
  { width: 390, colorScheme: 'light' as const },
  { width: 1024, colorScheme: 'light' as const },
  { width: 720, colorScheme: 'dark' as const },
])('every screen can be used by everybody at $width, $colorScheme', async (look) => {
  expect(await faultsOnScreens(page, [look])).toEqual([])
})
