import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser, openPage } from './browser.ts'
import { type Product, startProduct } from './product.ts'

let product: Product
let browser: Browser
let page: Page
const folder = mkdtempSync(join(tmpdir(), 'throughline-analyst-'))

/** Forty tickets of thirty people, one row per event, one row broken. */
function tickets(): string {
  const rows = ['ticket;customer_email;event;created_at;channel']
  for (let n = 1; n <= 40; n++) {
    const events = ['Opened', 'Answered', ...(n % 3 === 0 ? ['Asked again', 'Answered'] : []), 'Closed']
    events.forEach((event, step) => {
      const day = String(1 + ((n + step * 2) % 28)).padStart(2, '0')
      rows.push(
        `T${n};person${n % 30}@example.org;${event};2026-0${1 + step}-${day} 09:${10 + step}:00;email`,
      )
    })
  }
  rows.push('T99;person1@example.org;Opened;the day before yesterday;email')
  return `${rows.join('\r\n')}\r\n`
}

beforeAll(async () => {
  writeFileSync(join(folder, 'tickets.csv'), tickets())
  product = await startProduct()
  browser = await openBrowser()
  page = await openPage(browser, product.address)
  const { email, password } = await product.owner()
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').first().fill(password)
  await page.keyboard.press('Enter')
  await page.getByText('Drop a CSV or XES').first().waitFor()
})
afterAll(async () => {
  await browser?.close()
  await product?.stop()
  rmSync(folder, { recursive: true })
})

describe('an analyst drops a first file', () => {
  test('sees the guessed mapping, the first interactions and the one row that is refused', async () => {
    await page.locator('input[type=file]').first().setInputFiles(join(folder, 'tickets.csv'))
    await page.getByText('First interactions').waitFor()
    const preview = await page.locator('main').textContent()
    expect(await page.locator('textarea').first().inputValue()).toMatch(/^source: tickets$/m)
    expect(preview).toContain('Answered')
    expect(preview).toContain('the day before yesterday')
  })

  test('imports it and is led to the map of the tickets within a minute', async () => {
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    const map = page.locator('.tl-flow-edge').first()
    const way = page.getByRole('link', { name: /See the ticket map/ })
    // It goes on by itself as soon as the runs are built: the way may be gone before it is taken.
    await Promise.any([map.waitFor(), way.click()])
    await map.waitFor()
    expect(await page.locator('main').textContent()).toMatch(/40 runs/)
  })

  test('finds the refused row in quarantine, corrects it and has it stored', async () => {
    await page.goto('/main/sources?tab=quarantine')
    await page
      .getByRole('button', { name: /^Correct row/ })
      .first()
      .click()
    await page.getByLabel('created_at').fill('2026-03-01 10:00:00')
    await page.getByRole('button', { name: 'Correct and replay' }).click()
    await page.getByText('Nothing in quarantine').waitFor()
  })
})
