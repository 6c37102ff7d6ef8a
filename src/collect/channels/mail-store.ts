import { sql } from 'kysely'
import type { z } from 'zod'
import { notFound } from '../../http/errors.ts'
import type { Db } from '../../storage/operational.ts'
import { mailbox, mailDoor } from '../contract-mail.ts'
import type { CollectTables } from '../tables.ts'

export type DoorSettings = z.output<typeof mailDoor>
export type MailboxSettings = z.output<typeof mailbox>

/** A source of mails as it is set. It holds secrets: it goes neither to a log nor over the wire. */
export interface MailSource {
  workspace: string
  source: string
  own: string[]
  door: DoorSettings | null
  mailbox: MailboxSettings | null
  set_by: string
  set_at: Date
}

export interface Bookmark {
  folder: string
  uid_validity: string
  uid: number
  read_at: Date
}

/** All of the installation, or of one workspace. */
export async function readMailSources(db: Db<CollectTables>, workspace?: string): Promise<MailSource[]> {
  let query = db.selectFrom('mail_sources').selectAll().orderBy('workspace').orderBy('source')
  if (workspace !== undefined) query = query.where('workspace', '=', workspace)
  return (await query.execute()).map((row) => ({
    ...row,
    door: row.door === null ? null : mailDoor.parse(row.door),
    mailbox: row.mailbox === null ? null : mailbox.parse(row.mailbox),
  }))
}

/** @throws Problem 404. */
export async function readMailSource(
  db: Db<CollectTables>,
  workspace: string,
  source: string,
): Promise<MailSource> {
  const found = (await readMailSources(db, workspace)).find((each) => each.source === source)
  if (found === undefined)
    throw notFound(`mail source '${source}'`, 'See the list of mail sources, or set it.')
  return found
}

export async function saveMailSource(
  db: Db<CollectTables>,
  { workspace, source, own, door, mailbox, set_by }: Omit<MailSource, 'set_at'>,
): Promise<void> {
  const values = {
    own,
    door: door === null ? null : JSON.stringify(door),
    mailbox: mailbox === null ? null : JSON.stringify(mailbox),
    set_by,
    set_at: new Date(),
  }
  await db
    .insertInto('mail_sources')
    .values({ workspace, source, ...values })
    .onConflict((conflict) => conflict.columns(['workspace', 'source']).doUpdateSet(values))
    .execute()
}

export async function deleteMailSource(
  db: Db<CollectTables>,
  workspace: string,
  source: string,
): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('mail_sources')
    .where('workspace', '=', workspace)
    .where('source', '=', source)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

export function readBookmarks(db: Db<CollectTables>, workspace: string, source: string): Promise<Bookmark[]> {
  return db
    .selectFrom('mail_bookmarks')
    .select(['folder', 'uid_validity', 'uid', 'read_at'])
    .where('workspace', '=', workspace)
    .where('source', '=', source)
    .orderBy('folder')
    .execute()
}

/** Mails of a folder are stored up to `uid`. Never set back within one validity: two who read cannot undo each other. */
export async function setBookmark(
  db: Db<CollectTables>,
  { workspace, source }: Pick<MailSource, 'workspace' | 'source'>,
  { folder, uid_validity, uid }: Omit<Bookmark, 'read_at'>,
): Promise<void> {
  await sql`INSERT INTO mail_bookmarks (workspace, source, folder, uid_validity, uid)
    VALUES (${workspace}, ${source}, ${folder}, ${uid_validity}, ${uid})
    ON CONFLICT (workspace, source, folder) DO UPDATE SET uid_validity = excluded.uid_validity, read_at = now(),
      uid = CASE WHEN mail_bookmarks.uid_validity = excluded.uid_validity THEN greatest(mail_bookmarks.uid, excluded.uid) ELSE excluded.uid END`.execute(
    db,
  )
}
