import { sql } from 'kysely'
import type { Db } from '../../storage/operational.ts'
import type { CollectTables } from '../tables.ts'
import { mailsIn, threadsOf } from './mail-thread.ts'

/** A mail on its way in, by the names that threads go by. */
export interface NewLink {
  name: string
  references: string[]
  topic: string | null
  is_reply: boolean
  at: number
}

/** A mail, or one that others refer to and that never came: `at` is null then. */
export interface Link {
  mail: string
  kin: string
  thread: string
  refers: string[]
  topic: string | null
  is_reply: boolean
  at: number | null
  interaction_ids: string[]
}

export interface Moved {
  interaction_id: string
  from: string
  to: string
}

/** What new mails do to the threads there are. */
export interface Threading {
  /** Of which thread each mail is now, by its name. */
  threads: Map<string, string>
  /** Earlier interactions whose thread is another now: something came that joins two, or that came before their first. */
  moved: Moved[]
  /** What is to be written down when all is stored; the interactions of the new ones are still to be added. */
  links: Map<string, Link>
}

/** Mails that are looked at together: an address that writes under one subject for years is not threaded anew at each mail. */
const mostKin = 3_000

/** Threads new mails with the earlier ones they have to do with. Nothing is written. */
export async function threadNew(
  db: Db<CollectTables>,
  workspace: string,
  mails: readonly NewLink[],
): Promise<Threading> {
  const known = await readKin(db, workspace, mails)
  return known.size > mostKin ? appended(known, mails) : joined(known, mails)
}

async function readKin(
  db: Db<CollectTables>,
  workspace: string,
  mails: readonly NewLink[],
): Promise<Map<string, Link>> {
  const names = [...new Set(mails.flatMap(({ name, references }) => [name, ...references]))]
  const topics = [...new Set(mails.flatMap(({ topic }) => topic ?? []))]
  const { rows } = await sql<Omit<Link, 'at'> & { at: Date | null }>`
    SELECT mail, kin, thread, refers, topic, is_reply, at, interaction_ids::text[] AS interaction_ids FROM mail_links
    WHERE workspace = ${workspace} AND kin IN (
      SELECT kin FROM mail_links WHERE workspace = ${workspace} AND (mail = ANY(${names}::text[]) OR topic = ANY(${topics}::text[])))
    ORDER BY mail = ANY(${names}::text[]) DESC, at DESC NULLS LAST, mail LIMIT ${mostKin + 1}`.execute(db)
  return new Map(rows.map((row) => [row.mail, { ...row, at: row.at?.getTime() ?? null }]))
}

/** Pure: the threads of all of them, whatever came when. */
export function joined(known: ReadonlyMap<string, Link>, mails: readonly NewLink[]): Threading {
  const links = new Map([...known].map(([name, link]) => [name, { ...link }]))
  for (const mail of mails) {
    const link = placed(links, mail.name)
    if (link.at === null)
      Object.assign(link, {
        refers: mail.references,
        topic: mail.topic,
        is_reply: mail.is_reply,
        at: mail.at,
      })
    for (const reference of mail.references) placed(links, reference)
  }
  for (const [root, kin] of kinOf(links)) for (const name of kin) links.get(name)!.kin = root
  const came = [...links.values()].flatMap(({ mail, refers, topic, is_reply, at }) =>
    at === null ? [] : [{ id: mail, references: refers, topic, is_reply, at }],
  )
  for (const thread of threadsOf(came))
    for (const { id } of mailsIn(thread)) links.get(id)!.thread = thread.id
  const threads = new Map(mails.map(({ name }) => [name, links.get(name)!.thread]))
  const changed = [...links].filter(([name, link]) => !same(known.get(name), link))
  const moved = changed.flatMap(([name, { thread, interaction_ids }]) => {
    const before = known.get(name)?.thread
    if (before === undefined || before === thread) return []
    return interaction_ids.map((interaction_id) => ({ interaction_id, from: before, to: thread }))
  })
  return {
    threads,
    moved,
    links: new Map([...changed, ...mails.map(({ name }) => [name, links.get(name)!] as const)]),
  }
}

