import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { env } from 'node:process'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser, openPage } from './browser.ts'
import { faultsOnScreens } from './every-screen.ts'
import { type Product, startProduct } from './product.ts'

/** The README shows what this story sees; `THROUGHLINE_PICTURES=1 npm test -- stories/cx-lead` takes them anew. */
const pictures = join(fileURLToPath(new URL('..', import.meta.url)), 'docs', 'pictures')
const keep = env.THROUGHLINE_PICTURES === '1'

let product: Product
let browser: Browser
let page: Page

beforeAll(async () => {
  product = await startProduct({ more: ['--sample'] })
  browser = await openBrowser()
  page = await openPage(browser, product.address)
})
afterAll(async () => {
  await browser?.close()
  await product?.stop()
})

async function picture(name: string): Promise<void> {
  if (!keep) return
  mkdirSync(pictures, { recursive: true })
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.screenshot({ path: join(pictures, `${name}.png`) })
}

describe('a CX lead looks where the sample company breaks', () => {
  test('signs in with what the start printed', async () => {
    const { email, password } = await product.owner()
    await page.goto('/')
    await page.getByLabel('E-mail').fill(email)
    await page.getByLabel('Password').first().fill(password)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Welcome to Throughline' }).waitFor()
  })

  test('opens the sample company and its journey, once it is loaded', async () => {
    const late = Date.now() + 120_000
    while (!product.output().includes('The sample company is loaded.') && Date.now() < late)
      await new Promise((next) => setTimeout(next, 200))
    await page.goto('/sample/journeys')
    await page.getByRole('link', { name: 'get-connected' }).first().click()
    await page.getByRole('heading', { name: 'Where it breaks' }).waitFor()
  })

  test('reads the first break: silence while documents are checked', async () => {
    const first = page.locator('.tl-break').first()
    await first.waitFor()
    expect(await first.textContent()).toMatch(/hear nothing for too long after 'Documents received'/)
    await page.locator('.tl-flow-edge').first().waitFor()
    await picture('journey')
  })

  test('opens one of its runs and is told in words what this customer lived through', async () => {
    await page.locator('.tl-break a').first().click()
    await page.getByRole('tab', { name: 'Runs', selected: true }).waitFor()
    await page.locator('a[href*="/runs/"]').first().click()
    await page.locator('.tl-touch').first().waitFor()
    expect(await page.locator('main').textContent()).toMatch(/heard nothing (since, )?for \d+ days/)
    await picture('run')
  })
})

// One look after the other in turn: every screen in every look takes minutes and stands in the torture.
test('every screen can be used by everybody, wide and light or narrow and dark', async () => {
  const looks = [
    { width: 1440, colorScheme: 'light' as const },
    { width: 390, colorScheme: 'dark' as const },
  ]
  expect(await faultsOnScreens(page, looks, 'in turn')).toEqual([])
}, 300_000)

describe('and changes what is promised to customers', () => {
  const tree = () => page.getByRole('tree', { name: 'Steps of the storyboard' })
  const text = () => page.getByLabel('Storyboard (YAML)').inputValue()
  const shown = async () => {
    await page.getByRole('button', { name: 'Show what would change' }).click()
    await page.getByText(/are judged otherwise|is judged otherwise|Nothing changes/).waitFor()
    return (await page.locator('.tl-notice').last().textContent()) ?? ''
  }

  test('chooses the step by keyboard, and promises an answer in two days', async () => {
    await page.setViewportSize({ width: 1280, height: 800 })
    await page.goto('/sample/journeys/get-connected?tab=storyboard')
    await tree().getByRole('treeitem').first().focus()
    for (let steps = 0; steps < 3; steps++) await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.getByLabel('Name', { exact: true }).inputValue()).toBe('Documents received')
    await page.getByLabel('What is promised').fill('check')
    await page.getByLabel('Due in').fill('2 days')
    await page.getByText("'2 days' is not a duration").first().waitFor()
    await page.getByLabel('Due in').fill('2d')
    await page.getByRole('combobox', { name: 'Kept by' }).fill('Documents checked')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Escape')
    expect(await text()).toContain(
      '    promise: { what: check, due_in: 2d, fulfilled_by: [Documents checked] }\n',
    )
  })

  test('sees which of last month’s runs that would break, and gives it ten days', async () => {
    const two = await shown()
    expect(two).toMatch(/\d+ of \d+ runs are judged otherwise/)
    await page.getByLabel('Due in').fill('10d')
    await page.getByText('The text has changed since').waitFor()
    await page.getByRole('button', { name: 'Show what would change' }).click()
    await page.getByText('The text has changed since').waitFor({ state: 'detached' })
    expect(await page.locator('.tl-draft-change').textContent()).toContain('Promises kept')
    expect(await page.locator('.tl-draft-runs a').first().getAttribute('href')).toMatch(/\/runs\//)
  })

  test('moves a step by keyboard, thinks better of it, and saves: the journey has the new version', async () => {
    const before = await text()
    await tree().getByRole('treeitem', { selected: true }).focus()
    await page.keyboard.press('Alt+ArrowDown')
    await expect.poll(text).not.toBe(before)
    await page.keyboard.press('ControlOrMeta+z')
    await expect.poll(text).toBe(before)
    await page.getByRole('link', { name: 'Journeys' }).first().click()
    await page.getByRole('button', { name: 'Stay here' }).click()
    await page.getByRole('button', { name: 'Save as version 2' }).click()
    await page
      .getByText(/^version 2 ·/)
      .first()
      .waitFor()
    await page.goto('/sample/journeys/get-connected?tab=storyboard')
    await page.getByRole('heading', { name: 'Version 2' }).waitFor()
    expect(await text()).toBe(before.replace('version: 1', 'version: 2'))
  })
})
