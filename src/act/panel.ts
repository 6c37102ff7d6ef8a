import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { Problem } from '../http/errors.ts'
import type { Db } from '../storage/operational.ts'

/** What an address of a panel gives to whoever holds it. */
export interface Panel {
  workspace: string
  customer_id: string
  /** Epoch seconds. */
  expires: number
  /** The site that may frame it; '' = none. */
  site: string
}

interface PanelTables {
  settings: { name: string; value: string }
}

const signed = z.tuple([z.string(), z.string(), z.number(), z.string()])

/** The panel and its signature as one word that fits into an address. */
export function sealPanel({ workspace, customer_id, expires, site }: Panel, secret: string): string {
  const content = Buffer.from(JSON.stringify([workspace, customer_id, expires, site])).toString('base64url')
  return `${content}.${signatureOf(content, secret)}`
}

/**
 * What a sealed panel allows.
 * @throws Problem 403 when it is not signed with the secret, 410 when it is past its time.
 */
export function openPanel(sealed: string, secret: string, now: number): Panel {
  const [content = '', signature = ''] = sealed.split('.')
  const expected = Buffer.from(signatureOf(content, secret))
  const given = Buffer.from(signature)
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    throw new Problem(403, 'Not a valid panel', 'This address was not made by this server, or was changed.', {
      remedy: 'Ask the desk for a new one.',
    })
  const [workspace, customer_id, expires, site] = signed.parse(
    JSON.parse(Buffer.from(content, 'base64url').toString()),
  )
  if (now >= expires * 1000)
    throw new Problem(410, 'This panel has expired', 'Its address was good for a limited time.', {
      remedy: 'Open the customer in your desk again.',
    })
  return { workspace, customer_id, expires, site }
}

const signatureOf = (content: string, secret: string) =>
  createHmac('sha256', secret).update(`panel ${content}`).digest('base64url')

/** The key of all panels; made once. */
export async function panelSecret(db: Db<PanelTables>): Promise<string> {
  await db
    .insertInto('settings')
    .values({ name: 'panel_secret', value: randomBytes(32).toString('base64url') })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const row = await db
    .selectFrom('settings')
    .select('value')
    .where('name', '=', 'panel_secret')
    .executeTakeFirstOrThrow()
  return row.value
}
