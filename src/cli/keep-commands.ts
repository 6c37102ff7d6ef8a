import { readFileSync, writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import { createApiKey, listApiKeys, revokeApiKey } from '../access/contract.ts'
import * as collect from '../collect/contract.ts'
import { CallFailed } from '../http/call.ts'
import { toCsv } from '../http/csv.ts'
import { rebuildRuns } from '../journeys/contract.ts'
import { type Globals, using } from './connect.ts'
import { readText } from './read-text.ts'
import { print, printJson, table, whole } from './show.ts'

/** Commands that keep a workspace in order: rebuild, quarantine, keys, sql. */
export function keepCommands(program: Command, globals: () => Globals): void {
  program
    .command('rebuild [journey]')
    .description('Build runs again from their interactions')
    .addHelpText('after', '\nExample:\n  throughline rebuild order')
    .action((journey?: string) =>
      using(globals(), async (connection) => {
        const built = await connection.call(rebuildRuns, { journey })
        if (globals().json) printJson(built)
        else
          print(`${built.runs} runs from ${built.interactions} interactions in ${built.seconds.toFixed(1)} s`)
      }),
    )
  quarantineCommands(program, globals)
  keyCommands(program, globals)
  apiKeyCommands(program, globals)
  sqlCommand(program, globals)
}

function quarantineCommands(program: Command, globals: () => Globals): void {
  const quarantine = program
    .command('quarantine')
    .description('Records that could not become interactions')
    .option('--source <source>')
    .option('--csv', 'export all as CSV')
    .option('--limit <n>', 'how many', '20')
    .addHelpText(
      'after',
      '\nExamples:\n  throughline quarantine --source orders\n  throughline quarantine --csv > mend.csv\n  throughline quarantine mend 17 record.json\n  throughline quarantine replay --source orders',
    )
    .action((flags: { source?: string; csv?: boolean; limit: string }) =>
      using(globals(), async (connection) => {
        const all = flags.csv || globals().json
        const page = await connection.call(collect.listQuarantine, {
          source: flags.source,
          limit: all ? 1000 : Math.min(1000, whole('--limit', flags.limit)),
        })
        while (all && page.next !== null) {
          const more = await connection.call(collect.listQuarantine, {
            source: flags.source,
            limit: 1000,
            after: page.next,
          })
          page.quarantine.push(...more.quarantine)
          page.next = more.next
        }
        if (flags.csv) return void process.stdout.write(toCsv(page.quarantine))
        if (globals().json) return printJson(page)
        print(table(page.reasons, ['count', 'source', 'reason']))
        if (page.total === 0) return
        const columns = ['quarantine_id', 'source', 'file', 'row', 'field', 'value']
        print(`\n${table(page.quarantine, columns)}\n${page.quarantine.length} of ${page.total}`)
      }),
    )
  quarantine
    .command('mend <id> <file>')
    .description('Replace a record by the JSON in a file (- for standard input) and replay it')
    .addHelpText(
      'after',
      '\nExamples:\n  throughline quarantine mend 17 record.json\n  echo \'{"order_id": "A1"}\' | throughline quarantine mend 17 -',
    )
    .action((id: string, file: string) =>
      using(globals(), async (connection) => {
        const result = await connection.call(collect.mendQuarantined, {
          quarantine_id: id,
          record: file === '-' ? readFileSync(0, 'utf8') : readText(file, 'record'),
        })
        if (result.reason !== null) throw new Error(`It stays in quarantine: ${result.reason}`)
        print('Stored.')
      }),
    )
  quarantine
    .command('replay')
    .option('--source <source>')
    .description('Replay with the present mapping')
    .addHelpText('after', '\nExamples:\n  throughline quarantine replay --source orders')
    .action((flags: { source?: string }) =>
      using(globals(), async (connection) => {
        const result = await connection.call(collect.replayQuarantine, { source: flags.source })
        if (globals().json) printJson(result)
        else print(`${result.stored} stored, ${result.still_quarantined} still quarantined`)
      }),
    )
}

function keyCommands(program: Command, globals: () => Globals): void {
  const keys = program
    .command('keys')
    .description('Write keys for the HTTP door')
    .addHelpText(
      'after',
      '\nExamples:\n  throughline keys\n  throughline keys create "Web shop" --source shop\n  throughline keys revoke KEY_ID',
    )
    .action(() =>
      using(globals(), async (connection) => {
        const list = await connection.call(collect.listKeys, {})
        if (globals().json) printJson(list)
        else
          print(
            table(list.keys, [
              'key_id',
              'name',
              'source',
              'hint',
              'created_at',
              'last_used_at',
              'revoked_at',
            ]),
          )
      }),
    )
  keys
    .command('create <name>')
    .option('--source <source>', 'what its events are stored under', 'http')
    .description('Make a write key; it is shown once')
    .addHelpText('after', '\nExamples:\n  throughline keys create "Web shop" --source shop')
    .action((name: string, flags: { source: string }) =>
      using(globals(), async (connection) => {
        const made = await connection.call(collect.createKey, { name, source: flags.source })
        if (globals().json) printJson(made)
        else print(`${made.write_key}\nKeep it: it is not shown again.`)
      }),
    )
  keys
    .command('revoke <key_id>')
    .description('Revoke a write key')
    .addHelpText('after', '\nExamples:\n  throughline keys revoke KEY_ID')
    .action((key_id: string) =>
      using(globals(), async (connection) => {
        await connection.call(collect.revokeKey, { key_id })
        print('Revoked.')
      }),
    )
}

function sqlCommand(program: Command, globals: () => Globals): void {
  program
    .command('sql <query>')
    .description('Read-only SQL over the views interactions, runs, steps, gaps, promises')
    .option('--format <format>', 'table, csv, json, parquet', 'table')
    .option('--out <file>', 'write to a file')
    .addHelpText(
      'after',
      `
Examples:
  throughline sql "SELECT touchpoint, count() FROM interactions GROUP BY touchpoint"
  throughline sql "SELECT * FROM promises" --format parquet --out promises.parquet`,
    )
    .action((sql: string, flags: { format: string; out?: string }) =>
      using(globals(), async (connection) => {
        const format = globals().json ? 'json' : flags.format
        const response = await connection.transport(`/api/${connection.workspace}/sql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ sql, format }),
        })
        if (!response.ok)
          throw new CallFailed(response.status, (await response.json()) as { title: string; detail: string })
        const body = Buffer.from(await response.arrayBuffer())
        if (flags.out) writeFileSync(flags.out, body)
        else process.stdout.write(body)
      }),
    )
}

function apiKeyCommands(program: Command, globals: () => Globals): void {
  const keys = program
    .command('api-keys')
    .description('Keys by which programs read this workspace over HTTP')
    .addHelpText(
      'after',
      '\nExamples:\n  throughline api-keys\n  throughline api-keys create switchboard\n  throughline api-keys revoke KEY_ID',
    )
    .action(() =>
      using(globals(), async (connection) => {
        const page = await connection.call(listApiKeys, {})
        if (globals().json) return printJson(page)
        print(
          table(
            page.keys.map((one) => ({
              ...one,
              last_used_at: one.last_used_at ?? 'never',
              state: one.revoked_at === null ? 'in force' : 'revoked',
            })),
            ['key_id', 'name', 'hint', 'created_at', 'last_used_at', 'state'],
          ),
        )
      }),
    )
  keys
    .command('create <name>')
    .description('Make an API key; it is shown once')
    .addHelpText('after', '\nExample:\n  throughline api-keys create switchboard')
    .action((name: string) =>
      using(globals(), async (connection) => {
        const made = await connection.call(createApiKey, { name })
        if (globals().json) printJson(made)
        else print(`${made.api_key}\nSend it as "Authorization: Bearer …". It is shown this once.`)
      }),
    )
  keys
    .command('revoke <key_id>')
    .description('End an API key')
    .addHelpText('after', '\nExample:\n  throughline api-keys revoke KEY_ID')
    .action((key_id: string) =>
      using(globals(), async (connection) => {
        const one = await connection.call(revokeApiKey, { key_id })
        if (globals().json) printJson(one)
        else print(`${one.name} is revoked.`)
      }),
    )
}
