import { type Names, namedAll, namesNothing } from '../collect/index.ts'
import type { History, HistoryInteraction } from './history.ts'

/** Histories with touchpoints and channels as the catalogue calls them. Where nothing is named they are passed on as they are. */
export function historiesNamed(histories: Iterable<History>, names: Names): Iterable<History> {
  return namesNothing(names) ? histories : eachNamed(histories, names)
}

function* eachNamed(histories: Iterable<History>, names: Names): Generator<History> {
  for (const history of histories) {
    for (const interaction of history.interactions) nameIn(interaction, names)
    yield history
  }
}

/** In place: a history that was read is nobody else's. */
function nameIn(interaction: HistoryInteraction, { touchpoints, channels }: Names): void {
  interaction.touchpoint = touchpoints.get(interaction.touchpoint) ?? interaction.touchpoint
  interaction.channel = channels.get(interaction.channel) ?? interaction.channel
  for (const fact of interaction.promises) {
    fact.fulfilled_by = namedAll(touchpoints, fact.fulfilled_by)
    fact.replaced_by = namedAll(touchpoints, fact.replaced_by)
    fact.voided_by = namedAll(touchpoints, fact.voided_by)
  }
}
