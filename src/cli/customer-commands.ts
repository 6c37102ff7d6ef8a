import type { Command } from 'commander'
import { type CustomerView, popCustomer, readCustomer, searchCustomers } from '../act/contract.ts'
import { type Globals, using } from './connect.ts'
import { percent, print, printJson, table } from './show.ts'

/** Commands about one customer: find, show, who is calling. Returns `customer`, for what else is done with one. */
export function customerCommands(program: Command, globals: () => Globals): Command {
  const command = program
    .command('customer')
    .description('One customer: find, show all that is known, who is calling, export, erase')
    .addHelpText(
      'after',
      `
Examples:
  throughline customer find "ana sousa"
  throughline customer show 9223372036854775807
  throughline customer pop --number "+351 912 345 678"
  throughline customer export 9223372036854775807 --out ana
  throughline customer erase 9223372036854775807`,
    )
  command
    .command('find <text>')
    .description('Customers by name, address, part of a number, order number; a slip of the pen is forgiven')
    .option('--limit <n>', 'how many', '10')
    .addHelpText('after', '\nExample:\n  throughline customer find "0171 23"')
    .action((text: string, { limit }: { limit: string }) =>
      using(globals(), async (connection) => {
        const found = await connection.call(searchCustomers, { q: text, limit: Number(limit) })
        if (globals().json) return printJson(found)
        if (found.customers.length === 0) return print(`Nobody answers to '${text}'.`)
        print(
          table(
            found.customers.map((one) => ({
              ...one,
              name: one.name ?? '',
              last_at: one.last_at ?? '',
              answers_by: `${one.matched} ${one.value}`,
            })),
            ['customer_id', 'name', 'answers_by', 'last_touchpoint', 'last_at'],
          ),
        )
      }),
    )
  command
    .command('show <customer_id>')
    .description('All that is known of one customer; an old id leads to whoever has it now')
    .option('--limit <n>', 'how many interactions', '20')
    .addHelpText('after', '\nExample:\n  throughline customer show 9223372036854775807 --json')
    .action((customer_id: string, { limit }: { limit: string }) =>
      using(globals(), async (connection) => {
        const view = await connection.call(readCustomer, { customer_id, limit: Number(limit) })
        if (globals().json) return printJson(view)
        printView(view)
      }),
    )
  command
    .command('pop')
    .description('Who is calling: by a number, an address, the number of an order, or any identifier')
    .option('--number <number>', 'a telephone number as the switchboard writes it')
    .option('--email <address>', 'an e-mail address')
    .option('--subject <id>', 'the number of an order, a case, an application')
    .option('--identifier <value>', 'any identifier as it is written')
    .addHelpText('after', '\nExample:\n  throughline customer pop --subject A-4711')
    .action((asked: { number?: string; email?: string; subject?: string; identifier?: string }) =>
      using(globals(), async (connection) => {
        const popped = await connection.call(popCustomer, asked)
        if (globals().json) return printJson(popped)
        if (popped.view) return printView(popped.view)
        print(popped.customers.length === 0 ? 'Nobody is known by this.' : 'Several:')
        for (const { customer_id, name, value } of popped.customers)
          print(`  ${customer_id}  ${name ?? value}`)
      }),
    )
  return command
}

function printView(view: CustomerView): void {
  const called = view.name ?? view.identifiers[0]?.value ?? ''
  print(`${called}, customer ${view.customer_id}; the weakest link is ${percent(view.strength)}`)
  print(`\n${table(view.identifiers, ['kind', 'value', 'strength'])}`)
  for (const { kind, key, name, roles } of view.groups)
    print(`In ${kind} ${name ?? key}${roles.length > 0 ? ` as ${roles.join(', ')}` : ''}`)
  if (view.promises_owed.length > 0)
    print(
      `\nPromises owed\n${table(
        view.promises_owed.map((each) => ({ ...each, due: each.due ?? 'no time promised' })),
        ['what', 'state', 'due', 'journey', 'subject'],
      )}`,
    )
  const written = view.last_words.filter(({ about, text }) => about !== '' || text !== '')
  if (written.length > 0) print('\nSaid last')
  for (const { channel, at, about, text } of written)
    print(`  ${channel}, ${at}${about ? `, ${about}` : ''}: ${text.slice(0, 300)}`)
  if (view.runs.length > 0)
    print(`\n${table(view.runs, ['journey', 'subject', 'outcome_kind', 'last_at', 'run_id'])}`)
  print(`\n${table(view.timeline, ['started_at', 'channel', 'touchpoint', 'about'])}`)
}
