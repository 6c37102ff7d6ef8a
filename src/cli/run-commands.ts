import { type Command, Option } from 'commander'
import * as contract from '../journeys/contract.ts'
import { type Globals, using } from './connect.ts'
import { type FilterFlags, filtered, filtersOf } from './filter-flags.ts'
import { days, print, printJson, table, whole } from './show.ts'

export function runCommands(program: Command, globals: () => Globals): void {
  runsCommand(program, globals)
  runCommand(program, globals)
}

const havingHelp = Object.entries(contract.havingParts)
  .map(([kind, parts]) => [kind, ...parts.map((part) => `[${part}]`)].join('|'))
  .join(', ')

function runsCommand(program: Command, globals: () => Globals): void {
  filtered(program.command('runs <journey>'))
    .description('Runs of a journey')
    .option('--limit <n>', 'how many (default: 30; with --csv all)')
    .addOption(new Option('--sort <field>', 'largest first').choices(contract.runSorts).default('started_at'))
    .addOption(new Option('--order <order>', 'desc = largest first').choices(['asc', 'desc']).default('desc'))
    .option('--csv', 'as CSV')
    .option('--break <place>', 'kind|from|to|segment of a break')
    .option('--having <what>', `what a run must have; parts may be left out, * = any: ${havingHelp}`)
    .addHelpText(
      'after',
      '\nExamples:\n  throughline runs order --sort excess_days\n  throughline runs order --promise delivery=late --csv > late.csv\n  throughline runs order --having "forced_switch|web|phone"',
    )
    .action(
      (
        journey: string,
        flags: FilterFlags & {
          limit?: string
          sort: contract.RunSort
          order: 'asc' | 'desc'
          csv?: boolean
          break?: string
          having?: string
        },
      ) =>
        using(globals(), async (connection) => {
          const input = {
            journey,
            ...filtersOf(flags, globals()),
            limit: flags.limit ? whole('--limit', flags.limit) : flags.csv ? 100_000 : 30,
            sort: flags.sort,
            order: flags.order,
            break: flags.break,
            having: flags.having,
          }
          if (flags.csv) {
            const { toCsv } = await import('../http/csv.ts')
            const { runs } = await connection.call(contract.listRuns, input)
            return void process.stdout.write(toCsv(runs))
          }
          const list = await connection.call(contract.listRuns, input)
          if (globals().json) return printJson(list)
          const columns = ['run_id', 'subject', 'customer', 'started_at', 'outcome', 'days', 'steps']
          columns.push('longest_gap_days')
          if (!columns.includes(flags.sort)) columns.push(flags.sort)
          print(table(list.runs, columns))
          print(`${list.runs.length} of ${list.total} runs`)
        }),
    )
}

function runCommand(program: Command, globals: () => Globals): void {
  program
    .command('run <id>')
    .description('One run as a trace; id of a run, or subject:TYPE:ID')
    .addHelpText(
      'after',
      '\nExamples:\n  throughline run 3f9a1c0b2d4e5f60\n  throughline run subject:case:case-10011',
    )
    .action((id: string) =>
      using(globals(), async (connection) => {
        const trace = await connection.call(contract.readRun, { run_id: id, as_of: globals().asOf })
        if (globals().json) return printJson(trace)
        print(`${trace.sentence}\n`)
        print(
          table(
            trace.steps.map((step) => ({ ...step, waited: days(step.waiting / 86_400) })),
            ['started_at', 'touchpoint', 'step', 'channel', 'waited', 'waited_for'],
          ),
        )
        if (trace.promises.length > 0)
          print(`\n${table(trace.promises, ['what', 'made_at', 'due_last', 'state', 'fulfilled_at'])}`)
        for (const { words } of trace.deviations) print(`- ${words}`)
        if (trace.conformance_bound)
          print('Its conformance is at least that: so long a run is not compared exactly.')
      }),
    )
}
