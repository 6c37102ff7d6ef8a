import type { Interaction } from './interaction.ts'
import { idsOf } from './interaction-id.ts'
import type { Told } from './segment-event.ts'

/** Who is who is kept as interactions that stand in no history: identity reads them, journeys do not. */
export function linkedInteractions(
  source: string,
  { message_id, at, links }: { message_id: string; at: number; links: Told[] },
): Interaction[] {
  const idOf = idsOf(`${source}\u0000identified\u0000${message_id}`)
  return links.map(({ identifiers, traits, groups }, index) => ({
    interaction_id: idOf(index),
    source,
    record_key: message_id,
    sequence: index,
    started_at: at,
    ended_at: null,
    channel: '',
    touchpoint: 'Identified',
    direction: 'internal',
    begun_by: 'unknown',
    ball_after: 'unknown',
    identifiers,
    subjects: [],
    information_given: [],
    information_asked: [],
    news: null,
    promises: [],
    statements: [],
    score: null,
    agent: '',
    team: '',
    cost: null,
    text: '',
    traits,
    groups,
    attributes: {},
  }))
}
