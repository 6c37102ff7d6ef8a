import type { Interaction } from '../collect/contract.ts'

/** An interaction with the hash of its strongest identifier, where the caller knows it. */
export type HistoryEntry = Interaction & { identifier_id?: string }

export interface OrderedHistory {
  interactions: HistoryEntry[]
  /** Records of which some interaction lies after as_of; null = none. */
  unfinished: Set<string> | null
}

/**
 * A history in its own order: by start, then the source's order, source, record, interaction; each interaction
 * once; nothing after as_of. The order of arrival never matters.
 */
export function orderHistory(history: readonly HistoryEntry[], as_of: number): OrderedHistory {
  const interactions: HistoryEntry[] = []
  let unfinished: Set<string> | null = null
  let ordered = true
  for (const interaction of history) {
    if (interaction.started_at > as_of) {
      unfinished ??= new Set()
      unfinished.add(recordOf(interaction))
      continue
    }
    const before = interactions[interactions.length - 1]
    if (before !== undefined && inOrder(before, interaction) >= 0) ordered = false
    interactions.push(interaction)
  }
  if (!ordered) interactions.sort(inOrder)
  return { interactions: onceEach(interactions), unfinished }
}

export function recordOf(interaction: Pick<Interaction, 'source' | 'record_key'>): string {
  return `${interaction.source}\u0000${interaction.record_key}`
}

function inOrder(a: Interaction, b: Interaction): number {
  return (
    a.started_at - b.started_at ||
    a.sequence - b.sequence ||
    compareText(a.source, b.source) ||
    compareText(a.record_key, b.record_key) ||
    compareText(a.interaction_id, b.interaction_id)
  )
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}

function onceEach(interactions: HistoryEntry[]): HistoryEntry[] {
  if (interactions.length <= 8 && distinct(interactions)) return interactions
  const seen = new Set<string>()
  for (const { interaction_id } of interactions) seen.add(interaction_id)
  if (seen.size === interactions.length) return interactions
  seen.clear()
  return interactions.filter(({ interaction_id }) => !seen.has(interaction_id) && seen.add(interaction_id))
}

/** Comparing the few interactions of a usual history with each other is faster than a set. */
function distinct(interactions: HistoryEntry[]): boolean {
  for (let later = 1; later < interactions.length; later++) {
    const { interaction_id } = interactions[later]!
    for (let earlier = 0; earlier < later; earlier++) {
      if (interactions[earlier]!.interaction_id === interaction_id) return false
    }
  }
  return true
}
