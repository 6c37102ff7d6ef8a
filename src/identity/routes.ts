import { type AccessTables, byOf, noteDeed } from '../access/index.ts'
import { customerName, type IdentifierKinds, identifierId, kindsNow } from '../collect/index.ts'
import { badInput } from '../http/errors.ts'
import type { Mount } from '../http/serve.ts'
import type { Db } from '../storage/operational.ts'
import { type Change, decide, setUndone } from './acts.ts'
import * as contract from './contract.ts'
import { type ChangeShown, decideIdentity, listLinks, readIdentity, undoLinks } from './contract.ts'
import { kindsPending } from './follow-kinds.ts'
import { mountGroups } from './group-routes.ts'
import { judgingOf } from './judge-anew.ts'
import type { IdentityStore } from './ledger.ts'
import { lastMatching, matchAll, matchingUnderWay } from './matchings.ts'
import { listLinksOf, readCustomerIdentity } from './read-identity.ts'
import type { Member } from './resolve.ts'
import { answerReviewOf, listReviewsOf } from './reviews.ts'
import { correct, readSaidOf, recordConsentOf, takeBack } from './said.ts'

interface IdentityParts extends IdentityStore {
  db: Db<AccessTables> & IdentityStore['db']
  /** Tells the followers that something was stored: runs follow the customers. */
  stored(): void
}

export function mountIdentity(mount: Mount, parts: IdentityParts): void {
  mount(readIdentity, ({ workspace, customer_id }) => readCustomerIdentity(parts, workspace, customer_id))
  mount(listLinks, async ({ workspace, ...asked }) => ({ links: await listLinksOf(parts, workspace, asked) }))
  mount(contract.readJudging, async ({ workspace }) => {
    const progress = judgingOf(workspace)
    const pending = progress !== null || (await kindsPending(parts, workspace))
    return { pending, judged: progress?.judged ?? null, parts: progress?.parts ?? null }
  })
  mountMatching(mount, parts)
  mountSaid(mount, parts)
  mountGroups(mount, parts)
  mount(undoLinks, async ({ workspace, links, undone, reason, dry }, caller) => {
    const change = await setUndone(parts, workspace, links, undone, { by: byOf(caller), reason, dry })
    if (dry) return shown(parts, workspace, change)
    parts.stored()
    const act = undone ? 'take links back' : 'restore links'
    await noteDeed(parts.db, { workspace, by: byOf(caller), act, on_what: `links ${links.join(' ')}` })
    return shown(parts, workspace, change)
  })
  mount(decideIdentity, async ({ workspace, a, b, apart, reason, dry }, caller) => {
    const kinds = await kindsNow(parts.db, workspace)
    const two: [Member, Member] = [memberOf(a, kinds), memberOf(b, kinds)]
    const { refused, ...change } = await decide(parts, workspace, two, apart, {
      by: byOf(caller),
      reason,
      dry,
    })
    if (!dry) parts.stored()
    if (!dry)
      await noteDeed(parts.db, {
        workspace,
        by: byOf(caller),
        act: apart ? 'say two' : 'say one',
        on_what: await customerName(parts.db, workspace, two[0].identifier_id),
        outcome: refused ?? 'done',
      })
    return { ...(await shown(parts, workspace, change)), refused }
  })
}

function mountMatching(mount: Mount, parts: IdentityParts): void {
  mount(contract.matchCustomers, async ({ workspace }) => {
    const { matching, ...told } = await matchAll(parts, workspace)
    parts.stored()
    const traits = matching.model.traits.map((trait, place) => ({ trait, filled: matching.filled[place]! }))
    return { ...told, traits, thresholds: matching.thresholds }
  })
  mount(contract.readMatching, async ({ workspace }) => {
    const now = matchingUnderWay(workspace)
    const last = await lastMatching(parts, workspace)
    return {
      under_way: now && { ...now, began_at: now.began_at.toISOString() },
      last: last === undefined ? null : { ...last, at: last.at.toISOString() },
    }
  })
  mount(contract.listReviews, ({ workspace, verdict, answered, limit }) =>
    listReviewsOf(parts, workspace, { verdict, answered: answered === 'true', limit }),
  )
  mount(contract.answerReview, async ({ workspace, review_id, answer }, caller) => {
    const refused = await answerReviewOf(parts, workspace, review_id, answer, byOf(caller))
    parts.stored()
    const on_what = `review ${review_id}`
    const outcome = refused ?? 'done'
    await noteDeed(parts.db, { workspace, by: byOf(caller), act: `answer ${answer}`, on_what, outcome })
    return { refused }
  })
}

function mountSaid(mount: Mount, parts: IdentityParts): void {
  const { db } = parts
  mount(contract.readSaid, ({ workspace, customer_id }) => readSaidOf(parts, workspace, customer_id))
  mount(contract.recordConsent, async (asked, caller) => {
    const consent = await recordConsentOf(parts, asked, byOf(caller))
    const { channel, purpose, state } = consent
    await noteDeed(db, {
      workspace: asked.workspace,
      by: consent.by,
      act: 'record consent',
      on_what: await customerName(
        db,
        asked.workspace,
        memberOf(asked.identifier, await kindsNow(db, asked.workspace)).identifier_id,
      ),
      detail: `${channel}, ${purpose}: ${state}`,
    })
    return consent
  })
  mount(contract.correctCustomer, async (asked, caller) => {
    const by = byOf(caller)
    const correction = await correct(parts, asked, by)
    const on_what = await customerName(db, asked.workspace, asked.customer_id)
    await noteDeed(db, {
      workspace: asked.workspace,
      by,
      act: 'correct customer',
      on_what,
      detail: asked.field,
    })
    return correction
  })
  mount(contract.undoCorrection, async (asked, caller) => {
    const by = byOf(caller)
    const correction = await takeBack(parts, asked, by)
    const on_what = `correction ${asked.correction_id}`
    await noteDeed(db, { workspace: asked.workspace, by, act: 'undo correction', on_what })
    return correction
  })
}

function memberOf(identifier: { kind: string; value: string }, kinds: IdentifierKinds): Member {
  const normal = kinds.normalise(identifier)
  if (normal.value === '')
    throw badInput(
      'value',
      `The ${identifier.kind} says nothing.`,
      'Write it as it stands in the interactions.',
    )
  return { ...normal, identifier_id: identifierId(normal) }
}

/** With how many interactions change hands: those of identifiers whose customer is another afterwards. */
async function shown({ analytics }: IdentityStore, workspace: string, change: Change): Promise<ChangeShown> {
  const before = new Map(
    change.before.flatMap(({ customer_id, identifiers }) =>
      identifiers.map((each) => [each.identifier_id, customer_id] as const),
    ),
  )
  const moved = change.after.flatMap(({ customer_id, identifiers }) =>
    identifiers.filter((each) => (before.get(each.identifier_id) ?? each.identifier_id) !== customer_id),
  )
  const [row] =
    moved.length === 0
      ? []
      : await analytics.ask<{ n: string }>(
          `SELECT uniqExact(interaction_id) AS n FROM throughline.history FINAL
           WHERE {{workspace}} AND kind = 'identifier' AND key IN ({ids:Array(UInt64)})`,
          { workspace, params: { ids: moved.map((each) => BigInt(each.identifier_id)) } },
          'lookup',
        )
  return { ...change, interactions: Number(row?.n ?? 0) }
}
