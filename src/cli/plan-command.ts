import { basename, resolve } from 'node:path'
import type { Command } from 'commander'
import { saveMapping } from '../collect/contract.ts'
import { addStoryboard } from '../journeys/contract.ts'
import { type Globals, using } from './connect.ts'
import { type Plan, planOf } from './plan-changes.ts'
import { readPlanFolder } from './plan-folder.ts'
import { appliedText, planText } from './plan-text.ts'
import { print, printJson } from './show.ts'

/** A folder of mappings and storyboards kept in git: what it would change, and to change it. */
export function planCommands(program: Command, globals: () => Globals): void {
  program
    .command('plan <dir>')
    .description(
      'What applying a folder of mappings and storyboards would change, in last month’s figures too; stores nothing',
    )
    .addHelpText('after', '\nExamples:\n  throughline plan journeys/\n  throughline plan journeys/ --json')
    .action((dir: string) =>
      using(globals(), async (connection) => {
        const plan = await planOf(connection, await readPlanFolder(resolve(dir)))
        if (globals().json) printJson(plan)
        else print(planText(plan))
        if (plan.problems.length > 0) process.exitCode = 1
      }),
    )
  program
    .command('apply <dir>')
    .description(
      'Save the mappings and add the storyboards of a folder; what is there already is left as it is',
    )
    .addHelpText('after', '\nExample:\n  throughline apply journeys/')
    .action((dir: string) =>
      using(
        globals(),
        async (connection) => {
          const folder = await readPlanFolder(resolve(dir))
          const plan = await planOf(connection, folder)
          if (plan.problems.length > 0) {
            if (globals().json) printJson({ ...plan, applied: [] })
            else print(planText(plan))
            process.exitCode = 1
            return
          }
          const applied: string[] = []
          for (const { source, yaml, file } of folder.mappings) {
            if (standing(plan.mappings, file) === 'unchanged') continue
            await connection.call(saveMapping, { source, mapping: yaml })
            applied.push(file)
          }
          for (const { yaml, file } of folder.storyboards) {
            if (standing(plan.storyboards, file) === 'unchanged') continue
            await connection.call(addStoryboard, { yaml, file: basename(file) })
            applied.push(file)
          }
          if (globals().json) printJson({ ...plan, applied })
          else print(appliedText(plan, applied))
        },
        { makes: true },
      ),
    )
}

const standing = (all: (Plan['mappings'][number] | Plan['storyboards'][number])[], file: string) =>
  all.find((each) => each.file === file)?.change
