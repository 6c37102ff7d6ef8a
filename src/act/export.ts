import { byOf, noteDeed } from '../access/index.ts'
import { customerName, readInteractions } from '../collect/index.ts'
import { toCsv } from '../http/csv.ts'
import type { Mount } from '../http/serve.ts'
import { readCustomerIdentifiers, readSaidOf } from '../identity/index.ts'
import { runsWith } from '../journeys/index.ts'
import { exportCustomer } from './contract-rights.ts'
import type { ErasureParts } from './erasure.ts'
import { meanings } from './export-meanings.ts'
import { toXes } from './export-xes.ts'

export function mountExport(mount: Mount, parts: ErasureParts): void {
  mount(exportCustomer, async ({ workspace, customer_id, form }, caller) => {
    const exported = await exportOf(parts, workspace, customer_id)
    await noteDeed(parts.db, {
      workspace,
      by: byOf(caller),
      act: 'export customer',
      on_what: await customerName(parts.db, workspace, customer_id),
      detail: form,
    })
    const [type, body] = written[form](exported)
    return new Response(body, {
      headers: {
        'content-type': type,
        'content-disposition': `attachment; filename="customer-${customer_id}.${form}"`,
        'cache-control': 'no-store',
      },
    })
  })
}

export type Exported = Awaited<ReturnType<typeof exportOf>>

const written: Record<'json' | 'csv' | 'xes', (exported: Exported) => [type: string, body: string]> = {
  json: (exported) => [
    'application/json',
    JSON.stringify({ meanings: meaningsOf(exported), ...exported }, null, 2),
  ],
  csv: ({ interactions }) => ['text/csv; charset=utf-8', toCsv(interactions)],
  xes: ({ interactions }) => ['application/xml', toXes(interactions)],
}

/** Everything on record about one customer, as they would read it. */
export async function exportOf(parts: ErasureParts, workspace: string, customer_id: string) {
  const { identifiers } = await readCustomerIdentifiers(parts, workspace, customer_id)
  const rows = await parts.analytics.ask<{ id: string }>(
    `SELECT interaction_id AS id FROM throughline.interactions FINAL
     WHERE {{workspace}} AND (identifier_id IN ({ids:Array(UInt64)})
       OR length(identifiers) > 1 AND hasAny(arrayMap(each -> concat(each.1, '\\0', each.2), identifiers), {names:Array(String)}))
     ORDER BY started_at, interaction_id`,
    {
      workspace,
      params: {
        ids: identifiers.map((each) => BigInt(each.identifier_id)),
        names: identifiers.map(({ kind, value }) => `${kind}\u0000${value}`),
      },
    },
  )
  const ids = rows.map((row) => row.id)
  const { traits, consent, consents, corrections } = await readSaidOf(parts, workspace, customer_id)
  return {
    identifiers,
    traits,
    consent,
    consents,
    corrections,
    interactions: await readInteractions(parts.analytics, workspace, ids),
    runs: await runsWith(parts.analytics, workspace, ids),
  }
}

/** The meaning of every field that stands in an export, free details aside. */
export function meaningsOf(exported: object): Record<string, string> {
  const named = new Set<string>()
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk)
    else if (typeof value === 'object' && value !== null)
      for (const [name, own] of Object.entries(value)) {
        named.add(name)
        if (name !== 'attributes') walk(own)
      }
  }
  walk(exported)
  return Object.fromEntries([...named].map((name) => [name, meanings[name] ?? 'no meaning is on record']))
}
