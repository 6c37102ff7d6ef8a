import { type RawBuilder, sql } from 'kysely'
import { notFound } from '../http/errors.ts'
import type { Analytics } from '../storage/analytics.ts'
import type { IdentityShown } from './contract.ts'
import type { IdentityStore } from './ledger.ts'
import type { LinkRule, Result } from './words.ts'

type Link = IdentityShown['links'][number]
type LinkRow = Omit<Link, 'a' | 'b' | 'first_at'> & {
  a_kind: string
  a_value: string
  a_customer: string
  b_kind: string
  b_value: string
  b_customer: string
  first_at: string
}

/** Who a customer is, without what holds it together. */
export type CustomerIdentifiers = Omit<IdentityShown, 'links' | 'acts'>

/**
 * The identifiers of a customer. Any id a customer ever had is an identifier's: it leads to the customer that has this identifier now.
 * @throws notFound when no identifier has the id.
 */
export async function readCustomerIdentifiers(
  { db, analytics }: IdentityStore,
  workspace: string,
  asked: string,
): Promise<CustomerIdentifiers> {
  const { rows: identifiers } = await sql<IdentityShown['identifiers'][number] & { customer_id: string }>`
    SELECT identifier_id, kind, value, strength, shared, customer_id FROM identity_members
    WHERE workspace = ${workspace} AND (component_id, customer_id) = (
      SELECT component_id, customer_id FROM identity_members WHERE workspace = ${workspace} AND identifier_id = ${asked}::numeric)
    ORDER BY identifier_id = customer_id DESC, kind, value`.execute(db)
  const first = identifiers[0]
  if (first === undefined) return loneCustomer(analytics, workspace, asked)
  const { customer_id } = first
  return {
    customer_id,
    redirected_from: customer_id === asked ? null : asked,
    strength: Math.min(...identifiers.map((each) => each.strength)),
    identifiers: identifiers.map(({ customer_id: _, ...each }) => each),
  }
}

/**
 * A customer with all that holds it together, and what was refused at its edges.
 * @throws notFound when no identifier has the id.
 */
export async function readCustomerIdentity(
  store: IdentityStore,
  workspace: string,
  asked: string,
): Promise<IdentityShown> {
  const customer = await readCustomerIdentifiers(store, workspace, asked)
  const links = await linksOf(
    store.db,
    workspace,
    customer.identifiers.map((each) => each.identifier_id),
  )
  const acts = await actsOn(
    store.db,
    workspace,
    links.map((each) => each.link_id),
  )
  return { ...customer, links, acts }
}

/** Someone known by one identifier that was never seen with another: the ledger has nothing to say of them. */
async function loneCustomer(
  analytics: Analytics,
  workspace: string,
  asked: string,
): Promise<CustomerIdentifiers> {
  const [own] = await analytics.ask<{ kind: string; value: string }>(
    "SELECT kind, value FROM throughline.profiles WHERE {{workspace}} AND identifier_id = {id:UInt64} AND trait = '' LIMIT 1",
    { workspace, params: { id: BigInt(asked) } },
    'lookup',
  )
  if (own === undefined)
    throw notFound(
      `customer ${asked} in workspace '${workspace}'`,
      'Search for the customer by name, address or number.',
    )
  return {
    customer_id: asked,
    redirected_from: null,
    strength: 1,
    identifiers: [{ identifier_id: asked, ...own, strength: 1, shared: '' }],
  }
}

/** So many links of one customer are listed: a tablet in a shop has one with everybody. */
const mostLinks = 500

function linksOf(db: IdentityStore['db'], workspace: string, ids: string[]): Promise<Link[]> {
  return readLinks(
    db,
    workspace,
    sql`link_id IN (
      SELECT link_id FROM identity_links WHERE workspace = ${workspace} AND a_id = ANY(${ids}::numeric[])
      UNION SELECT link_id FROM identity_links WHERE workspace = ${workspace} AND b_id = ANY(${ids}::numeric[]))
    ORDER BY first_at, link_id LIMIT ${mostLinks}`,
  )
}

/** Which links of the ledger are asked for: the probability is at least the one and below the other. */
export interface LinksAsked {
  rule?: LinkRule
  result?: Result
  at_least: number
  below: number
  limit: number
}

/** Links of the ledger, the latest first. */
export function listLinksOf(
  { db }: IdentityStore,
  workspace: string,
  { rule, result, at_least, below, limit }: LinksAsked,
): Promise<Link[]> {
  return readLinks(
    db,
    workspace,
    sql`(${rule ?? null}::text IS NULL OR rule = ${rule ?? null}) AND (${result ?? null}::text IS NULL OR result = ${result ?? null})
      AND probability >= ${at_least} AND probability < ${below}
    ORDER BY link_id DESC LIMIT ${limit}`,
  )
}

async function readLinks(
  db: IdentityStore['db'],
  workspace: string,
  which: RawBuilder<unknown>,
): Promise<Link[]> {
  const { rows } = await sql<LinkRow>`
    SELECT link_id, rule, probability, first_at, source, result, reason, evidence,
      a.kind AS a_kind, a.value AS a_value, a.customer_id AS a_customer, b.kind AS b_kind, b.value AS b_value, b.customer_id AS b_customer
    FROM identity_links
    JOIN identity_members a ON a.workspace = ${workspace} AND a.identifier_id = a_id
    JOIN identity_members b ON b.workspace = ${workspace} AND b.identifier_id = b_id
    WHERE identity_links.workspace = ${workspace} AND ${which}`.execute(db)
  return rows.map(({ a_kind, a_value, a_customer, b_kind, b_value, b_customer, first_at, ...link }) => ({
    ...link,
    first_at:
      link.rule === 'match' || link.rule === 'same value' ? null : new Date(Number(first_at)).toISOString(),
    a: { kind: a_kind, value: a_value, customer_id: a_customer },
    b: { kind: b_kind, value: b_value, customer_id: b_customer },
  }))
}

async function actsOn(
  db: IdentityStore['db'],
  workspace: string,
  links: number[],
): Promise<IdentityShown['acts']> {
  const { rows } = await sql<
    Omit<IdentityShown['acts'][number], 'at' | 'links'> & { at: Date; links: string[] }
  >`
    SELECT act_id, act, links, by, reason, at FROM identity_acts
    WHERE workspace = ${workspace} AND links && ${links}::bigint[] ORDER BY act_id DESC LIMIT 100`.execute(db)
  return rows.map(({ at, links, ...act }) => ({ ...act, links: links.map(Number), at: at.toISOString() }))
}
