import type { Command } from 'commander'
import * as identity from '../identity/contract.ts'
import { type Connection, type Globals, using } from './connect.ts'
import { kindsCommand } from './kinds-command.ts'
import { percent, print, printJson, share, table, whole } from './show.ts'

/** Commands about who is one customer: why, matching, its doubtful pairs, undo. */
export function identityCommands(program: Command, globals: () => Globals): void {
  const command = program
    .command('identity')
    .description('Who is one customer: why, kinds of identifiers, matching, doubtful pairs, undo')
    .addHelpText(
      'after',
      `
Examples:
  throughline identity why 9223372036854775807
  throughline identity match
  throughline identity reviews
  throughline identity answer 12 one
  throughline identity undo 340 --reason "a tablet in the shop" --dry`,
    )
  whyCommand(command, globals)
  matchingCommands(command, globals)
  kindsCommand(command, globals)
  undoCommand(
    command,
    globals,
    'undo',
    true,
    'Take links back: what hangs on them comes apart exactly as it was',
  )
  undoCommand(command, globals, 'redo', false, 'Let links count again that were taken back')
}

function whyCommand(command: Command, globals: () => Globals): void {
  command
    .command('why <customer_id>')
    .description('Why these identifiers are one customer; an old id leads to whoever has it now')
    .addHelpText('after', '\nExample:\n  throughline identity why 9223372036854775807')
    .action((customer_id: string) =>
      using(globals(), async (connection) => {
        const shown = await connection.call(identity.readIdentity, { customer_id })
        if (globals().json) return printJson(shown)
        const moved = shown.redirected_from === null ? '' : `, once ${shown.redirected_from}`
        print(`Customer ${shown.customer_id}${moved}; the weakest link is ${percent(shown.strength)}`)
        print(`\n${table(shown.identifiers, ['kind', 'value', 'strength', 'shared'])}`)
        const links = shown.links.map(({ a, b, ...link }) => ({
          ...link,
          first_at: link.first_at ?? '',
          a: `${a.kind} ${a.value}`,
          b: `${b.kind} ${b.value}`,
        }))
        print(
          `\n${table(links, ['link_id', 'a', 'b', 'rule', 'probability', 'first_at', 'source', 'result', 'reason'])}`,
        )
        if (shown.acts.length > 0) print(`\n${table(shown.acts, ['at', 'act', 'by', 'reason'])}`)
      }),
    )
}

function matchingCommands(command: Command, globals: () => Globals): void {
  command
    .command('match')
    .description('Match all customers by what is said of them: sure pairs are merged, doubtful ones wait')
    .addHelpText('after', '\nExample:\n  throughline identity match && throughline identity reviews')
    .action(() =>
      using(globals(), async (connection) => {
        const told = await sayingStages(connection, () => connection.call(identity.matchCustomers, {}))
        if (globals().json) return printJson(told)
        print(
          `${told.customers} customers, ${told.compared} pairs compared in ${told.seconds.toFixed(1)} s: ${told.merged} merged (${percent(told.thresholds.automatic)} or surer), ${told.to_review} wait for a person`,
        )
        print(table(told.traits, ['trait', 'filled']))
      }),
    )
  command
    .command('reviews')
    .description('Pairs that a person has to tell, surest first')
    .option('--limit <n>', 'how many', '20')
    .option('--merged', 'merges drawn to be judged: what is known of how many are wrong comes of them')
    .addHelpText('after', '\nExample:\n  throughline identity reviews --limit 5')
    .action((flags: { limit: string; merged?: boolean }) =>
      using(globals(), async (connection) => {
        const verdict = flags.merged ? 'automatic' : 'review'
        const page = await connection.call(identity.listReviews, {
          verdict,
          limit: whole('--limit', flags.limit),
        })
        if (globals().json) return printJson(page)
        for (const { review_id, probability, evidence } of page.reviews)
          print(
            `${review_id}: ${percent(probability)}\n${table(evidence, ['trait', 'a', 'b', 'level', 'weight'])}\n`,
          )
        print(`${page.waiting} wait. ${qualityText(page)}`)
      }),
    )
  command
    .command('answer <review_id> <one|two>')
    .description('Say whether a pair is one customer or two')
    .addHelpText('after', '\nExample:\n  throughline identity answer 12 two')
    .action((review_id: string, answer: string) =>
      using(globals(), async (connection) => {
        if (answer !== 'one' && answer !== 'two')
          throw new Error(`The answer is "${answer}": say one or two.`)
        const { refused } = await connection.call(identity.answerReview, {
          review_id: whole('review_id', review_id),
          answer,
        })
        if (refused !== null) throw new Error(`They stay two: ${refused}.`)
        print('Kept.')
      }),
    )
}

type Rate = { value: number; low: number; high: number } | null
const rateText = (rate: Rate) => (rate === null ? 'unknown' : share(rate.value, rate.low, rate.high))

function qualityText(page: { answers: number; false_merge: Rate; false_split: Rate }): string {
  if (page.answers === 0) return 'Nobody has answered yet: how many merges are wrong is unknown.'
  return `By ${page.answers} answers: wrong among merges ${rateText(page.false_merge)}, kept apart among the same ${rateText(page.false_split)}`
}

function undoCommand(
  command: Command,
  globals: () => Globals,
  name: string,
  undone: boolean,
  description: string,
): void {
  command
    .command(`${name} <link...>`)
    .description(description)
    .requiredOption('--reason <words>', 'why, kept on record')
    .option('--dry', 'only say what would change')
    .addHelpText(
      'after',
      `\nExample:\n  throughline identity ${name} 340 341 --reason "a tablet in the shop" --dry`,
    )
    .action((links: string[], flags: { reason: string; dry?: boolean }) =>
      using(globals(), async (connection) => {
        const change = await connection.call(identity.undoLinks, {
          links: links.map((link) => whole('link', link)),
          undone,
          reason: flags.reason,
          dry: flags.dry ?? false,
        })
        if (globals().json) return printJson(change)
        if (change.after.length === 0) return print('No customer changes: other links hold them as they are.')
        const rows = (when: string, each: typeof change.before) =>
          each.map(({ customer_id, identifiers }) => ({
            when,
            customer_id,
            identifiers: identifiers.map(({ kind, value }) => `${kind} ${value}`).join(', '),
          }))
        print(
          table(
            [...rows('before', change.before), ...rows('after', change.after)],
            ['when', 'customer_id', 'identifiers'],
          ),
        )
        print(`${change.interactions} interactions ${flags.dry ? 'would change' : 'changed'} hands.`)
      }),
    )
}

/** Names each stage on the terminal as it begins; a program that reads the output is not disturbed. */
async function sayingStages<Told>(connection: Connection, work: () => Promise<Told>): Promise<Told> {
  let said = ''
  const look = setInterval(async () => {
    const { under_way } = await connection.call(identity.readMatching, {}).catch(() => ({ under_way: null }))
    if (under_way === null || under_way.stage === said) return
    said = under_way.stage
    process.stderr.write(`${said} (${under_way.done + 1} of ${under_way.stages})\n`)
  }, 500)
  try {
    return await work()
  } finally {
    clearInterval(look)
  }
}
