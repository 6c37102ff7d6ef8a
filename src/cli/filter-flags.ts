import type { Command } from 'commander'
import type { Globals } from './connect.ts'

export type FilterFlags = {
  since?: string
  until?: string
  channel?: string
  attribute?: string
  outcome?: string
  promise?: string
}

/** The flags that narrow any figure to some of the runs. */
export function filtered(command: Command): Command {
  return command
    .option('--since <time>', 'runs started at or after')
    .option('--until <time>', 'runs started before')
    .option('--channel <channel>', 'runs that used a channel')
    .option('--attribute <name=value>', 'runs with an attribute')
    .option('--outcome <outcome>', 'runs with an outcome')
    .option('--promise <what=state>', 'runs with a promise in a state')
}

/** What they mean to an operation. */
export const filtersOf = (flags: FilterFlags, globals: Globals) => {
  const { since, until, channel, attribute, outcome, promise } = flags
  return { since, until, channel, attribute, outcome, promise, as_of: globals.asOf }
}