/** Where there is too much to look at: a new mail is of the thread of the last mail known that it refers to. */
function appended(known: ReadonlyMap<string, Link>, mails: readonly NewLink[]): Threading {
  const links = new Map<string, Link>()
  const threads = new Map<string, string>()
  for (const mail of [...mails].sort((a, b) => a.at - b.at)) {
    const before = known.get(mail.name) ?? links.get(mail.name)
    const answered = mail.references
      .map((each) => links.get(each) ?? known.get(each))
      .findLast((each) => each !== undefined)
    const thread = before?.at != null ? before.thread : (answered?.thread ?? mail.references[0] ?? mail.name)
    threads.set(mail.name, thread)
    links.set(mail.name, {
      mail: mail.name,
      kin: before?.kin ?? answered?.kin ?? mail.name,
      thread,
      refers: mail.references,
      topic: null,
      is_reply: mail.is_reply,
      at: mail.at,
      interaction_ids: before?.interaction_ids ?? [],
    })
  }
  return { threads, moved: [], links }
}

function placed(links: Map<string, Link>, mail: string): Link {
  const known = links.get(mail) ?? {
    mail,
    kin: mail,
    thread: mail,
    refers: [],
    topic: null,
    is_reply: false,
    at: null,
    interaction_ids: [],
  }
  links.set(mail, known)
  return known
}

const same = (one: Link | undefined, other: Link) =>
  one !== undefined &&
  one.kin === other.kin &&
  one.thread === other.thread &&
  (one.at === null) === (other.at === null)

/** Which mails hang together, by what they refer to or by their topic; each set under its smallest name. */
function kinOf(links: ReadonlyMap<string, Link>): Map<string, string[]> {
  const above = new Map<string, string>()
  const rootOf = (name: string): string => {
    let root = name
    for (let next = above.get(root); next !== undefined; next = above.get(root)) root = next
    if (root !== name) above.set(name, root)
    return root
  }
  const join = (one: string, other: string) => {
    const [first, second] = [rootOf(one), rootOf(other)].sort() as [string, string]
    if (first !== second) above.set(second, first)
  }
  const topics = new Map<string, string>()
  for (const { mail, refers, topic } of links.values()) {
    for (const reference of refers) join(mail, reference)
    if (topic === null) continue
    const before = topics.get(topic)
    if (before === undefined) topics.set(topic, mail)
    else join(mail, before)
  }
  return Map.groupBy(links.keys(), rootOf)
}

/** Writes down what mails refer to, with the interactions they became. */
export async function saveLinks(
  db: Db<CollectTables>,
  workspace: string,
  links: Iterable<Link>,
): Promise<void> {
  const rows = [...links].map(({ at, ...link }) => ({
    ...link,
    at: at === null ? null : new Date(at).toISOString(),
  }))
  for (let from = 0; from < rows.length; from += 1_000)
    await sql`INSERT INTO mail_links (workspace, mail, kin, thread, refers, topic, is_reply, at, interaction_ids)
      SELECT ${workspace}, mail, kin, thread, refers, topic, is_reply, at, interaction_ids
      FROM jsonb_to_recordset(${JSON.stringify(rows.slice(from, from + 1_000))}::jsonb)
        AS each(mail text, kin text, thread text, refers text[], topic text, is_reply boolean, at timestamptz, interaction_ids uuid[])
      ON CONFLICT (workspace, mail) DO UPDATE SET kin = excluded.kin, thread = excluded.thread, refers = excluded.refers,
        topic = excluded.topic, is_reply = excluded.is_reply, at = excluded.at, interaction_ids = excluded.interaction_ids`.execute(
      db,
    )
}
