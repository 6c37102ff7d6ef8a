import type { Analytics, Lane } from '../storage/analytics.ts'
import type { Delivery, Direction, GroupSaid, Interaction, Party, PromiseAct, Score } from './interaction.ts'

/** Columns of the table `interactions` that `wholeInteraction` reads, in its order. */
export const wholeColumns = `interaction_id, source, record_key, sequence, started_at, ended_at, channel, touchpoint, direction, begun_by,
  ball_after, identifiers, subjects, information_given, information_asked, is_news, news_received, news_needed_from_you, news_next_by,
  news_delivery, promises, statements, score_question, score_value, score_min, score_max, score_direction, agent, team, cost, text,
  traits, groups, attributes, empty(keys) AND (notEmpty(identifiers) OR notEmpty(subjects)) AS tells_only`

const wholeCount = 35

type Row = unknown[]
type Facts = [string, PromiseAct, string | null, string | null, string[], string[], string[]][]
type Said = [string, string, string, number][]
type Groups = [string, string, string, string, Record<string, string>][]

const number = (value: unknown) => (value === null ? null : Number(value))

/** An interaction with all that is kept of it, from a row of `wholeColumns`; columns after them are the caller's. */
export function wholeInteraction(row: Row): Interaction {
  const text = (column: number) => row[column] as string
  const score = number(row[23])
  return {
    interaction_id: text(0),
    source: text(1),
    record_key: text(2),
    sequence: Number(row[3]),
    started_at: Number(row[4]),
    ended_at: number(row[5]),
    channel: text(6),
    touchpoint: text(7),
    direction: text(8) as Direction,
    begun_by: text(9) as Party,
    ball_after: text(10) as Party,
    identifiers: (row[11] as [string, string][]).map(([kind, value]) => ({ kind, value })),
    subjects: (row[12] as [string, string][]).map(([type, id]) => ({ type, id })),
    information_given: row[13] as string[],
    information_asked: row[14] as string[],
    news:
      row[15] === 1
        ? {
            received: row[16] as string | null,
            needed_from_you: row[17] as string | null,
            next_by: number(row[18]),
            delivery: text(19) as Delivery,
          }
        : null,
    promises: (row[20] as Facts).map(([what, act, due, at, fulfilled_by, replaced_by, voided_by]) => ({
      what,
      act,
      due: number(due),
      at: number(at),
      fulfilled_by,
      replaced_by,
      voided_by,
    })),
    statements: (row[21] as Said).map(([about, what, value, changes]) => ({
      about,
      what,
      value,
      changes: changes === 1,
    })),
    score:
      score === null
        ? null
        : {
            question: text(22),
            value: score,
            scale_min: number(row[24]),
            scale_max: number(row[25]),
            direction: text(26) as Score['direction'],
          },
    agent: text(27),
    team: text(28),
    cost: number(row[29]),
    text: text(30),
    traits: row[31] as Record<string, string>,
    groups: (row[32] as Groups).map(
      ([kind, key, name, role, traits]): GroupSaid => ({ kind, key, name, role, traits }),
    ),
    attributes: row[33] as Record<string, string>,
    ...(row[34] === 1 || row[34] === true ? { tells_only: true as const } : {}),
  }
}

/** What a caller selected after the columns of an interaction. */
export const afterWhole = (row: Row): Row => row.slice(wholeCount)

/** Interactions of some ids as they stand now, in no order. */
export async function readWhole(
  analytics: Analytics,
  workspace: string,
  ids: string[],
  lane: Lane = 'rebuild',
): Promise<Map<string, Interaction>> {
  if (ids.length === 0) return new Map()
  const lines = await analytics.lines(
    `SELECT ${wholeColumns} FROM throughline.interactions FINAL WHERE {{workspace}} AND interaction_id IN ({ids:Array(UUID)})`,
    { workspace, params: { ids } },
    lane,
  )
  const found = lines.map((line) => wholeInteraction(JSON.parse(line) as Row))
  return new Map(found.map((each) => [each.interaction_id, each]))
}
