import { Command } from 'commander'
import type { Globals } from './connect.ts'
import { customerCommands } from './customer-commands.ts'
import { exportCommand } from './export-command.ts'
import { groupCommands } from './group-commands.ts'
import { healthCommand } from './health-command.ts'
import { hookCommands } from './hook-commands.ts'
import { identityCommands } from './identity-commands.ts'
import { importCommand } from './import-command.ts'
import { importsCommand } from './imports-command.ts'
import { journeyCommands } from './journey-commands.ts'
import { keepCommands } from './keep-commands.ts'
import { mailCommand } from './mail-command.ts'
import { matchCommand } from './match-command.ts'
import { objectiveCommands } from './objective-commands.ts'
import { planCommands } from './plan-command.ts'
import { profileCommand } from './profile-command.ts'
import { rightsCommands } from './rights-commands.ts'
import { sampleCommand } from './sample-command.ts'
import { serveCommand } from './serve-command.ts'
import { storyboardCommands } from './storyboard-commands.ts'
import { touchpointCommands } from './touchpoint-commands.ts'

/** All commands, each given what stands before it on the line. */
export function createProgram(): Command {
  const program = new Command('throughline')
    .description(
      "Customers' journeys, traced: where they wait in silence, which promises break, what it costs them.",
    )
    .option('--data <dir>', 'data folder', undefined)
    .option('--workspace <name>', 'workspace', 'main')
    .option('--as-of <time>', 'figures as of a moment')
    .option('--json', 'answer as JSON')
    .showHelpAfterError('(add --help for what it takes)')
    .addHelpText(
      'after',
      `
Examples:
  throughline import tickets.xes.gz && throughline map --subject case
  throughline storyboard propose --subject case > storyboard.yaml
  throughline storyboard add storyboard.yaml && throughline breaks case
  throughline serve

Exit codes: 0 done, 1 it failed and said why, 2 the command was not understood.`,
    )

  const globals = () => program.opts<Globals>()
  serveCommand(program, globals)
  importCommand(program, globals)
  importsCommand(program, globals)
  exportCommand(program, globals)
  journeyCommands(program, globals)
  matchCommand(program, globals)
  identityCommands(program, globals)
  rightsCommands(program, customerCommands(program, globals), globals)
  groupCommands(program, globals)
  profileCommand(program, globals)
  objectiveCommands(program, globals)
  storyboardCommands(program, globals)
  planCommands(program, globals)
  mailCommand(program, globals)
  keepCommands(program, globals)
  hookCommands(program, globals)
  healthCommand(program, globals)
  touchpointCommands(program, globals)
  sampleCommand(program)
  acceptGlobalsAnywhere(program)
  return program
}

/** `throughline map --json` and `throughline --json map` are the same. */
function acceptGlobalsAnywhere(root: Command): void {
  const shared = root.options
  const add = (command: Command) => {
    for (const option of shared)
      if (!command.options.some((own) => own.long === option.long)) command.addOption(option)
    command.hook('preAction', (_, action) => {
      for (const option of shared) {
        const name = option.attributeName()
        if (action.getOptionValueSource(name) === 'cli')
          root.setOptionValue(name, action.getOptionValue(name))
      }
    })
    command.configureHelp({ visibleOptions: (shown) => shown.options.filter((option) => !option.hidden) })
    // A command made before its parent's override does not inherit it, and would end the process with 1 itself.
    command.exitOverride()
    command.commands.forEach(add)
  }
  root.commands.forEach(add)
  root.exitOverride()
}
