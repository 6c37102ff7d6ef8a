import { sql } from 'kysely'
import { learn } from './learn.ts'
import { deciding, type IdentityStore } from './ledger.ts'
import type { Link } from './link.ts'
import { type Matching, type MatchStage, matchRecords } from './match.ts'
import type { MatchModel } from './match-model.ts'
import { drawToJudge, type PlacedPair } from './match-quality.ts'
import { evidenceOf, type MatchPair } from './match-score.ts'
import { headsOf, profilesOf } from './profiles.ts'
import { readTraits } from './read-traits.ts'
import { linkBetween } from './seen-together.ts'

/** Why two customers look like one: what each says, how near that is, and what it weighs (log2). */
export interface EvidenceShown {
  trait: string
  a: string
  b: string
  level: string
  weight: number
}

export interface Matched {
  customers: number
  compared: number
  merged: number
  to_review: number
  matching: Matching
}

/** Only some customers, held against all by a model learnt before. */
export interface OnlySome {
  model: MatchModel
  customers: readonly string[]
}

/**
 * Matches all customers of a workspace by what their interactions say of them (docs/methods/matching.md). Pairs above the automatic
 * threshold become links of the ledger, within its limits; those between the thresholds wait for a person. What a person has
 * answered, or undone, stays.
 */
export async function matchCustomers(
  store: IdentityStore,
  workspace: string,
  say: (stage: MatchStage) => void,
  some?: OnlySome,
): Promise<Matched> {
  const source = { ...profilesOf(workspace), ...(some && { only: some.customers }) }
  const matching = await matchRecords(store.analytics, source, { say, ...(some && { model: some.model }) })
  say('merge')
  const clusterOf = new Map(
    [...matching.clusters].flatMap(([name, ids]) => ids.map((id) => [id, name] as const)),
  )
  const sure = matching.pairs.filter(
    ({ verdict, a, b }) => verdict === 'automatic' && clusterOf.get(a) === clusterOf.get(b),
  )
  const drawn = drawToJudge(
    sure.map((pair) => ({ ...pair, together: true })),
    mergesJudged,
  ) as (MatchPair & PlacedPair)[]
  // A sure pair that a contradiction kept apart is asked too.
  const asked = [...matching.review.map((pair) => ({ ...pair, verdict: 'review' as const })), ...drawn]
  const shown = await evidenceFor(store, source, matching, [...sure, ...asked])
  const merged = await linkAll(store, workspace, sure, shown)
  await noteReviews(store, workspace, asked, shown, some === undefined)
  return {
    customers: matching.records,
    compared: matching.candidates,
    merged,
    to_review: matching.review.length,
    matching,
  }
}

/** So many merges are drawn for people to judge: without their answers nobody knows how many are wrong. */
const mergesJudged = 50

type Shown = Map<MatchPair, EvidenceShown[]>

async function evidenceFor(
  { analytics }: IdentityStore,
  source: ReturnType<typeof profilesOf>,
  { model }: Matching,
  pairs: MatchPair[],
): Promise<Shown> {
  const shown: Shown = new Map()
  for (let at = 0; at < pairs.length; at += pairsAtOnce) {
    const some = pairs.slice(at, at + pairsAtOnce)
    const traits = await readTraits(analytics, source, [...new Set(some.flatMap(({ a, b }) => [a, b]))])
    for (const pair of some)
      shown.set(
        pair,
        evidenceOf(model, pair).map((each) => ({
          ...each,
          a: traits.get(pair.a)?.[each.trait] ?? '',
          b: traits.get(pair.b)?.[each.trait] ?? '',
        })),
      )
  }
  return shown
}

const pairsAtOnce = 10_000

/** Returns how many pairs are on record as links now. */
async function linkAll(
  store: IdentityStore,
  workspace: string,
  pairs: MatchPair[],
  shown: Shown,
): Promise<number> {
  let linked = 0
  for (let at = 0; at < pairs.length; at += pairsAtOnce) {
    const some = pairs.slice(at, at + pairsAtOnce)
    linked += await deciding(store, workspace, async (ledger) => {
      const heads = await headsOf(store, ledger, [...new Set(some.flatMap(({ a, b }) => [a, b]))])
      const links = some.flatMap((pair): (Link & { evidence: EvidenceShown[] })[] => {
        const [a, b] = [heads.get(pair.a), heads.get(pair.b)]
        if (a === undefined || b === undefined) return []
        return [{ ...matchLink(a, b, pair.probability), evidence: shown.get(pair)! }]
      })
      await learn(ledger, links)
      return links.length
    })
  }
  return linked
}

/** A link between two identifiers by what is said of their customers. */
export const matchLink = (a: Link['a'], b: Link['b'], probability: number): Link =>
  linkBetween(a, b, { rule: 'match', source: 'matching', first_at: 0, probability })

/**
 * Pairs not answered yet are told anew; what matching no longer asks is asked no more. Merges drawn before stay: merged, they are pairs no
 * longer, and would never be judged. Where only some customers were matched (`all` false), the questions of the others stay.
 */
async function noteReviews(
  { db }: IdentityStore,
  workspace: string,
  pairs: MatchPair[],
  shown: Shown,
  all: boolean,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    if (all)
      await trx
        .deleteFrom('identity_reviews')
        .where('workspace', '=', workspace)
        .where('answer', 'is', null)
        .where('verdict', '=', 'review')
        .execute()
    for (let at = 0; at < pairs.length; at += pairsAtOnce) {
      const some = pairs.slice(at, at + pairsAtOnce)
      await sql`
        INSERT INTO identity_reviews (workspace, a_id, b_id, probability, verdict, evidence)
        SELECT ${workspace}, a, b, probability, verdict, evidence::jsonb FROM unnest(
          ${some.map(({ a }) => a)}::numeric[], ${some.map(({ b }) => b)}::numeric[],
          ${some.map(({ probability }) => probability)}::float8[], ${some.map(({ verdict }) => verdict)}::text[],
          ${some.map((pair) => JSON.stringify(shown.get(pair)))}::text[]) AS each(a, b, probability, verdict, evidence)
        ON CONFLICT DO NOTHING`.execute(trx)
    }
  })
}
