import { type AccessTables, byOf, noteDeed } from '../access/index.ts'
import { customerName } from '../collect/index.ts'
import type { Mount } from '../http/serve.ts'
import type { Db } from '../storage/operational.ts'
import * as contract from './contract-customers.ts'
import { readGroupView } from './contract-groups.ts'
import { findCallers, searchCustomersBy } from './customer-search.ts'
import { type CustomerStore, readCustomerView, readInteractionOf } from './customer-view.ts'
import { readGroupViewOf } from './group-view.ts'
import { openPanel, panelSecret, sealPanel } from './panel.ts'
import type { ActTables } from './tables.ts'

export type CustomerParts = CustomerStore & { db: CustomerStore['db'] & Db<ActTables & AccessTables> }

/** So much of a timeline comes with a screen pop: what the agent sees at once. */
const popped = { limit: 50 }

export function mountCustomers(mount: Mount, parts: CustomerParts): void {
  mount(contract.searchCustomers, async ({ workspace, q, limit }) => ({
    customers: await searchCustomersBy(parts, workspace, q, limit),
  }))
  mount(contract.readCustomer, ({ workspace, customer_id, ...asked }) =>
    readCustomerView(parts, workspace, customer_id, asked),
  )
  mount(readGroupView, ({ workspace, ...named }) => readGroupViewOf(parts, workspace, named))
  mount(contract.readInteraction, ({ workspace, interaction_id }) =>
    readInteractionOf(parts, workspace, interaction_id),
  )
  mount(contract.popCustomer, async ({ workspace, ...asked }) => {
    const customers = await findCallers(parts, workspace, asked)
    const [only] = customers
    const view =
      only !== undefined && customers.length === 1
        ? await readCustomerView(parts, workspace, only.customer_id, popped)
        : null
    return { customers, view }
  })
  mount(contract.makePanel, async ({ workspace, customer_id, minutes, site }, caller) => {
    await readCustomerView(parts, workspace, customer_id, { limit: 0 })
    const expires = Math.floor(Date.now() / 1000) + minutes * 60
    const panel = { workspace, customer_id, expires, site: site ?? '' }
    const on_what = await customerName(parts.db, workspace, customer_id)
    const detail = `for ${minutes} minutes${site ? `, framed by ${site}` : ''}`
    await noteDeed(parts.db, { workspace, by: byOf(caller), act: 'make panel', on_what, detail })
    const sealed = sealPanel(panel, await panelSecret(parts.db))
    return { path: `/panel/${sealed}`, expires_at: new Date(expires * 1000).toISOString() }
  })
  mount(contract.readPanel, async ({ panel, ...asked }) => {
    const { workspace, customer_id } = openPanel(panel, await panelSecret(parts.db), Date.now())
    return readCustomerView(parts, workspace, customer_id, asked)
  })
}

/** Which site may frame a page of the console: a panel's, for as long as it is good; null = nobody. */
export async function framedBy(db: Db<ActTables>, path: string): Promise<string | null> {
  const sealed = /^\/panel\/([\w.-]+)$/.exec(path)?.[1]
  if (sealed === undefined) return null
  try {
    return openPanel(sealed, await panelSecret(db), Date.now()).site || null
  } catch {
    // Not one of ours, or past its time: the page says which, in no frame.
    return null
  }
}
