import { Problem } from '../http/errors.ts'
import { learnProfiles } from './learn-profiles.ts'
import type { IdentityStore } from './ledger.ts'
import { type MatchStage, matchStages } from './match.ts'
import { type Matched, matchCustomers, type OnlySome } from './match-customers.ts'
import type { MatchModel } from './match-model.ts'

/** A matching under way in this process; there is one process. */
export interface MatchingUnderWay {
  of: 'all' | 'new'
  stage: MatchStage
  /** Stages done, of all. */
  done: number
  stages: number
  began_at: Date
}

const underWay = new Map<string, MatchingUnderWay>()

export const matchingUnderWay = (workspace: string): MatchingUnderWay | null =>
  underWay.get(workspace) ?? null

/** Between two matchings of new customers at least so long, and so many times as long as the last one took: a twentieth of a core. */
const pause_s = 300
const rest = 20
/** Where more customers than this share are new, all are matched: the model is no longer that of most. */
const mostNew = 0.2

/**
 * Matches all customers of a workspace and keeps the model, by which new customers are matched from then on.
 * @throws Problem 409 while another matching of the workspace is under way.
 */
export async function matchAll(
  store: IdentityStore,
  workspace: string,
): Promise<Matched & { seconds: number }> {
  if (underWay.has(workspace))
    throw new Problem(409, 'Matching is under way', `Customers of ${workspace} are being matched already.`, {
      remedy: 'Wait until it is done; read_matching says how far it is.',
    })
  const known = await learnProfiles(store, workspace)
  return during(store, workspace, 'all', known, (say) => matchCustomers(store, workspace, say))
}

/**
 * Matches customers of whom something was said since the last matching, by the model learnt then. Returns null where there is nothing to
 * do: nobody has matched the workspace yet, nothing was said, or it is too soon.
 */
export async function matchNew(
  store: IdentityStore,
  workspace: string,
  now: number,
): Promise<(Matched & { seconds: number }) | null> {
  if (underWay.has(workspace)) return null
  const last = await lastMatching(store, workspace)
  if (last === undefined) return null
  const wait = Math.max(pause_s, rest * last.seconds) * 1000
  if (now - last.at.getTime() < wait) return null
  const known = await learnProfiles(store, workspace)
  const customers = await saidSince(store, workspace, last.known_commit)
  if (customers.length === 0) return null
  const some: OnlySome | undefined =
    customers.length > mostNew * last.customers ? undefined : { model: last.model, customers }
  return during(store, workspace, some ? 'new' : 'all', known, (say) =>
    matchCustomers(store, workspace, say, some),
  )
}

async function during(
  { db }: IdentityStore,
  workspace: string,
  of: 'all' | 'new',
  known_commit: number,
  match: (say: (stage: MatchStage) => void) => Promise<Matched>,
): Promise<Matched & { seconds: number }> {
  const began = performance.now()
  const state = { of, stage: matchStages[0], done: 0, stages: matchStages.length, began_at: new Date() }
  underWay.set(workspace, state)
  try {
    const matched = await match((stage) => Object.assign(state, { stage, done: matchStages.indexOf(stage) }))
    const seconds = (performance.now() - began) / 1000
    const { customers, compared, merged, to_review, matching } = matched
    const model = JSON.stringify(matching.model)
    await db
      .insertInto('identity_matchings')
      .values({ workspace, of, model, known_commit, customers, compared, merged, to_review, seconds })
      .execute()
    return { ...matched, seconds }
  } finally {
    underWay.delete(workspace)
  }
}

/** The last matching of a workspace, with the model it judged by. */
export async function lastMatching({ db }: Pick<IdentityStore, 'db'>, workspace: string) {
  const row = await db
    .selectFrom('identity_matchings')
    .selectAll()
    .where('workspace', '=', workspace)
    .orderBy('matching_id', 'desc')
    .executeTakeFirst()
  return row && { ...row, model: row.model as MatchModel }
}

/** Customers of whom something was said after a commit. */
async function saidSince({ analytics }: IdentityStore, workspace: string, commit: number): Promise<string[]> {
  const rows = await analytics.ask<{ customer: string }>(
    `SELECT DISTINCT toString(if(merged.customer_id = 0, said.identifier_id, merged.customer_id)) AS customer
     FROM (SELECT DISTINCT identifier_id FROM throughline.profiles
       WHERE {{workspace}} AND commit_id > {commit:UInt64} AND trait NOT IN ('', 'name')) AS said
     LEFT JOIN (SELECT identifier_id, customer_id FROM throughline.identifier_customers FINAL WHERE {{workspace}}) AS merged
       ON merged.identifier_id = said.identifier_id`,
    { workspace, params: { commit } },
    'match',
  )
  return rows.map(({ customer }) => customer)
}
