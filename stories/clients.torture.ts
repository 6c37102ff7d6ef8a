import { setTimeout as wait } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createKey } from '../src/collect/contract.ts'
import { browserClients, orderOn, serveClientPage } from '../tools/clients/browser-clients.ts'
import { allInteractions, type InProcess, openInProcess } from '../tools/in-process.ts'
import { faults, startFaultProxy } from '../tools/torture/fault-proxy.ts'
import { openBrowser, openPage } from './browser.ts'

let product: InProcess
let address: string
let browser: Browser
beforeAll(async () => {
  product = await openInProcess()
  address = (await product.product.listen()).replace('localhost', '127.0.0.1')
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await product.close()
})

interface Stored {
  touchpoint: string
  channel: string
  started_at: string
  identifiers: [kind: string, value: string][]
  attributes: Record<string, string>
}

describe('a shop whose pages have an SDK of somebody else, and our host in it', () => {
  for (const client of browserClients)
    it(`sees its visitor look for help, sign in and order, each once (${client})`, async () => {
      const workspace = await product.workspace(client.replaceAll(/[^a-z]+/g, '-').replace(/^-/, ''))
      const served = await serveClientPage(client, { address, key: await product.key(workspace) })
      const page = await openPage(browser)
      const faults: string[] = []
      page.on('pageerror', (error) => faults.push(error.message))
      const begun = Date.now()
      await page.goto(served.url)
      await orderOn(page, ['o-1', 'o-2', 'o-3'], 'ana')
      const rows = await untilStored(workspace, 4)
      await page.context().close()
      await served.close()
      expect(faults).toEqual([])
      expect(rows.map((row) => [row.touchpoint, row.attributes.order_id])).toEqual([
        ['Help', undefined],
        ['Order placed', 'o-1'],
        ['Order placed', 'o-2'],
        ['Order placed', 'o-3'],
      ])
      for (const row of rows) {
        expect(row.channel).toBe('web')
        expect(Math.abs(Number(row.started_at) - begun)).toBeLessThan(20_000)
      }
      const visitor = identifierOf(rows[0]!, 'anonymous_id')
      expect(visitor).not.toBe(undefined)
      for (const row of rows.slice(1)) {
        expect(identifierOf(row, 'user_id')).toBe('ana')
        expect(identifierOf(row, 'anonymous_id')).toBe(visitor)
      }
      await product.follow(workspace)
      expect(await product.map(workspace, 'customer')).toMatchObject({ runs: 1, interactions: 4 })
    })
})

describe('a shop whose visitors have a network that breaks', () => {
  const orders = Array.from({ length: 20 }, (_, i) => `o-${String(i).padStart(2, '0')}`)
  // Both send an event up to ten times, @segment/analytics-next by maxRetryCount (shared-dispatcher.js), @rudderstack/analytics-js
  // by maxAttempts (XhrQueue); what waits when the page is left is sent by the next one.
  for (const client of browserClients)
    for (const leaves of [false, true])
      it(`has every order once, of its visitor, though ${leaves ? 'the page is left' : 'each fails up to three times'} (${client})`, async () => {
        const workspace = await product.workspace(
          `${leaves ? 'left' : 'stayed'}${client.replaceAll(/[^a-z]+/g, '-')}`,
        )
        const proxy = await startFaultProxy(address, { seed: leaves ? 2 : 1, most: 3, slow_ms: 1_000 })
        const served = await serveClientPage(client, {
          address: proxy.address,
          key: await product.key(workspace),
        })
        const page = await openPage(browser)
        const thrown: string[] = []
        page.on('pageerror', (error) => thrown.push(error.message))
        const begun = Date.now()
        await page.goto(served.url)
        await orderOn(page, orders, 'ana')
        if (leaves) {
          // Until it has its settings, @rudderstack/analytics-js keeps nothing that outlives the page.
          while (proxy.done.size < 2) await wait(20)
          await page.goto(served.url)
        }
        const rows = await untilStored(workspace, orders.length + 1, 90_000)
        await page.context().close()
        await served.close()
        await proxy.close()
        console.log(`${client}: ${[...proxy.done].map(([fault, times]) => `${times} × ${fault}`).join(', ')}`)
        expect(thrown).toEqual([])
        expect([...proxy.done.keys()].sort()).toEqual([...faults].sort())
        expect(rows.map((row) => [row.touchpoint, row.attributes.order_id])).toEqual([
          ['Help', undefined],
          ...orders.map((order) => ['Order placed', order]),
        ])
        const visitor = identifierOf(rows[0]!, 'anonymous_id')
        for (const row of rows.slice(1)) {
          expect(identifierOf(row, 'user_id')).toBe('ana')
          expect(identifierOf(row, 'anonymous_id')).toBe(visitor)
          expect(row.attributes.total).toBe('12.5')
          expect(Math.abs(Number(row.started_at) - begun)).toBeLessThan(30_000)
        }
      })
})

describe('a shop whose pages send more than their key may', () => {
  for (const client of browserClients)
    it(`has every order all the same, a little later (${client})`, async () => {
      const workspace = await product.workspace(`fast${client.replaceAll(/[^a-z]+/g, '-')}`)
      const slow = { workspace, name: 'slow', requests_per_second: 1 }
      const { write_key: key } = await product.call(createKey, slow)
      const served = await serveClientPage(client, { address, key })
      const orders = Array.from({ length: 40 }, (_, i) => `o-${String(i).padStart(2, '0')}`)
      const page = await openPage(browser)
      await page.goto(served.url)
      await orderOn(page, orders, 'ana')
      const rows = await untilStored(workspace, orders.length + 1, 120_000)
      await page.context().close()
      await served.close()
      expect(rows.map((row) => row.attributes.order_id)).toEqual([undefined, ...orders])
    })
})

const identifierOf = (row: Stored, kind: string) => row.identifiers.find(([each]) => each === kind)?.[1]

/** Waits until so many contacts came, and a little for one too many. */
async function untilStored(workspace: string, count: number, patience = 20_000): Promise<Stored[]> {
  for (const late = Date.now() + patience; ; await wait(100)) {
    const rows = await contacts(workspace)
    if (rows.length < count && Date.now() < late) continue
    await wait(500)
    return contacts(workspace)
  }
}

async function contacts(workspace: string): Promise<Stored[]> {
  const rows = (await allInteractions(product, workspace)) as unknown as Stored[]
  const order = (row: Stored) => row.attributes.order_id ?? ''
  return rows
    .filter((row) => row.touchpoint !== 'Identified')
    .sort((a, b) => order(a).localeCompare(order(b)))
}
