import { basename, dirname, join } from 'node:path'
import type { Command } from 'commander'
import {
  addStoryboard,
  compareCandidate,
  compareStoryboards,
  proposeStoryboard,
} from '../journeys/contract.ts'
import { comparisonText } from './comparison-text.ts'
import { type Globals, using } from './connect.ts'
import { readText } from './read-text.ts'
import { print, printJson, whole } from './show.ts'
import { trialText } from './trial-text.ts'

export function storyboardCommands(program: Command, globals: () => Globals): void {
  const storyboard = program
    .command('storyboard')
    .description('Check, test, add, compare or propose the designed journey')
    .addHelpText(
      'after',
      '\nExamples:\n  throughline storyboard propose --subject case > storyboard.yaml\n  throughline storyboard check storyboard.yaml\n  throughline storyboard add storyboard.yaml',
    )
  storyboard
    .command('check <file>')
    .description('Validate a storyboard; needs no data')
    .addHelpText('after', '\nExample:\n  throughline storyboard check storyboard.yaml')
    .action(async (file: string) => {
      const { checkStoryboardText } = await import('../journeys/index.ts')
      const checked = checkStoryboardText(readText(file, 'storyboard'))
      if (globals().json) printJson(checked)
      else {
        for (const each of checked.problems)
          print(`${file}, line ${each.line}${each.field ? `, ${each.field}` : ''}: ${each.message}`)
        for (const each of checked.warnings)
          print(`${file}, line ${each.line}${each.field ? `, ${each.field}` : ''}: warning: ${each.message}`)
        if (checked.problems.length === 0)
          print(
            `${file}: journey ${checked.journey} version ${checked.version}, ${checked.steps} steps, ${checked.markings} markings, at least ${checked.designed_minimum} steps a run`,
          )
      }
      if (checked.problems.length > 0) process.exitCode = 1
    })
  storyboard
    .command('add <file>')
    .description('Add a storyboard version and build its runs')
    .addHelpText('after', '\nExample:\n  throughline storyboard add storyboard.yaml')
    .action((file: string) => {
      const yaml = readText(file, 'storyboard')
      return using(globals(), async (connection) => {
        const added = await connection.call(addStoryboard, { yaml, file: basename(file) })
        if (globals().json) return printJson(added)
        print(
          added.unchanged
            ? `${added.journey} version ${added.version} was there already.`
            : `${added.journey} version ${added.version} is added and judges ${added.valid_from === null ? 'all runs' : `runs that start from ${added.valid_from} on`}. Next: throughline journey ${added.journey}`,
        )
      })
    })
  testCommand(storyboard, globals)
  compareCommand(storyboard, globals)
  storyboard
    .command('propose')
    .requiredOption('--subject <type>', 'subject type')
    .option('--noise <share>', 'what is rarer than this share of the commonest is passed over', '0.2')
    .option('--commonest', 'the commonest path instead')
    .description('The process behind the runs as a storyboard to start from')
    .addHelpText(
      'after',
      '\nExamples:\n  throughline storyboard propose --subject case > storyboard.yaml\n  throughline storyboard propose --subject case --noise 0',
    )
    .action((flags: { subject: string; noise: string; commonest?: boolean }) =>
      using(globals(), async (connection) => {
        const proposed = await connection.call(proposeStoryboard, {
          subject: flags.subject,
          noise: flags.noise,
          by: flags.commonest ? 'commonest' : 'miner',
        })
        if (globals().json) printJson(proposed)
        else process.stdout.write(proposed.yaml)
      }),
    )
}

function testCommand(storyboard: Command, globals: () => Globals): void {
  storyboard
    .command('test <file> [cases]')
    .description('Run the histories written beside a storyboard (order.tests.yaml beside order.yaml)')
    .addHelpText('after', '\nExample:\n  throughline storyboard test order.yaml')
    .action(async (file: string, given: string | undefined) => {
      const { namedStoryboards, tryStoryboard } = await import('../journeys/index.ts')
      const cases = given ?? file.replace(/(\.ya?ml)?$/, '.tests.yaml')
      const text = readText(cases, 'file of cases')
      const earlier = namedStoryboards(text).map((name) => readText(join(dirname(cases), name), 'storyboard'))
      const trial = tryStoryboard(readText(file, 'storyboard'), text, earlier)
      if (globals().json) printJson(trial)
      else print(trialText(trial, file, cases))
      const { problems, tried } = trial
      const wrong = [...problems.storyboard, ...problems.cases, ...tried.flatMap(({ differs }) => differs)]
      if (wrong.length > 0) process.exitCode = 1
    })
}

interface Compared {
  since?: string
  until?: string
  lastDays?: string
  atMost?: string
}

/** Only these: the flags hold the workspace too. */
function comparedPeriod({ since, until, lastDays, atMost }: Compared) {
  return {
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(lastDays === undefined ? {} : { last_days: whole('--last-days', lastDays) }),
    ...(atMost === undefined ? {} : { at_most: whole('--at-most', atMost) }),
  }
}

function compareCommand(storyboard: Command, globals: () => Globals): void {
  storyboard
    .command('compare <journey> [a] [b]')
    .option('--since <date>', 'runs that start on or after')
    .option('--until <date>', 'runs that start before')
    .option('--last-days <days>', 'runs that start in so many days; all where these are fewer than 100')
    .option('--at-most <runs>', 'reading ends once so many runs are reached')
    .description(
      'Judge the same runs by two versions, or by one and a file not added yet; stores nothing. Left out: the version in force and the one before',
    )
    .addHelpText(
      'after',
      '\nExamples:\n  throughline storyboard compare order\n  throughline storyboard compare order 1 2\n  throughline storyboard compare order 2 order.yaml --last-days 30',
    )
    .action((journey: string, a: string | undefined, b: string | undefined, flags: Compared) =>
      using(globals(), async (connection) => {
        const given = { journey, ...comparedPeriod(flags) }
        const first = a === undefined ? undefined : whole('version a', a)
        const compared =
          first === undefined || b === undefined || /^\d+$/.test(b)
            ? await connection.call(compareStoryboards, {
                ...given,
                ...(first === undefined ? {} : { a: first }),
                ...(b === undefined ? {} : { b: whole('version b', b) }),
              })
            : await connection.call(compareCandidate, {
                ...given,
                a: first,
                yaml: readText(b, 'storyboard'),
                file: basename(b),
              })
        if (globals().json) printJson(compared)
        else print(comparisonText(compared))
      }),
    )
}
