import { type AccessTables, byOf, noteDeed } from '../access/index.ts'
import { badInput, Problem } from '../http/errors.ts'
import type { Mount } from '../http/serve.ts'
import type { Db } from '../storage/operational.ts'
import { listFolders, reasonOf } from './channels/mail-box.ts'
import { checkCertificate, hashedPassword } from './channels/mail-door.ts'
import type { MailRoom } from './channels/mail-room.ts'
import {
  type DoorSettings,
  deleteMailSource,
  type MailboxSettings,
  type MailSource,
  readBookmarks,
  readMailSource,
  readMailSources,
  saveMailSource,
} from './channels/mail-store.ts'
import {
  listMailSources,
  type MailSourceShown,
  removeMailSource,
  setMailSource,
  tryMailbox,
} from './contract-mail.ts'
import type { CollectTables } from './tables.ts'

interface MailParts {
  db: Db<CollectTables & AccessTables>
  mail: MailRoom
}

export function mountMail(mount: Mount, parts: MailParts): void {
  const { db, mail } = parts
  mount(listMailSources, async ({ workspace }) => ({
    mail_sources: await Promise.all((await readMailSources(db, workspace)).map((each) => shown(parts, each))),
  }))
  mount(setMailSource, async ({ workspace, source, own, door, mailbox }, caller) => {
    const before = (await readMailSources(db, workspace)).find((each) => each.source === source)
    await mustBeFree(db, workspace, source)
    await saveMailSource(db, {
      workspace,
      source,
      own: [...new Set(own)],
      door: door && (await doorKept(door, before?.door ?? null)),
      mailbox: mailbox && mailboxKept(mailbox, before?.mailbox ?? null),
      set_by: byOf(caller),
    })
    await mail.renew()
    const on = [door && `door ${door.host}:${door.port}`, mailbox && `mailbox ${mailbox.user}`].filter(
      Boolean,
    )
    const deed = { workspace, by: byOf(caller), act: 'set mail source', on_what: `source ${source}` }
    await noteDeed(db, { ...deed, detail: on.join(', ') || 'off' })
    return shown(parts, await readMailSource(db, workspace, source))
  })
  mount(removeMailSource, async ({ workspace, source }, caller) => {
    await readMailSource(db, workspace, source)
    const removed = await deleteMailSource(db, workspace, source)
    await mail.renew()
    await noteDeed(db, {
      workspace,
      by: byOf(caller),
      act: 'remove mail source',
      on_what: `source ${source}`,
    })
    return { removed }
  })
  mount(tryMailbox, async ({ workspace, source, mailbox }) => {
    const before = (await readMailSources(db, workspace)).find((each) => each.source === source)
    try {
      return { folders: await listFolders(mailboxKept(mailbox, before?.mailbox ?? null)) }
    } catch (error) {
      if (error instanceof Problem) throw error
      throw badInput(
        'mailbox',
        `The mailbox of ${mailbox.user} at ${mailbox.host}:${mailbox.port} cannot be read: ${reasonOf(error)}.`,
        'Check host, port, encryption, user and password.',
      )
    }
  })
}

/** A name that files or events already come under keeps its kind. */
async function mustBeFree(db: Db<CollectTables>, workspace: string, source: string): Promise<void> {
  const row = await db
    .selectFrom('sources')
    .select('kind')
    .where('workspace', '=', workspace)
    .where('source', '=', source)
    .executeTakeFirst()
  if (row?.kind === 'file')
    throw badInput(
      'source',
      `'${source}' is a source of files already.`,
      'Give the mails a source of their own.',
    )
}

async function doorKept(door: DoorSettings, before: DoorSettings | null): Promise<DoorSettings> {
  const key = door.key ?? (door.certificate === null ? null : (before?.key ?? null))
  checkCertificate({ certificate: door.certificate, key })
  if (door.user === null) {
    const { password: _, ...open } = door
    return { ...open, key }
  }
  const password = door.password === undefined ? before?.password : await hashedPassword(door.password)
  if (password === undefined)
    throw badInput(
      'door.password',
      `The door's user ${door.user} needs a password.`,
      'Give one, or leave the user out.',
    )
  return { ...door, key, password }
}

/** A password is never sent to another host or user than it was given for. */
function mailboxKept(mailbox: MailboxSettings, before: MailboxSettings | null): MailboxSettings {
  if (mailbox.password !== undefined) return mailbox
  const same = before !== null && before.host === mailbox.host && before.user === mailbox.user
  if (!same || before.password === undefined)
    throw badInput(
      'mailbox.password',
      `The mailbox of ${mailbox.user} at ${mailbox.host} needs its password.`,
      'Give it.',
    )
  return { ...mailbox, password: before.password }
}

async function shown({ db, mail }: MailParts, each: MailSource): Promise<MailSourceShown> {
  const doing = mail.doing(each.workspace, each.source)
  const bookmarks = await readBookmarks(db, each.workspace, each.source)
  return {
    source: each.source,
    own: each.own,
    door: each.door && doorShown(each.door),
    mailbox: each.mailbox && mailboxShown(each.mailbox),
    set_by: each.set_by,
    set_at: each.set_at.toISOString(),
    door_state: doing.door,
    mailbox_state: doing.mailbox,
    folders: bookmarks.map(({ folder, uid, read_at }) => ({
      folder,
      read_until: uid,
      read_at: read_at.toISOString(),
    })),
  }
}

function doorShown({ password, key, ...door }: DoorSettings) {
  return { ...door, password_set: password !== undefined, key_set: key !== null }
}

function mailboxShown({ password, ...mailbox }: MailboxSettings) {
  return { ...mailbox, password_set: password !== undefined }
}
