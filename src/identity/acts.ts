import { badInput } from '../http/errors.ts'
import { learn } from './learn.ts'
import {
  admit,
  deciding,
  type IdentityStore,
  judge,
  type Ledger,
  type Part,
  readPart,
  settle,
} from './ledger.ts'
import type { Member, Placed } from './resolve.ts'
import { linkBetween } from './seen-together.ts'
import { sharedAmong } from './shared-among.ts'
import type { IdentityAct, LinkRule } from './words.ts'

/** Who did something to the ledger, and why. */
export interface By {
  by: string
  reason: string
}

/** A customer as the identifiers it consists of. */
export interface Holding {
  customer_id: string
  identifiers: Placed[]
}

/** Customers that an act touches, before and after it. */
export interface Change {
  before: Holding[]
  after: Holding[]
}

/**
 * Takes links back, or lets them count again. Exact: who is one customer is told by the links that stand, so undoing the last acts restores
 * what was before them (methods B.12, step 5). With `dry` nothing is written and the answer is what would change.
 * @throws badInput when a link is not on record.
 */
export async function setUndone(
  store: IdentityStore,
  workspace: string,
  links: number[],
  undone: boolean,
  { by, reason, dry }: By & { dry: boolean },
): Promise<Change> {
  return deciding(store, workspace, async (ledger) => {
    const { ends, forms } = await endsOf(ledger, links)
    const reopened = await sharedAmong(ledger, ends, forms)
    const part = await readPart(ledger, ends, reopened)
    const brought = { reopened: new Set(reopened) }
    const before = holdings([...part.members.values()])
    const chosen = new Set(links)
    for (const link of part.links)
      if (chosen.has(link.link_id!)) Object.assign(link, { undone, reason: undone ? reason : '' })
    const after = holdings(judge(ledger, part, brought.reopened).members)
    if (!dry) {
      await settle(ledger, part, brought)
      await note(ledger, undone ? 'undo' : 'redo', links, { by, reason })
    }
    return changeOf(before, after)
  })
}

/**
 * A person says that two identifiers are one customer, or that they are two. It obeys the same limits as everything else: where they
 * forbid it nothing changes, and `refused` says why.
 */
export async function decide(
  store: IdentityStore,
  workspace: string,
  [one, other]: [Member, Member],
  apart: boolean,
  { by, reason, dry }: By & { dry: boolean },
): Promise<Change & { refused: string | null }> {
  return deciding(store, workspace, async (ledger) => {
    const link = linkBetween(one, other, { rule: 'person', source: by, first_at: Date.now(), apart, reason })
    const part = await readPart(ledger, [one.identifier_id, other.identifier_id])
    admit(part, [one, other])
    const before = holdings([...part.members.values()])
    const kept = { ...link, link_id: null, result: null, evidence: [] }
    const tried: Part = {
      members: part.members,
      links: [...part.links.filter((each) => !samePair(each, link)), kept],
    }
    const { members, verdicts } = judge(ledger, tried)
    const verdict = verdicts.find((each) => each.link === kept)!
    const refused = verdict.result === 'refused' ? verdict.reason : null
    if (!dry && refused === null) {
      await learn(ledger, [link])
      await note(ledger, apart ? 'apart' : 'merge', await idsOf(ledger, link), { by, reason })
    }
    return { ...changeOf(before, holdings(members)), refused }
  })
}

const samePair = (
  one: { a: Member; b: Member; rule: string },
  other: { a: Member; b: Member; rule: string },
) =>
  one.rule === other.rule &&
  one.a.identifier_id === other.a.identifier_id &&
  one.b.identifier_id === other.b.identifier_id

/** Both ends of links, and whether any of them is about forms of one identifier. */
async function endsOf(
  { db, workspace }: Ledger,
  links: number[],
): Promise<{ ends: string[]; forms: boolean }> {
  const rows = await db
    .selectFrom('identity_links')
    .select(['link_id', 'a_id', 'b_id', 'rule'])
    .where('workspace', '=', workspace)
    .where('link_id', 'in', links)
    .execute()
  const found = new Set(rows.map(({ link_id }) => link_id))
  const missing = links.filter((link) => !found.has(link))
  if (missing.length > 0)
    throw badInput(
      'links',
      `There is no link ${missing.join(', ')}.`,
      'The links of a customer are listed with it.',
    )
  return {
    ends: [...new Set(rows.flatMap(({ a_id, b_id }) => [a_id, b_id]))],
    forms: rows.some(({ rule }) => rule === 'same value'),
  }
}

async function idsOf({ db, workspace }: Ledger, { a, b, rule }: { a: Member; b: Member; rule: LinkRule }) {
  const rows = await db
    .selectFrom('identity_links')
    .select('link_id')
    .where('workspace', '=', workspace)
    .where('a_id', '=', a.identifier_id)
    .where('b_id', '=', b.identifier_id)
    .where('rule', '=', rule)
    .execute()
  return rows.map(({ link_id }) => link_id)
}

async function note(
  { db, workspace }: Ledger,
  act: IdentityAct,
  links: number[],
  { by, reason }: By,
): Promise<void> {
  await db.insertInto('identity_acts').values({ workspace, act, links, by, reason }).execute()
}

function holdings(members: readonly Placed[]): Holding[] {
  return [...Map.groupBy(members, ({ customer_id }) => customer_id)].map(([customer_id, identifiers]) => ({
    customer_id,
    identifiers,
  }))
}

/** Only customers that are not the same before and after. */
function changeOf(before: Holding[], after: Holding[]): Change {
  const nameOf = ({ customer_id, identifiers }: Holding) =>
    `${customer_id} ${identifiers
      .map((each) => each.identifier_id)
      .sort()
      .join(' ')}`
  const [was, is] = [new Set(before.map(nameOf)), new Set(after.map(nameOf))]
  return {
    before: before.filter((each) => !is.has(nameOf(each))),
    after: after.filter((each) => !was.has(nameOf(each))),
  }
}
