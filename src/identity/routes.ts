import { identifierId, normaliseIdentifier } from '../collect/index.ts'
import type { Caller, Mount } from '../http/serve.ts'
import { type Change, decide, setUndone } from './acts.ts'
import * as contract from './contract.ts'
import { type ChangeShown, decideIdentity, listLinks, readIdentity, undoLinks } from './contract.ts'
import { mountGroups } from './group-routes.ts'
import type { IdentityStore } from './ledger.ts'
import { matchCustomers } from './match-customers.ts'
import { listLinksOf, readCustomerIdentity } from './read-identity.ts'
import type { Member } from './resolve.ts'
import { answerReviewOf, listReviewsOf } from './reviews.ts'

interface IdentityParts extends IdentityStore {
  /** Tells the followers that something was stored: runs follow the customers. */
  stored(): void
}

export function mountIdentity(mount: Mount, parts: IdentityParts): void {
  mount(readIdentity, ({ workspace, customer_id }) => readCustomerIdentity(parts, workspace, customer_id))
  mount(listLinks, async ({ workspace, ...asked }) => ({ links: await listLinksOf(parts, workspace, asked) }))
  mountMatching(mount, parts)
  mountGroups(mount, parts, nameOf)
  mount(undoLinks, async ({ workspace, links, undone, reason, dry }, caller) => {
    const change = await setUndone(parts, workspace, links, undone, { by: nameOf(caller), reason, dry })
    if (!dry) parts.stored()
    return shown(parts, workspace, change)
  })
  mount(decideIdentity, async ({ workspace, a, b, apart, reason, dry }, caller) => {
    const { refused, ...change } = await decide(parts, workspace, [memberOf(a), memberOf(b)], apart, {
      by: nameOf(caller),
      reason,
      dry,
    })
    if (!dry) parts.stored()
    return { ...(await shown(parts, workspace, change)), refused }
  })
}

function mountMatching(mount: Mount, parts: IdentityParts): void {
  mount(contract.matchCustomers, async ({ workspace }) => {
    const began = performance.now()
    const { matching, ...told } = await matchCustomers(parts, workspace)
    parts.stored()
    const traits = matching.model.traits.map((trait, place) => ({ trait, filled: matching.filled[place]! }))
    return { ...told, traits, thresholds: matching.thresholds, seconds: (performance.now() - began) / 1000 }
  })
  mount(contract.listReviews, ({ workspace, verdict, answered, limit }) =>
    listReviewsOf(parts, workspace, { verdict, answered: answered === 'true', limit }),
  )
  mount(contract.answerReview, async ({ workspace, review_id, answer }, caller) => {
    const refused = await answerReviewOf(parts, workspace, review_id, answer, nameOf(caller))
    parts.stored()
    return { refused }
  })
}

const nameOf = ({ person }: Caller) => person?.email ?? 'command line'

function memberOf(identifier: { kind: string; value: string }): Member {
  const normal = normaliseIdentifier(identifier)
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
