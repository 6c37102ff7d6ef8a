import type { Command } from 'commander'
import * as contract from '../journeys/contract.ts'
import { type Globals, using } from './connect.ts'
import { type FilterFlags, filtered, filtersOf } from './filter-flags.ts'
import { measureViews, showMeasure } from './measures-text.ts'
import { runCommands } from './run-commands.ts'
import { days, percent, print, printJson, share, table } from './show.ts'

export function journeyCommands(program: Command, globals: () => Globals): void {
  mapCommand(program, globals)
  listCommand(program, globals)
  readCommand(program, globals)
  breaksCommand(program, globals)
  runCommands(program, globals)
}

function mapCommand(program: Command, globals: () => Globals): void {
  filtered(program.command('map'))
    .requiredOption('--subject <type>', 'subject type, or customer')
    .description('The map of a subject type as it is lived, without a storyboard')
    .addHelpText(
      'after',
      '\nExamples:\n  throughline map --subject case\n  throughline map --subject order --since 2026-01-01 --json',
    )
    .action((flags: FilterFlags & { subject: string }) =>
      using(globals(), async (connection) => {
        const map = await connection.call(contract.readMap, {
          subject: flags.subject,
          ...filtersOf(flags, globals()),
        })
        if (globals().json) return printJson(map)
        print(
          `${map.runs} runs of ${map.subject}, ${map.interactions} interactions, ${map.touchpoints.length} touchpoints, ${map.variants.length} variants, as of ${map.as_of}${map.ties > 0 ? `; ${map.ties} ties in time` : ''}`,
        )
        print(`\n${table(map.touchpoints, ['touchpoint', 'count'])}`)
        print(
          `\n${table(
            map.edges.slice(0, 40).map((edge) => ({
              ...edge,
              median: days(edge.median_seconds / 86_400),
              p90: days(edge.p90_seconds / 86_400),
            })),
            ['from', 'to', 'count', 'median', 'p90'],
          )}`,
        )
        print(`\n${table(map.variants.slice(0, 10), ['count', 'steps'])}`)
        const { mapCoverage } = await import('../journeys/index.ts')
        const covered = mapCoverage(map, 40, 10)
        print(
          `\nThese edges carry ${percent(covered.passages)} of all passages, and ${percent(covered.by_edges)} of the runs need no other; these variants are ${percent(covered.by_variants)} of the runs.`,
        )
        print(`\nNext: throughline storyboard propose --subject ${map.subject} > storyboard.yaml`)
      }),
    )
}

function listCommand(program: Command, globals: () => Globals): void {
  program
    .command('journeys')
    .description('Journeys with their runs and outcomes, and subjects without a storyboard')
    .addHelpText('after', '\nExample:\n  throughline journeys --json')
    .action(() =>
      using(globals(), async (connection) => {
        const { journeys } = await connection.call(contract.listJourneys, {})
        const { subjects } = await connection.call(contract.listSubjects, {})
        if (globals().json) return printJson({ journeys, subjects })
        print(
          table(
            journeys.map((each) => ({
              ...each,
              outcomes: Object.entries(each.outcomes)
                .map(([name, n]) => `${name} ${n}`)
                .join(', '),
            })),
            ['journey', 'version', 'subject', 'runs', 'customers', 'outcomes'],
          ),
        )
        const bare = subjects.filter((each) => each.journeys.length === 0)
        if (bare.length > 0)
          print(`\nSubjects without a storyboard:\n${table(bare, ['subject', 'runs', 'interactions'])}`)
      }),
    )
}

