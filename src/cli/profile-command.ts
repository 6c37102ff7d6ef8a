import type { Command } from 'commander'
import * as contract from '../journeys/contract.ts'
import { type Globals, using } from './connect.ts'
import { days, percent, print, printJson, table } from './show.ts'

interface Flags {
  subject?: string
  since?: string
  until?: string
  zeta: string
  run?: string
}

export function profileCommand(program: Command, globals: () => Globals): void {
  program
    .command('profile [journey]')
    .option('--subject <type>', 'runs of a subject type, or customer, without a storyboard')
    .option('--since <time>', 'runs started at or after')
    .option('--until <time>', 'runs started before')
    .option('--zeta <n>', 'unusual is so many standard deviations from the mean', '3')
    .option('--run <id>', 'tell the unusual times of this run')
    .description('How long it takes between touchpoints, where waiting adds up, where runs are lost')
    .addHelpText(
      'after',
      '\nExamples:\n  throughline profile order\n  throughline profile --subject case --zeta 2',
    )
    .action((journey: string | undefined, { subject, since, until, zeta, run }: Flags) =>
      using(globals(), async (connection) => {
        if (!journey && !subject) throw new Error('Name a journey, or give --subject TYPE.')
        const profile = await connection.call(contract.readProfile, {
          journey: subject ? `subject:${subject}` : journey!,
          since,
          until,
          zeta,
          run_id: run,
          as_of: globals().asOf,
        })
        if (globals().json) return printJson(profile)
        print(
          `${profile.journey}, as of ${profile.as_of}: ${profile.runs} runs, ${profile.unusual_runs} with a time ${profile.zeta} standard deviations from the mean`,
        )
        print(`\nTime between touchpoints\n${pairsText(profile.pairs)}`)
        print(`\nWhere waiting adds up\n${bottlenecksText(profile.bottlenecks)}`)
        if (profile.lost.length > 0) print(`\nWhere runs are lost\n${lostText(profile.lost)}`)
        const end = profile.ends.curve.at(-1)
        if (end)
          print(
            `\nAfter ${days(end.days)}: ${percent(end.success.share)} succeeded, ${percent(end.failure.share)} failed, ${percent(end.abandoned.share)} given up, ${percent(end.open)} open`,
          )
        if (profile.unusual_in_run)
          print(
            `\nUnusual in this run\n${table(profile.unusual_in_run, ['at', 'from', 'to', 'took', 'usual'])}`,
          )
      }),
    )
}

type Profile = typeof contract.readProfile.output._output

function pairsText(pairs: Profile['pairs']): string {
  const inDays = (seconds: number | null) => days(seconds === null ? null : seconds / 86_400)
  const rows = pairs.slice(0, 30).map((pair) => ({
    ...pair,
    median: inDays(pair.median),
    mad: inDays(pair.mad),
    mean: inDays(pair.mean),
    sd: inDays(pair.sd),
    p90: inDays(pair.p90),
  }))
  return table(rows, ['from', 'to', 'n', 'median', 'mad', 'mean', 'sd', 'p90', 'unusual_runs'])
}

function bottlenecksText(bottlenecks: Profile['bottlenecks']): string {
  const rows = bottlenecks.map((each) => ({ ...each, share: percent(each.share) }))
  return table(rows, ['from', 'to', 'count', 'days', 'share', 'median_days', 'p90_days', 'waited_for'])
}

function lostText(lost: Profile['lost']): string {
  const rows = lost.map((each) => ({
    ...each,
    last_step: each.last_step || '(no designed step)',
    share: percent(each.share),
  }))
  return table(rows, ['last_step', 'runs', 'failed', 'abandoned', 'share'])
}
