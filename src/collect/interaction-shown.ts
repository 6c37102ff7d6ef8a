import type { InteractionShown } from './contract.ts'
import type { Interaction } from './interaction.ts'

const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString())

/** An interaction as a preview shows it. */
export function showInteraction(each: Interaction): InteractionShown {
  const { sequence: _, news, promises, ...rest } = each
  return {
    ...rest,
    started_at: iso(each.started_at)!,
    ended_at: iso(each.ended_at),
    news: news ? { ...news, next_by: iso(news.next_by) } : null,
    promises: promises.map(({ what, act, due, at }) => ({ what, act, due: iso(due), at: iso(at) })),
  }
}
