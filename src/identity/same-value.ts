import { type IdentifierKinds, identifierId } from '../collect/index.ts'
import { inChunks, learn } from './learn.ts'
import { deciding, type IdentityStore } from './ledger.ts'
import type { Link } from './link.ts'
import type { Member } from './resolve.ts'
import { linkBetween } from './seen-together.ts'

/** Identifiers as they are stored. */
export type Written = Pick<Member, 'kind' | 'value'>

/**
 * Links of stored identifiers to the form that the kinds give them now, where that is another one. A form of a form is
 * itself: each identifier has at most one such link to its form.
 */
export function sameValueLinks(written: readonly Written[], kinds: IdentifierKinds): Link[] {
  return written.flatMap((each) => {
    const form = kinds.normalise(each)
    if (form.value === each.value || form.value === '') return []
    const [one, other] = [each, form].map((end) => ({ ...end, identifier_id: identifierId(end) }))
    return [linkBetween(one!, other!, { rule: 'same value', source: 'identifier kinds', first_at: 0 })]
  })
}

/** Puts forms of one identifier together in the ledger. Returns true when any customer changed. */
export function learnForms(
  store: IdentityStore,
  workspace: string,
  written: readonly Written[],
  kinds: IdentifierKinds,
): Promise<boolean> {
  return inChunks(sameValueLinks(written, kinds), (links) =>
    deciding(store, workspace, (ledger) => learn(ledger, links)),
  )
}

/**
 * Identifiers of some commits that came in a form of before: who wrote them had not heard yet that the kinds were set anew.
 * Where they never were, there are none.
 */
export async function formsSeen(
  store: IdentityStore,
  workspace: string,
  kinds: IdentifierKinds,
  commits: { after: number; until: number },
): Promise<boolean> {
  if (kinds.since === 0) return false
  const written = await store.analytics.ask<Written>(
    `SELECT DISTINCT each.1 AS kind, each.2 AS value FROM throughline.interactions ARRAY JOIN identifiers AS each
     WHERE {{workspace}} AND commit_id > {after:UInt64} AND commit_id <= {until:UInt64} AND is_deleted = 0`,
    { workspace, params: commits },
    'rebuild',
  )
  // A number with a plus was brought into its form by whatever kinds it was written under.
  const doubtful = written.filter(
    ({ kind, value }) => kinds.ruleOf(kind).normalise !== 'phone' || !value.startsWith('+'),
  )
  return learnForms(store, workspace, doubtful, kinds)
}
