import type { Command } from 'commander'
import { parse, stringify } from 'yaml'
import { z } from 'zod'
import {
  type KindRule,
  type KindSettings,
  type KindsShown,
  kindSettings,
  readKinds,
  setKinds,
} from '../collect/contract.ts'
import { type Globals, using } from './connect.ts'
import { readText } from './read-text.ts'
import { print, printJson, table } from './show.ts'

/** Kinds of identifiers: how each is normalised, its limits and its priority. */
export function kindsCommand(command: Command, globals: () => Globals): void {
  const kinds = command
    .command('kinds')
    .description('Kinds of identifiers: their form, limits and priority, and numbers that have no form')
    .option('--yaml', 'as a file that `set` takes')
    .addHelpText(
      'after',
      `
Examples:
  throughline identity kinds
  throughline identity kinds --yaml > kinds.yaml
  throughline identity kinds set kinds.yaml`,
    )
    .action((flags: { yaml?: boolean }) =>
      using(globals(), async (connection) => {
        const shown = await connection.call(readKinds, {})
        if (globals().json) return printJson(shown)
        if (flags.yaml) return print(stringify(shown.settings).trimEnd())
        print(kindsText(shown))
      }),
    )
  kinds
    .command('set <file>')
    .description('Set them from a YAML file; no interaction changes, who is one customer is judged anew')
    .addHelpText('after', '\nExample:\n  throughline identity kinds set kinds.yaml')
    .action((file: string) =>
      using(globals(), async (connection) => {
        const { settings } = await connection.call(setKinds, { settings: settingsIn(file) })
        if (globals().json) return printJson({ settings })
        print(`Set. ${settings.kinds.length} kinds, the strongest is ${settings.kinds[0]!.kind}.`)
        print('Who is one customer is being judged anew.')
      }),
    )
}

/** @throws Error naming the field, what is wrong with it and the file. */
function settingsIn(file: string): KindSettings {
  const text = readText(file, 'file of kinds')
  let written: unknown
  try {
    written = parse(text)
  } catch (error) {
    throw new Error(`${file} is no YAML: ${(error as Error).message}`)
  }
  const { data, error } = kindSettings.safeParse(written)
  if (error) throw new Error(`${file} cannot be taken:\n${z.prettifyError(error)}`)
  return data
}

function kindsText({ settings, set_by, set_at, not_normalised }: KindsShown): string {
  const rows = settings.kinds.map((rule, place) => ({
    priority: place + 1,
    kind: rule.kind,
    form: rule.normalise,
    limit: rule.limit,
    shared_above: rule.shared_above,
    rules: rulesText(rule),
  }))
  const count = `${not_normalised.at_least ? 'at least ' : ''}${not_normalised.count}`
  return [
    set_by === null ? 'As built in' : `Set by ${set_by} at ${set_at}`,
    `Country of numbers written without one: ${settings.default_country ?? 'none'}`,
    '',
    table(rows, ['priority', 'kind', 'form', 'limit', 'shared_above', 'rules']),
    '',
    not_normalised.count === 0
      ? 'Every phone number has a form.'
      : `${count} phone numbers have no country or are none: they join nobody.`,
    ...(not_normalised.count === 0
      ? []
      : [table(not_normalised.examples.slice(0, 10), ['kind', 'value', 'interactions'])]),
  ].join('\n')
}

function rulesText(rule: KindRule): string {
  if (rule.normalise === 'text') return rule.case_ignored ? 'case ignored' : ''
  if (rule.normalise !== 'email') return ''
  const dots = rule.dots_ignored_at.length > 0 ? `dots ignored at ${rule.dots_ignored_at.join(', ')}` : ''
  return [rule.plus_ignored ? 'plus part ignored' : '', dots].filter(Boolean).join('; ')
}
