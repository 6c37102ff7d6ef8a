import type { Analytics } from '../storage/analytics.ts'
import type { InteractionShown } from './contract.ts'

const columns = `interaction_id, source, record_key, started_at, ended_at, channel, touchpoint, direction, begun_by, ball_after, identifiers, subjects,
  information_given, information_asked, is_news, news_received, news_needed_from_you, news_next_by, news_delivery, promises,
  score_question, score_value, score_min, score_max, score_direction, agent, team, cost, text, attributes`

type Row = Record<string, unknown>
const iso = (value: unknown) => new Date(Number(value)).toISOString()
const isoOrNull = (value: unknown) => (value === null ? null : iso(value))

/** Interactions with their whole content, in the order of the ids asked for. */
export async function readInteractions(
  analytics: Analytics,
  workspace: string,
  ids: string[],
): Promise<InteractionShown[]> {
  if (ids.length === 0) return []
  const rows = await analytics.ask<Row>(
    `SELECT ${columns} FROM throughline.interactions FINAL WHERE {{workspace}} AND interaction_id IN ({ids:Array(UUID)})`,
    { workspace, params: { ids } },
  )
  const found = new Map(rows.map((row) => [String(row.interaction_id), showInteraction(row)]))
  return ids.flatMap((id) => found.get(id) ?? [])
}

/** What was said in some interactions, where anything was: the one column, of whatever version stands, at a tenth of the cost of all. */
export async function readTexts(
  analytics: Analytics,
  workspace: string,
  ids: string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await analytics.ask<{ id: string; said: string }>(
    `SELECT toString(interaction_id) AS id, argMax(text, version) AS said FROM throughline.interactions
     WHERE {{workspace}} AND interaction_id IN ({ids:Array(UUID)}) GROUP BY id`,
    { workspace, params: { ids } },
  )
  return new Map(rows.filter(({ said }) => said !== '').map(({ id, said }) => [id, said]))
}

function showInteraction(row: Row): InteractionShown {
  return {
    interaction_id: String(row.interaction_id),
    source: String(row.source),
    record_key: String(row.record_key),
    started_at: iso(row.started_at),
    ended_at: isoOrNull(row.ended_at),
    channel: String(row.channel),
    touchpoint: String(row.touchpoint),
    direction: String(row.direction),
    begun_by: String(row.begun_by),
    ball_after: String(row.ball_after),
    identifiers: (row.identifiers as [string, string][]).map(([kind, value]) => ({ kind, value })),
    subjects: (row.subjects as [string, string][]).map(([type, id]) => ({ type, id })),
    information_given: row.information_given as string[],
    information_asked: row.information_asked as string[],
    news:
      row.is_news === 1
        ? {
            received: row.news_received as string | null,
            needed_from_you: row.news_needed_from_you as string | null,
            next_by: isoOrNull(row.news_next_by),
            delivery: String(row.news_delivery),
          }
        : null,
    promises: (row.promises as [string, string, string | null, string | null][]).map(
      ([what, act, due, at]) => ({ what, act, due: isoOrNull(due), at: isoOrNull(at) }),
    ),
    score:
      row.score_value === null
        ? null
        : {
            question: String(row.score_question),
            value: Number(row.score_value),
            scale_min: row.score_min as number | null,
            scale_max: row.score_max as number | null,
            direction: String(row.score_direction),
          },
    agent: String(row.agent),
    team: String(row.team),
    cost: row.cost === null ? null : Number(row.cost),
    text: String(row.text),
    attributes: row.attributes as Record<string, string>,
  }
}
