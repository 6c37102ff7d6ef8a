import type { Command } from 'commander'
import type { Output } from '../http/operation.ts'
import * as contract from '../journeys/contract.ts'
import { type Globals, using } from './connect.ts'
import { percent, print, printJson, table, whole } from './show.ts'

export function objectiveCommands(program: Command, globals: () => Globals): void {
  program
    .command('budgets <journey>')
    .description('What each objective may still miss in its window, and how fast that is used up')
    .addHelpText('after', '\nExample:\n  throughline budgets order')
    .action((journey: string) =>
      using(globals(), async (connection) => {
        const read = await connection.call(contract.readBudgets, { journey, as_of: globals().asOf })
        if (globals().json) return printJson(read)
        print(`${journey}, as of ${read.as_of}; burning: both rates above ${read.burn_limit}`)
        print(
          table(
            read.budgets.map((each) => ({
              ...each,
              target: percent(each.target),
              long: rate(each.long),
              short: rate(each.short),
              burning: each.burning ? 'BURNING' : '',
              will_miss: foreseen(each.forecast),
            })),
            [
              'objective',
              'target',
              'window_days',
              'decided',
              'allowed',
              'used',
              'left',
              'long',
              'short',
              'will_miss',
              'burning',
            ],
          ),
        )
      }),
    )
  program
    .command('at-risk <journey>')
    .option('--limit <n>', 'how many', '30')
    .description('Open runs that will probably miss an objective, the most urgent first')
    .addHelpText('after', '\nExample:\n  throughline at-risk order')
    .action((journey: string, flags: { limit: string }) =>
      using(globals(), async (connection) => {
        const limit = whole('--limit', flags.limit)
        const list = await connection.call(contract.listAtRisk, { journey, limit, as_of: globals().asOf })
        if (globals().json) return printJson(list)
        print(table(list.runs, ['until', 'subject', 'objective', 'why', 'last_touchpoint', 'run_id']))
        print(`${list.runs.length} of ${list.total} risks among ${list.open} open runs`)
      }),
    )
}

type Forecast = Output<typeof contract.readBudgets>['budgets'][number]['forecast']

const rate = ({ burn_rate, hours }: { burn_rate: number | null; hours: number }) =>
  burn_rate === null ? `none in ${Math.round(hours)} h` : `${burn_rate.toFixed(1)} in ${Math.round(hours)} h`

/** `12.3 (8.1–17.0) of 71, 3 unknown` */
function foreseen({ open, will_miss, low, high, unknown }: Forecast): string {
  if (will_miss === null) return open === 0 ? 'none open' : `unknown of ${open}`
  const between = low === null || high === null ? '' : ` (${low.toFixed(1)}–${high.toFixed(1)})`
  return `${will_miss.toFixed(1)}${between} of ${open}${unknown === 0 ? '' : `, ${unknown} unknown`}`
}