function readCommand(program: Command, globals: () => Globals): void {
  filtered(program.command('journey <name> [view]'))
    .option('--by <dimension>', 'split: outcome, channel, promise:WHAT, attribute:NAME')
    .description(`Everything measured over the runs of a journey; or one view: ${measureViews.join(', ')}`)
    .addHelpText(
      'after',
      '\nExamples:\n  throughline journey order\n  throughline journey order --by attribute:region\n  throughline journey order effort --since 2026-01-01\n  throughline journey order silence --json',
    )
    .action((journey: string, view: string | undefined, flags: FilterFlags & { by?: string }) =>
      using(globals(), async (connection) => {
        const input = { journey, ...filtersOf(flags, globals()) }
        if (view) return showMeasure(connection, view, input, globals().json ?? false)
        if (flags.by) {
          const split = await connection.call(contract.splitJourney, { ...input, by: flags.by })
          return globals().json
            ? printJson(split)
            : print(
                table(split.values, [
                  'value',
                  'runs',
                  'success',
                  'success_share',
                  'median_days',
                  'kept_rate',
                  'silent_share',
                  'score_mean',
                ]),
              )
        }
        const report = await connection.call(contract.readJourney, input)
        if (globals().json) return printJson(report)
        showReport(report)
      }),
    )
}

function showReport(report: contract.JourneyReport): void {
  print(
    `${report.journey} version ${report.version}: ${report.runs} runs of ${report.customers} customers, as of ${report.as_of}`,
  )
  print(
    `\n${table(
      Object.entries(report.outcomes).map(([outcome, runs]) => ({
        outcome,
        runs,
        median: days(report.days[outcome]?.median ?? null),
        mean: days(report.days[outcome]?.mean ?? null),
        p90: days(report.days[outcome]?.p90 ?? null),
      })),
      ['outcome', 'runs', 'median', 'mean', 'p90'],
    )}`,
  )
  for (const [what, each] of Object.entries(report.promises))
    print(
      `\nPromise ${what}: kept ${share(each.kept_rate, each.low, each.high)} of those fallen due\n${table([each], ['kept', 'late', 'renegotiated', 'broken', 'open', 'void', 'unknown'])}`,
    )
  if (report.scores.length > 0)
    print(`\n${table(report.scores, ['question', 'by', 'value', 'n', 'mean', 'low', 'high'])}`)
  print(
    `\nSilence: ${report.silence.runs_observed === 0 ? 'unknown, no news is recorded' : `${share(report.silence.share, report.silence.low, report.silence.high)} of runs beyond tolerance, median longest ${days(report.silence.median_longest_days)}`}`,
  )
  if (report.objectives.length > 0)
    print(
      `\n${table(
        report.objectives.map((each) => ({
          ...each,
          target: percent(each.target),
          share: share(each.share, each.low, each.high),
        })),
        ['objective', 'target', 'share', 'of', 'verdict'],
      )}`,
    )
}

function breaksCommand(program: Command, globals: () => Globals): void {
  filtered(program.command('breaks [journey]'))
    .option('--subject <type>', 'a subject type without a storyboard')
    .description('Where it breaks, ranked by customer-days lost')
    .addHelpText(
      'after',
      '\nExamples:\n  throughline breaks order\n  throughline breaks --subject case --json',
    )
    .action((journey: string | undefined, flags: FilterFlags & { subject?: string }) =>
      using(globals(), async (connection) => {
        if (!journey && !flags.subject) throw new Error('Name a journey, or give --subject TYPE.')
        const report = flags.subject
          ? await connection.call(contract.readSubjectBreaks, {
              subject: flags.subject,
              ...filtersOf(flags, globals()),
            })
          : await connection.call(contract.readBreaks, { journey: journey!, ...filtersOf(flags, globals()) })
        if (globals().json) return printJson(report)
        print(
          `${report.journey}, as of ${report.as_of}: looked at ${report.looked_at.runs} runs, ${report.looked_at.places} places (${report.looked_at.too_few} with too few runs)`,
        )
        if (report.breaks.length === 0) return print('No break found.')
        report.breaks.forEach((each, index) => {
          print(
            `${index + 1}. [${each.kind}] ${each.words}\n   ${each.runs} of ${each.of} runs, ${Math.round(each.customer_days)} customer-days lost`,
          )
        })
      }),
    )
}
