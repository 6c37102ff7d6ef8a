import { builtInKinds } from './identifier-kinds.ts'
import type { Interaction } from './interaction.ts'
import { keysOf, type RankOf, strongestIdentifier } from './keys.ts'

/** What a commit adds to each row of the table `interactions`. */
export const stampColumns = ['workspace', 'commit_id', 'version', 'is_deleted', 'received_at'] as const

/** What an interaction says by itself, in the order of `saidRow`. */
export const saidColumns = [
  'interaction_id',
  'source',
  'record_key',
  'sequence',
  'started_at',
  'ended_at',
  'channel',
  'touchpoint',
  'direction',
  'begun_by',
  'ball_after',
  'identifiers',
  'identifier_id',
  'subjects',
  'keys',
  'information_given',
  'information_asked',
  'is_news',
  'news_received',
  'news_needed_from_you',
  'news_next_by',
  'news_delivery',
  'promises',
  'score_question',
  'score_value',
  'score_min',
  'score_max',
  'score_direction',
  'agent',
  'team',
  'cost',
  'text',
  'attributes',
  'statements',
  'traits',
  'groups',
] as const

/** Columns of the table `interactions` in the order of `interactionRow`. */
export const interactionColumns = [...stampColumns, ...saidColumns] as const

/** What a commit adds to an interaction. Of two rows with one id the higher version stands. */
export interface Stamp {
  workspace: string
  commit_id: number
  received_at: number
  /** By which the strongest identifier is told; not given: as built in. */
  rankOf?: RankOf
}

/** New rows outrank the withdrawals of the same commit, so that a changed record ends up present. */
export const versionOf = (commit_id: number, withdrawn: boolean) => commit_id * 2 + (withdrawn ? 0 : 1)

/** `keyed` false: the row only tells who somebody is, it stands in no history. */
export function interactionRow(stamp: Stamp, each: Interaction, keyed = !each.tells_only): unknown[] {
  return [...stampRow(stamp), ...saidRow(each, stamp.rankOf, keyed)]
}

/** The values of the columns that a commit adds. */
export const stampRow = ({ workspace, commit_id, received_at }: Omit<Stamp, 'rankOf'>): unknown[] => [
  workspace,
  commit_id,
  versionOf(commit_id, false),
  0,
  received_at,
]

/** The values of the columns that an interaction says by itself. */
export function saidRow(
  each: Interaction,
  rankOf: RankOf = builtInKinds.rankOf,
  keyed = !each.tells_only,
): unknown[] {
  const { news, score } = each
  return [
    each.interaction_id,
    each.source,
    each.record_key,
    each.sequence,
    each.started_at,
    each.ended_at,
    each.channel,
    each.touchpoint,
    each.direction,
    each.begun_by,
    each.ball_after,
    each.identifiers.map(({ kind, value }) => [kind, value]),
    strongestIdentifier(each.identifiers, rankOf).id,
    each.subjects.map(({ type, id }) => [type, id]),
    keyed ? keysOf(each, rankOf).map(({ kind, key, name }) => [kind, key, name]) : [],
    each.information_given,
    each.information_asked,
    news ? 1 : 0,
    news?.received ?? null,
    news?.needed_from_you ?? null,
    news?.next_by ?? null,
    news?.delivery ?? '',
    each.promises.map((fact) => [
      fact.what,
      fact.act,
      fact.due,
      fact.at,
      fact.fulfilled_by,
      fact.replaced_by,
      fact.voided_by,
    ]),
    score?.question ?? '',
    score?.value ?? null,
    score?.scale_min ?? null,
    score?.scale_max ?? null,
    score?.direction ?? '',
    each.agent,
    each.team,
    each.cost,
    each.text,
    each.attributes,
    each.statements.map(({ about, what, value, changes }) => [about, what, value, changes ? 1 : 0]),
    each.traits,
    each.groups.map(({ kind, key, name, role, traits }) => [kind, key, name, role, traits]),
  ]
}
