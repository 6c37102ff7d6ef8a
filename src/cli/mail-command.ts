import type { Command } from 'commander'
import { parse } from 'yaml'
import { z } from 'zod'
import {
  listMailSources,
  type MailSourceShown,
  removeMailSource,
  setMailSource,
  tryMailbox,
} from '../collect/contract.ts'
import { type Globals, using } from './connect.ts'
import { readText } from './read-text.ts'
import { print, printJson, table } from './show.ts'

/** Sources of mails: an SMTP door, a watched mailbox, or both. Secrets come from a file: a command line is seen by others. */
export function mailCommand(program: Command, globals: () => Globals): void {
  const mail = program
    .command('mail')
    .description('Sources of mails: what is set and how it is doing')
    .addHelpText(
      'after',
      `
Examples:
  throughline mail
  throughline mail set support support-mail.yaml
  throughline mail try support support-mail.yaml
  throughline mail off support

A file of settings (docs/mail.md):
  own: [acme.com]
  door: { host: 0.0.0.0, port: 2525, accepts: [copies@throughline.acme.com] }
  mailbox: { host: imap.acme.com, user: support@acme.com, password: …, folders: [INBOX, Sent] }`,
    )
    .action(() =>
      using(globals(), async (connection) => {
        const { mail_sources } = await connection.call(listMailSources, {})
        if (globals().json) return printJson(mail_sources)
        print(table(mail_sources.map(row), ['source', 'own', 'door', 'mailbox', 'read']))
      }),
    )
  mail
    .command('set <source> <file>')
    .description('Set a source of mails from a YAML file; what the file leaves out is off')
    .addHelpText('after', '\nExample:\n  throughline mail set support support-mail.yaml')
    .action((source: string, file: string) =>
      using(globals(), async (connection) => {
        const set = await connection.call(setMailSource, { ...settingsIn(file, source), source })
        if (globals().json) return printJson(set)
        print(table([row(set)], ['source', 'own', 'door', 'mailbox']))
      }),
    )
  mail
    .command('try <source> <file>')
    .description('Sign in to the mailbox of a file of settings and list its folders; nothing is set')
    .addHelpText('after', '\nExample:\n  throughline mail try support support-mail.yaml')
    .action((source: string, file: string) =>
      using(globals(), async (connection) => {
        const { mailbox } = settingsIn(file, source)
        if (!mailbox) throw new Error(`${file} names no mailbox. Write mailbox: { host, user, password }.`)
        const { folders } = await connection.call(tryMailbox, { source, mailbox })
        if (globals().json) printJson(folders)
        else print(table(folders, ['folder', 'mails']))
      }),
    )
  mail
    .command('off <source>')
    .description('Close the door, leave the mailbox and forget the settings; mails that came stay')
    .addHelpText('after', '\nExample:\n  throughline mail off support')
    .action((source: string) =>
      using(globals(), async (connection) => {
        await connection.call(removeMailSource, { source })
        if (globals().json) printJson({ source, removed: true })
        else print(`${source} is off.`)
      }),
    )
}

function row({ source, own, door, mailbox, door_state, mailbox_state, folders }: MailSourceShown) {
  const state = ({ state, error }: MailSourceShown['door_state']) =>
    error === null ? state : `${state}: ${error}`
  return {
    source,
    own: own.join(', '),
    door: door === null ? 'off' : `${door.host}:${door.port} (${state(door_state)})`,
    mailbox: mailbox === null ? 'off' : `${mailbox.user} at ${mailbox.host} (${state(mailbox_state)})`,
    read: folders.map(({ folder, read_until }) => `${folder} to ${read_until}`).join(', ') || 'nothing yet',
  }
}

/** @throws Error naming the field, what is wrong with it and the file. */
function settingsIn(file: string, source: string) {
  const text = readText(file, 'file of settings')
  let written: unknown
  try {
    written = parse(text)
  } catch (error) {
    throw new Error(`${file} is no YAML: ${(error as Error).message.split('\n')[0]}`)
  }
  const settings = setMailSource.input.omit({ workspace: true })
  const { data, error } = settings.safeParse({ ...(written as object), source })
  if (error) throw new Error(`${file} cannot be taken:\n${z.prettifyError(error)}`)
  return data
}
