import {
  type Found,
  findNumber,
  findWritten,
  identifiersOf,
  ownersNow,
  readProfiles,
  searchProfiles,
} from '../identity/index.ts'
import { findSubjects, lastContacts } from '../journeys/index.ts'
import type { CustomerFound } from './contract-customers.ts'
import type { CustomerStore } from './customer-view.ts'

/** Customers by anything: the number of an order first, which is exact, then what identity knows of them. */
export async function searchCustomersBy(
  store: CustomerStore,
  workspace: string,
  text: string,
  limit: number,
): Promise<CustomerFound[]> {
  const asked = text.trim()
  if (asked === '') return []
  const [owned, called] = await Promise.all([
    bySubject(store, workspace, asked),
    searchProfiles(store, workspace, asked, limit),
  ])
  return shown(store, workspace, [...owned, ...called], limit)
}

/** Whose a subject is, by its number. */
export async function bySubject(store: CustomerStore, workspace: string, id: string): Promise<Found[]> {
  const subjects = await findSubjects(store.analytics, workspace, id.trim())
  const owners = await ownersNow(
    store,
    workspace,
    subjects.map(({ identifier_id }) => identifier_id),
  )
  return subjects.map(({ type, identifier_id }) => ({
    customer_id: owners.get(identifier_id) ?? identifier_id,
    matched: type,
    value: id.trim(),
  }))
}

/** Found customers, each once, as people tell them apart: name, identifiers, what happened last. */
export async function shown(
  store: CustomerStore,
  workspace: string,
  found: readonly Found[],
  limit: number,
): Promise<CustomerFound[]> {
  const first = new Map(found.toReversed().map((each) => [each.customer_id, each]))
  const chosen = [...new Set(found.map(({ customer_id }) => customer_id))]
    .slice(0, limit)
    .map((id) => first.get(id)!)
  const identifiers = await identifiersOf(
    store,
    workspace,
    chosen.map(({ customer_id }) => customer_id),
  )
  const ids = new Map(
    [...identifiers].map(([customer, all]) => [customer, all.map((each) => each.identifier_id)]),
  )
  const [profiles, contacts] = await Promise.all([
    readProfiles(store.analytics, workspace, ids),
    lastContacts(store, workspace, ids),
  ])
  return chosen.map((each) => {
    const last = contacts.get(each.customer_id)
    return {
      ...each,
      name: profiles.get(each.customer_id)?.name ?? null,
      identifiers: (identifiers.get(each.customer_id) ?? []).map(({ kind, value }) => ({ kind, value })),
      last_at: last === undefined ? null : new Date(last.at).toISOString(),
      last_touchpoint: last?.touchpoint ?? '',
    }
  })
}

interface Caller {
  number?: string | undefined
  email?: string | undefined
  subject?: string | undefined
  identifier?: string | undefined
}

/**
 * Whoever calls, by what their desk or switchboard knows. A number answers by its last figures, since switchboards write it without
 * a country; a number that several customers end in gives them all.
 */
export async function findCallers(
  store: CustomerStore,
  workspace: string,
  { number, email, subject, identifier }: Caller,
): Promise<CustomerFound[]> {
  const found: Found[] = []
  if (subject) found.push(...(await bySubject(store, workspace, subject)))
  for (const text of [identifier, email, number])
    if (text) found.push(...(await findWritten(store, workspace, text)))
  if (number && found.length === 0) found.push(...(await findNumber(store, workspace, number)))
  return shown(store, workspace, found, 10)
}
