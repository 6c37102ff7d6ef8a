import type { Command } from 'commander'
import * as collect from '../collect/contract.ts'
import { type Globals, using } from './connect.ts'
import { readText } from './read-text.ts'
import { print, printJson, table } from './show.ts'

/** Commands of channels and webhooks: what there is, their mappings, and webhooks made and ended. */
export function hookCommands(program: Command, globals: () => Globals): void {
  program
    .command('channels [channel]')
    .description('Ready-made channels; with a name, the mapping it begins with')
    .addHelpText(
      'after',
      '\nExamples:\n  throughline channels\n  throughline channels flight-plan > plan.yaml',
    )
    .action((channel?: string) =>
      using(globals(), async (connection) => {
        const { channels } = await connection.call(collect.listChannels, {})
        if (channel === undefined) {
          if (globals().json) printJson({ channels })
          else print(table(channels, ['channel', 'way', 'title', 'what']))
          return
        }
        const found = channels.find((each) => each.channel === channel)
        if (!found)
          throw new Error(
            `There is no channel '${channel}': it is one of ${channels.map((each) => each.channel).join(', ')}.`,
          )
        if (globals().json) printJson(found)
        else print(found.mapping.trimEnd())
      }),
    )
  webhookCommands(program, globals)
}

function webhookCommands(program: Command, globals: () => Globals): void {
  const hooks = program
    .command('webhooks')
    .description('Webhooks that bring payloads in, with what they took and refused')
    .addHelpText(
      'after',
      '\nExamples:\n  throughline webhooks\n  throughline webhooks create desk --channel zendesk --secret-file secret.txt\n  throughline webhooks end HOOK_ID',
    )
    .action(() =>
      using(globals(), async (connection) => {
        const list = await connection.call(collect.listHooks, {})
        if (globals().json) printJson(list)
        else
          print(
            table(list.hooks, [
              'hook_id',
              'source',
              'channel',
              'accepted',
              'last_accepted_at',
              'refused',
              'last_refusal',
              'ended_at',
            ]),
          )
      }),
    )
  makeCommand(hooks, globals)
  hooks
    .command('end <hook_id>')
    .description('End a webhook; what it brought stays')
    .addHelpText('after', '\nExamples:\n  throughline webhooks end HOOK_ID')
    .action((hook_id: string) =>
      using(globals(), async (connection) => {
        await connection.call(collect.endHook, { hook_id })
        print('Ended.')
      }),
    )
}

function makeCommand(hooks: Command, globals: () => Globals): void {
  hooks
    .command('create <source>')
    .requiredOption('--channel <channel>', 'see throughline channels')
    .option('--secret-file <file>', "the sender's secret; without it one is made where we make it")
    .option('--mapping <file>', "instead of the channel's own")
    .option('--trust-address', 'until the sender tells its secret')
    .description('Make a webhook; a secret made here is shown once')
    .addHelpText(
      'after',
      '\nExamples:\n  throughline webhooks create desk --channel zendesk --secret-file secret.txt',
    )
    .action(
      (
        source: string,
        flags: { channel: string; secretFile?: string; mapping?: string; trustAddress?: boolean },
      ) =>
        using(globals(), async (connection) => {
          const made = await connection.call(collect.createHook, {
            source,
            channel: flags.channel,
            secret:
              flags.secretFile === undefined ? undefined : readText(flags.secretFile, 'secret file').trim(),
            mapping: flags.mapping === undefined ? undefined : readText(flags.mapping, 'mapping'),
            scheme: flags.trustAddress ? { kind: 'address' } : undefined,
          })
          if (globals().json) return printJson(made)
          print(`${made.hook.hook_id}\nIt posts to ${made.hook.path}`)
          if (made.secret !== null) print(`Secret: ${made.secret}\nKeep it: it is not shown again.`)
        }),
    )
}
