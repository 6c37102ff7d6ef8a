import type { Command } from 'commander'
import { readGroupView } from '../act/contract.ts'
import { addMember, listGroups, removeMember } from '../identity/contract.ts'
import { type Globals, using } from './connect.ts'
import { print, printJson, table, whole } from './show.ts'

/** Commands about accounts, households and other groups of customers. */
export function groupCommands(program: Command, globals: () => Globals): void {
  program
    .command('groups [text]')
    .description('Accounts, households and other groups by part of their name or key, the largest first')
    .option('--kind <kind>', 'account, household …')
    .option('--limit <n>', 'how many', '50')
    .addHelpText('after', '\nExample:\n  throughline groups "acme" --kind account')
    .action((text: string | undefined, { kind, limit }: { kind?: string; limit: string }) =>
      using(globals(), async (connection) => {
        const found = await connection.call(listGroups, {
          q: text ?? '',
          kind,
          limit: whole('--limit', limit),
        })
        if (globals().json) return printJson(found)
        if (found.groups.length === 0) return print('There is no such group.')
        const rows = found.groups.map((each) => ({ ...each, name: each.name ?? '' }))
        print(table(rows, ['kind', 'key', 'name', 'members']))
      }),
    )
  showCommand(program, globals)
}

interface Changing {
  kind: string
  add?: string
  remove?: string
  role?: string
  name?: string
  reason?: string
}

function showCommand(program: Command, globals: () => Globals): void {
  program
    .command('group <key>')
    .description('One group: its members, their last contact and open runs; add or remove a member')
    .option('--kind <kind>', 'account, household …', 'account')
    .option('--add <customer_id>', 'a customer belongs to it')
    .option('--remove <customer_id>', 'a customer does not belong to it, whatever sources say')
    .option('--role <role>', 'with --add: buyer, user, parent …')
    .option('--name <name>', 'with --add: what the group is called')
    .option('--reason <text>', 'with --add and --remove: why')
    .addHelpText(
      'after',
      `
Examples:
  throughline group acme
  throughline group sousa --kind household --add 9223372036854775807 --role parent --reason "told on the phone"`,
    )
    .action((key: string, { kind, add, remove, role, name, reason = '' }: Changing) =>
      using(globals(), async (connection) => {
        if (add !== undefined)
          await connection.call(addMember, { kind, key, customer_id: add, role, name, reason })
        if (remove !== undefined)
          await connection.call(removeMember, { kind, key, customer_id: remove, reason })
        const view = await connection.call(readGroupView, { kind, key })
        if (globals().json) return printJson(view)
        print(`${kind} ${key}${view.name === null ? '' : `, ${view.name}`}: ${view.members_in_all} members`)
        const members = view.members.map((each) => ({
          ...each,
          name: each.name ?? each.identifiers[0]?.value ?? '',
          roles: each.roles.join(', '),
          said_by: each.said_by.join(', '),
          last_at: each.last_at ?? '',
          open_runs: each.open_runs.map(({ journey, subject }) => `${journey} ${subject}`).join(', '),
        }))
        print(
          `\n${table(members, ['customer_id', 'name', 'roles', 'since', 'said_by', 'last_at', 'open_runs'])}`,
        )
        if (view.runs.length > 0)
          print(`\n${table(view.runs, ['journey', 'outcome_kind', 'started_at', 'last_at', 'run_id'])}`)
        if (view.acts.length > 0)
          print(`\n${table(view.acts, ['at', 'act', 'called', 'role', 'by', 'reason'])}`)
      }),
    )
}
