import { sql } from 'kysely'
import { notFound } from '../http/errors.ts'
import type { Output } from '../http/operation.ts'
import { decide } from './acts.ts'
import type { listReviews } from './contract.ts'
import { learn } from './learn.ts'
import { deciding, type IdentityStore, judge, readPart } from './ledger.ts'
import { matchLink } from './match-customers.ts'
import { errorRates, type PlacedPair } from './match-quality.ts'
import { headsOf } from './profiles.ts'

type Reviews = Output<typeof listReviews>

/** Pairs that wait for a person, or were answered, with what the answers say of the quality of matching. */
export async function listReviewsOf(
  { db }: IdentityStore,
  workspace: string,
  { verdict, answered, limit }: { verdict: 'automatic' | 'review'; answered: boolean; limit: number },
): Promise<Reviews> {
  const rows = await db
    .selectFrom('identity_reviews')
    .select(['review_id', 'a_id as a', 'b_id as b', 'probability', 'evidence', 'answer', 'answered_by'])
    .where('workspace', '=', workspace)
    .where('verdict', '=', verdict)
    .where('answer', answered ? 'is not' : 'is', null)
    .orderBy('probability', 'desc')
    .limit(limit)
    .execute()
  const { waiting } = await db
    .selectFrom('identity_reviews')
    .select(({ fn }) => fn.countAll<number>().as('waiting'))
    .where('workspace', '=', workspace)
    .where('verdict', '=', 'review')
    .where('answer', 'is', null)
    .executeTakeFirstOrThrow()
  const { false_merge, false_split, answers } = await qualityOf(db, workspace)
  return { waiting: Number(waiting), reviews: rows as Reviews['reviews'], false_merge, false_split, answers }
}

/** How many merges are wrong and how many customers are still two, estimated of the answers. */
async function qualityOf(db: IdentityStore['db'], workspace: string) {
  const { rows } = await sql<PlacedPair & { answer: 'one' | 'two' | null }>`
    SELECT a_id AS a, b_id AS b, probability, result IN ('merged', 'already one') AS together, NULL AS answer
    FROM identity_links WHERE workspace = ${workspace} AND rule = 'match'
    UNION ALL
    SELECT a_id, b_id, probability, verdict = 'automatic', answer FROM identity_reviews WHERE workspace = ${workspace}`.execute(
    db,
  )
  const pairs = new Map(rows.map((row) => [[row.a, row.b].sort().join(' '), row]))
  const answers = rows.flatMap(({ a, b, answer }) =>
    answer === null ? [] : [{ a, b, same: answer === 'one' }],
  )
  return errorRates([...pairs.values()], answers)
}

/**
 * Takes a person's answer: one customer = the match becomes a link as strong as it is probable, within the limits; two = they
 * are kept apart. Returns why it was refused, or null.
 * @throws notFound when the pair is not asked.
 */
export async function answerReviewOf(
  store: IdentityStore,
  workspace: string,
  review_id: number,
  answer: 'one' | 'two',
  by: string,
): Promise<string | null> {
  const review = await store.db
    .selectFrom('identity_reviews')
    .select(['a_id', 'b_id', 'probability', 'evidence'])
    .where('workspace', '=', workspace)
    .where('review_id', '=', review_id)
    .executeTakeFirst()
  if (review === undefined)
    throw notFound(
      `review ${review_id} in workspace '${workspace}'`,
      'Matching asks anew each time: list the reviews again.',
    )
  const heads = await headsOf(store, { db: store.db, workspace }, [review.a_id, review.b_id])
  const [a, b] = [heads.get(review.a_id), heads.get(review.b_id)]
  if (a === undefined || b === undefined)
    throw notFound(
      `customer ${a === undefined ? review.a_id : review.b_id} any more`,
      'Match the customers again.',
    )
  const refused =
    answer === 'two'
      ? (await decide(store, workspace, [a, b], true, { by, reason: 'told apart in review', dry: false }))
          .refused
      : await deciding(store, workspace, async (ledger) => {
          const link = { ...matchLink(a, b, review.probability), evidence: review.evidence }
          await learn(ledger, [link])
          const part = await readPart(ledger, [a.identifier_id, b.identifier_id])
          const verdict = judge(ledger, part).verdicts.find(
            (each) =>
              each.link.rule === 'match' &&
              each.link.a.identifier_id === link.a.identifier_id &&
              each.link.b.identifier_id === link.b.identifier_id,
          )
          return verdict?.result === 'refused' ? verdict.reason : null
        })
  if (refused === null)
    await store.db
      .updateTable('identity_reviews')
      .set({ answer, answered_by: by, answered_at: new Date() })
      .where('workspace', '=', workspace)
      .where('review_id', '=', review_id)
      .execute()
  return refused
}
