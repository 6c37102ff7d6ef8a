import type { Command } from 'commander'
import {
  type Catalogued,
  describeTouchpoint,
  listTouchpoints,
  nameTouchpoint,
  readPlanViolations,
  readTrackingPlan,
  saveTrackingPlan,
  undoNaming,
} from '../collect/contract.ts'
import { listTouchpointSteps } from '../journeys/contract.ts'
import { type Globals, using } from './connect.ts'
import { readText } from './read-text.ts'
import { print, printJson, share, table, whole } from './show.ts'

/** The catalogue of touchpoints and channels, and the tracking plan. */
export function touchpointCommands(program: Command, globals: () => Globals): void {
  const touchpoints = program
    .command('touchpoints')
    .description('Touchpoints and channels as they were seen: names, owners, groups, stages')
    .option('--channels', 'channels instead')
    .option('--acts', 'namings, those taken back too')
    .addHelpText(
      'after',
      `
Examples:
  throughline touchpoints
  throughline touchpoints name "Order placed" order_created "Order Created"
  throughline touchpoints undo 3
  throughline touchpoints describe "Order placed" --owner "Web shop" --stage Buy
  throughline touchpoints tracking save tracking.yaml
  throughline touchpoints violations --days 7`,
    )
    .action((flags: { channels?: boolean; acts?: boolean }) =>
      using(globals(), async (connection) => {
        const shown = await connection.call(listTouchpoints, {})
        if (globals().json) return printJson(shown)
        if (flags.acts) return print(table(shown.acts.map(actRow), actColumns))
        print(table((flags.channels ? shown.channels : shown.touchpoints).map(row), columns))
      }),
    )
  naming(touchpoints, globals)
  describing(touchpoints, globals)
  tracking(touchpoints, globals)
}

const columns = ['name', 'interactions', 'first', 'last', 'sources', 'owner', 'stage', 'group', 'written']
const actColumns = ['act', 'of', 'name', 'words', 'by', 'at', 'taken_back']

const day = (at: string | null) => at?.slice(0, 10) ?? null

const row = (each: Catalogued) => ({
  name: each.name,
  interactions: each.interactions,
  first: day(each.first_at),
  last: day(each.last_at),
  sources: each.sources.join(', '),
  owner: each.owner,
  stage: each.stage,
  group: each.grouped,
  written: each.words.length > 1 ? each.words.map(({ word }) => word).join(', ') : '',
})

const actRow = (act: {
  act_id: string
  of: string
  words: string[]
  name: string
  by: string
  at: string
  undone_at: string | null
}) => ({ ...act, act: act.act_id, words: act.words.join(', '), taken_back: act.undone_at ?? '' })

function naming(touchpoints: Command, globals: () => Globals): void {
  touchpoints
    .command('name <name> <words...>')
    .description(
      'Call words by one name in all of history; several become one. Interactions keep their words',
    )
    .option('--channel', 'they are channels')
    .option('--reason <text>', 'why', '')
    .addHelpText(
      'after',
      '\nExample:\n  throughline touchpoints name "Order placed" order_created "Order Created"',
    )
    .action((name: string, words: string[], flags: { channel?: boolean; reason: string }) =>
      using(globals(), async (connection) => {
        const of = flags.channel ? ('channel' as const) : ('touchpoint' as const)
        const { act } = await connection.call(nameTouchpoint, { of, words, name, reason: flags.reason })
        if (globals().json) return printJson({ act })
        print(`${words.join(', ')} is called ${name}. Journeys are being built again.`)
        print(`Take it back: throughline touchpoints undo ${act.act_id}`)
        if (of === 'channel') return
        const { steps } = await connection.call(listTouchpointSteps, {})
        for (const each of steps.filter(({ touchpoint }) => touchpoint === name)) {
          if (each.written !== name)
            print(`${each.journey}, step ${each.step}: its text has ${each.written}; it goes on to work.`)
          if (each.same_as.length > 0)
            print(
              `${each.journey}, step ${each.step}: now told from ${each.same_as.join(', ')} by order alone.`,
            )
        }
      }),
    )
  touchpoints
    .command('undo <act>')
    .description('Take a naming back: all is as if it had never been')
    .addHelpText('after', '\nExample:\n  throughline touchpoints undo 3')
    .action((act_id: string) =>
      using(globals(), async (connection) => {
        const { act } = await connection.call(undoNaming, { act_id })
        if (globals().json) printJson({ act })
        else print(`${act.words.join(', ')} is no longer called ${act.name}. Journeys are being built again.`)
      }),
    )
}

function describing(touchpoints: Command, globals: () => Globals): void {
  touchpoints
    .command('describe <name>')
    .description('Say who owns it, its group, its stage')
    .option('--channel', 'it is a channel')
    .option('--owner <owner>')
    .option('--stage <stage>')
    .option('--group <group>')
    .option('--note <text>')
    .addHelpText(
      'after',
      '\nExample:\n  throughline touchpoints describe "Order placed" --owner "Web shop" --stage Buy',
    )
    .action(
      (name: string, flags: Record<'owner' | 'stage' | 'group' | 'note', string> & { channel?: true }) =>
        using(globals(), async (connection) => {
          const { owner, stage, group: grouped, note } = flags
          const of = flags.channel ? ('channel' as const) : ('touchpoint' as const)
          const said = await connection.call(describeTouchpoint, { of, name, owner, stage, grouped, note })
          if (globals().json) printJson(said)
          else print(table([{ ...said, group: said.grouped }], ['name', 'owner', 'stage', 'group', 'note']))
        }),
    )
}

function tracking(touchpoints: Command, globals: () => Globals): void {
  const plan = touchpoints
    .command('tracking')
    .description('What interactions at each touchpoint shall carry, as declared')
    .addHelpText('after', '\nExample:\n  throughline touchpoints tracking')
    .action(() =>
      using(globals(), async (connection) => {
        const shown = await connection.call(readTrackingPlan, {})
        if (globals().json) printJson(shown)
        else
          print(shown.yaml?.trimEnd() ?? 'Nothing is declared: throughline touchpoints tracking save FILE.')
      }),
    )
  plan
    .command('save <file>')
    .description('Declare it; what breaks it is counted, never dropped')
    .addHelpText('after', '\nExample:\n  throughline touchpoints tracking save tracking.yaml')
    .action((file: string) =>
      using(globals(), async (connection) => {
        const saved = await connection.call(saveTrackingPlan, { yaml: readText(file, 'tracking plan') })
        if (globals().json) printJson(saved)
        else print('Saved. See throughline touchpoints violations.')
      }),
    )
  touchpoints
    .command('violations')
    .description('Where interactions break the tracking plan')
    .option('--days <n>', 'of the last days', '28')
    .addHelpText('after', '\nExample:\n  throughline touchpoints violations --days 7')
    .action((flags: { days: string }) =>
      using(globals(), async (connection) => {
        const found = await connection.call(readPlanViolations, { days: whole('--days', flags.days) })
        if (globals().json) return printJson(found)
        const rows = found.violations.map(({ interactions, of, low, high, examples, ...each }) => ({
          ...each,
          interactions,
          share: of < 30 ? `${interactions} of ${of}` : share(interactions / of, low, high),
          example: examples[0] ?? '',
        }))
        print(table(rows, ['touchpoint', 'what', 'interactions', 'share', 'example']))
        print(`${found.rules} rules over ${found.interactions} interactions`)
      }),
    )
}
