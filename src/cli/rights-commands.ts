import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { readAudit } from '../access/contract.ts'
import * as act from '../act/contract.ts'
import { type Globals, using } from './connect.ts'
import { print, printJson, table, whole } from './show.ts'

const forms = ['json', 'csv', 'xes'] as const

/** Commands about the rights of customers: those of one, below `customer`; how long things are kept; the log of who did what. */
export function rightsCommands(program: Command, customer: Command, globals: () => Globals): void {
  exportCommand(customer, globals)
  eraseCommand(customer, globals)
  retentionCommand(program, globals)
  auditCommand(program, globals)
}

function exportCommand(customer: Command, globals: () => Globals): void {
  customer
    .command('export <customer_id>')
    .description('Everything about one customer, for them to read: JSON with meanings, CSV, XES')
    .option('--out <dir>', 'folder to write to', '.')
    .addHelpText('after', '\nExample:\n  throughline customer export 9223372036854775807 --out ana')
    .action((customer_id: string, flags: { out: string }) =>
      using(globals(), async ({ transport, workspace }) => {
        mkdirSync(flags.out, { recursive: true })
        for (const form of forms) {
          const response = await transport(
            `/api/${workspace}/customers/${encodeURIComponent(customer_id)}/export?form=${form}`,
            { method: 'GET', headers: {} },
          )
          const body = await response.text()
          if (!response.ok) throw new Error((JSON.parse(body) as { detail: string }).detail)
          const path = join(flags.out, `customer-${customer_id}.${form}`)
          writeFileSync(path, body, { mode: 0o600 })
          print(path)
        }
      }),
    )
}

function eraseCommand(customer: Command, globals: () => Globals): void {
  customer
    .command('erase <customer_id>')
    .description('What erasing a customer would remove; with --confirm it is removed, for good')
    .option('--confirm <customer_id>', 'the same id again: it is erased')
    .option('--ground <words>', `why: ${act.erasureGrounds.join(', ')}`, act.erasureGrounds[0])
    .addHelpText(
      'after',
      '\nExamples:\n  throughline customer erase 9223372036854775807\n  throughline customer erase 9223372036854775807 --confirm 9223372036854775807 > certificate.txt',
    )
    .action((customer_id: string, flags: { confirm?: string; ground: string }) =>
      using(globals(), async (connection) => {
        if (flags.confirm === undefined) {
          const preview = await connection.call(act.previewErasure, { customer_id })
          if (globals().json) return printJson(preview)
          print(table(preview.identifiers, ['kind', 'value']))
          print(`\n${table(rowsOf(preview.found), ['where', 'rows'])}`)
          return print(`\nNothing is removed yet. To erase for good: --confirm ${customer_id}`)
        }
        const certificate = await connection.call(act.eraseCustomer, {
          customer_id,
          confirm: flags.confirm,
          ground: groundOf(flags.ground),
        })
        if (globals().json) return printJson(certificate)
        print(`Certificate ${certificate.erasure_id} of ${certificate.finished_at}: ${certificate.hash}`)
        print(table(rowsOf(certificate.removed), ['where', 'rows']))
        for (const words of certificate.remains) print(words)
      }),
    )
}

const rowsOf = (counts: Record<string, number>) =>
  Object.entries(counts).map(([where, rows]) => ({ where, rows }))

function groundOf(words: string): (typeof act.erasureGrounds)[number] {
  const found = act.erasureGrounds.find((each) => each === words)
  if (found === undefined)
    throw new Error(`--ground is '${words}'. Give one of: ${act.erasureGrounds.join(', ')}.`)
  return found
}

function retentionCommand(program: Command, globals: () => Globals): void {
  program
    .command('retention')
    .description('For how long interactions are kept; what is older goes every night, or now')
    .option('--days <n>', 'keep interactions for so many days')
    .option('--channel <channel>', 'of this channel alone')
    .option('--for-ever', 'keep everything (of the channel)')
    .option('--apply', 'erase now what is older')
    .option('--dry', 'with --apply: only say how much')
    .addHelpText(
      'after',
      '\nExamples:\n  throughline retention --days 1095\n  throughline retention --channel chat --days 90\n  throughline retention --apply --dry',
    )
    .action((flags: { days?: string; channel?: string; forEver?: boolean; apply?: boolean; dry?: boolean }) =>
      using(globals(), async (connection) => {
        if (flags.apply) {
          const done = await connection.call(act.applyRetention, { dry: flags.dry ?? false })
          if (globals().json) return printJson(done)
          return print(`${done.interactions} interactions ${flags.dry ? 'would go' : 'are gone'}.`)
        }
        const { periods, last_run_on } = await connection.call(act.readRetention, {})
        const channel = flags.channel ?? ''
        const others = periods.filter((each) => each.channel !== channel)
        const change = flags.days !== undefined || flags.forEver === true
        const now =
          flags.days === undefined ? others : [...others, { channel, days: whole('--days', flags.days) }]
        if (change) await connection.call(act.setRetention, { periods: now })
        if (globals().json) return printJson({ periods: change ? now : periods, last_run_on })
        const rows = (change ? now : periods).map((each) => ({
          channel: each.channel || 'all others',
          days: each.days,
        }))
        print(rows.length === 0 ? 'Everything is kept for ever.' : table(rows, ['channel', 'days']))
      }),
    )
}

function auditCommand(program: Command, globals: () => Globals): void {
  program
    .command('audit')
    .description('Who did what to what, when, and what became of it; newest first')
    .option('--act <act>', 'only this act, such as "erase customer"')
    .option('--by <who>', 'only of this person')
    .option('--since <day>', 'not before')
    .option('--limit <n>', 'how many', '50')
    .addHelpText('after', '\nExample:\n  throughline audit --act "erase customer"')
    .action((flags: { act?: string; by?: string; since?: string; limit: string }) =>
      using(globals(), async (connection) => {
        const { limit, ...asked } = flags
        const page = await connection.call(readAudit, {
          ...asked,
          limit: Math.min(1000, whole('--limit', limit)),
        })
        if (globals().json) printJson(page)
        else print(table(page.deeds, ['at', 'by', 'act', 'on_what', 'outcome', 'detail']))
      }),
    )
}
