import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser, openPage } from './browser.ts'
import { launcher, type Product, startProduct } from './product.ts'

let product: Product
let browser: Browser
let page: Page
let writeKey: string
const folder = mkdtempSync(join(tmpdir(), 'throughline-agent-'))
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()

const storyboard = `journey: buying
version: 1
correlate: { customer: 30d }
silence: 2d
steps: [{ step: Page viewed }, { step: Order placed, promise: { what: delivery, due_in: 3d, fulfilled_by: [Collected] } }, { step: Collected }]
outcomes: { collected: { kind: success, touchpoints: [Collected] } }
`

/** The program on the running server's folder. */
const command = (...args: string[]) =>
  execFileSync(launcher, [...args, '--data', product.data], { encoding: 'utf8' })

/** A visitor's browser, on a device of its own, sends what a page there would send. */
async function visit(device: string, calls: [call: string, body: object][]): Promise<void> {
  const visitor = await openPage(browser, product.address)
  await visitor.goto('/health')
  for (const [call, body] of calls) {
    const status = await visitor.evaluate(
      async ([path, key, text]) =>
        (
          await fetch(path!, {
            method: 'POST',
            headers: { authorization: `Basic ${btoa(`${key}:`)}`, 'content-type': 'text/plain' },
            body: text!,
          })
        ).status,
      [`/v1/${call}`, writeKey, JSON.stringify({ anonymousId: device, ...body })],
    )
    expect(status).toBe(200)
  }
  await visitor.context().close()
}

/** The runs of the journey, as the console asks for them. */
async function runs(): Promise<{ steps: number; channels: string[] }[]> {
  return (await (await page.request.get('/api/main/journeys/buying/runs')).json()).runs
}

function importCsv(name: string, rows: string, mapping: string): void {
  writeFileSync(join(folder, `${name}.csv`), rows)
  writeFileSync(join(folder, `${name}.yaml`), `source: ${name}\nrecords:\n  - file: ${name}.csv\n${mapping}`)
  command('import', join(folder, `${name}.csv`), '--mapping', join(folder, `${name}.yaml`))
}

const ana = { userId: 'ana-7' }

beforeAll(async () => {
  product = await startProduct()
  browser = await openBrowser()
  page = await openPage(browser, product.address)
  const { email, password } = await product.owner()
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').first().fill(password)
  await page.keyboard.press('Enter')
  await page.getByText('Drop a CSV or XES').first().waitFor()
  writeFileSync(join(folder, 'buying.yaml'), storyboard)
  command('storyboard', 'add', join(folder, 'buying.yaml'))
  writeKey = JSON.parse(command('keys', 'create', 'shop', '--json')).write_key
})
afterAll(async () => {
  await browser?.close()
  await product?.stop()
  rmSync(folder, { recursive: true })
})

describe('one person in six channels', () => {
  test('browses on a phone, signs in on a desktop, chats, writes a mail, reads help on a tablet', async () => {
    await visit('phone', [
      ['page', { name: 'Page viewed', timestamp: minutesAgo(600) }],
      ['identify', { traits: { email: 'ana@example.org' }, timestamp: minutesAgo(599) }],
    ])
    await visit('desktop', [
      [
        'identify',
        {
          ...ana,
          timestamp: minutesAgo(540),
          traits: { name: 'Ana Sousa', email: 'Ana@example.org', phone: '+351 912 345 678' },
        },
      ],
      [
        'track',
        { ...ana, event: 'Order placed', timestamp: minutesAgo(539), properties: { order_id: 'A-4711' } },
      ],
      [
        'track',
        {
          ...ana,
          event: 'Chat written',
          timestamp: minutesAgo(400),
          properties: { channel: 'chat', text: 'Is it in yet?' },
        },
      ],
    ])
    await visit('mail-1', [
      [
        'track',
        {
          event: 'Mail written',
          timestamp: minutesAgo(300),
          properties: {
            channel: 'email',
            email: 'ana@example.org',
            subject: 'My order A-4711',
            text: 'I asked twice. When can I collect it?',
          },
        },
      ],
    ])
    await visit('tablet', [
      ['identify', { traits: { email: 'ana@example.org' }, timestamp: minutesAgo(200) }],
      ['track', { event: 'Help read', timestamp: minutesAgo(199), properties: { channel: 'help' } }],
    ])
  }, 120_000)

  test('rings, known by the number alone, and collects in the shop, known by the order alone', async () => {
    importCsv(
      'calls',
      `call,number,at\n1,+351912345678,${minutesAgo(100)}\n`,
      '    key: $call\n    identifiers: { phone: $number }\n    touchpoint: Rang\n    at: $at\n    channel: phone\n    direction: inbound\n    begun_by: customer\n',
    )
    importCsv(
      'till',
      `receipt,order,at\n1,A-4711,${minutesAgo(50)}\n`,
      '    key: $receipt\n    subjects: { order: $order }\n    touchpoint: Collected\n    at: $at\n    channel: shop\n',
    )
  }, 120_000)

  test('is one customer with one run, in six channels, with nothing unknown', async () => {
    await expect.poll(runs, { timeout: 20_000, interval: 1_000 }).toMatchObject([
      {
        outcome_kind: 'success',
        channels: expect.arrayContaining(['web', 'chat', 'email', 'help', 'phone', 'shop']),
      },
    ])
    expect((await runs())[0]!.channels).toHaveLength(6)
  }, 60_000)
})

describe('an agent', () => {
  test('whose telephone opens the caller’s number sees within a second who it is and what they wrote', async () => {
    await page.goto('/main/customers')
    await page.getByLabel('Find a customer').waitFor()
    const began = performance.now()
    await page.goto(`/main/pop?number=${encodeURIComponent('0351 912345678')}`)
    await page.getByText('I asked twice. When can I collect it?').waitFor()
    const took = performance.now() - began
    expect(await page.locator('h1').textContent()).toBe('Ana Sousa')
    expect(await page.locator('main').textContent()).toContain('My order A-4711')
    // The bar is 1 s on an idle machine and measured by the bench; other tests run beside this one.
    expect(took).toBeLessThan(5_000)
  }, 60_000)

  test('finds her by a name with a slip in it, opens the timeline and reads the mail', async () => {
    await page.goto('/main/customers')
    await page.getByLabel('Find a customer').fill('Ana Suosa')
    await page.getByRole('link', { name: 'Ana Sousa' }).click()
    await page.getByRole('button', { name: 'Mail written' }).click()
    await page.getByRole('region', { name: 'Timeline' }).getByText('I asked twice').waitFor()
    await page.locator('label').filter({ hasText: 'phone' }).click()
    await expect.poll(() => page.locator('.tl-lived-entry').count()).toBe(1)
  })

  test('takes the telephone’s link back: the call leaves the run, and returns with it', async () => {
    const steps = async () => (await runs()).map((run) => run.steps).sort()
    expect(await steps()).toEqual([7])
    await page.getByRole('link', { name: 'why one person' }).click()
    await page
      .getByRole('button', {
        name: /^Take back the link of .*\+351912345678|^Take back the link of \+351912345678/,
      })
      .first()
      .click()
    await page.getByLabel('Why').fill('her son has the phone now')
    await page.getByRole('button', { name: 'Take back', exact: true }).click()
    await expect.poll(steps, { timeout: 20_000, interval: 1_000 }).toEqual([1, 6])
    await page
      .getByRole('button', { name: /^Restore the link/ })
      .first()
      .click()
    await page.getByLabel('Why').fill('it is hers after all')
    await page.getByRole('button', { name: 'Restore', exact: true }).click()
    await expect.poll(steps, { timeout: 20_000, interval: 1_000 }).toEqual([7])
  }, 90_000)

  test('gives another desk a panel that needs no sign-in', async () => {
    await page.goto('/main/customers?q=ana')
    await page.getByRole('link', { name: 'Ana Sousa' }).click()
    await page.getByRole('button', { name: 'Panel for another desk' }).click()
    await page.getByRole('button', { name: 'Make the address' }).click()
    const address = await page.getByLabel('Address').inputValue()
    const elsewhere = await openPage(browser)
    await elsewhere.goto(address)
    await elsewhere.getByRole('heading', { name: 'Ana Sousa' }).waitFor()
    expect(await elsewhere.locator('main').textContent()).toContain('My order A-4711')
    await elsewhere.context().close()
  })
})
