import { ImapFlow } from 'imapflow'
import type { Arrived } from './mail-intake.ts'
import type { Bookmark, MailboxSettings } from './mail-store.ts'

export interface MailboxParts {
  mailbox: MailboxSettings
  bookmarks(): Promise<Bookmark[]>
  /** Resolves when all are durable: only then the bookmark moves. */
  take(mails: Arrived[]): Promise<void>
  mark(bookmark: Omit<Bookmark, 'read_at'>): Promise<void>
  /** null = it is read up to now. */
  doing(error: string | null): void
}

export interface Watching {
  stop(): Promise<void>
}

/** Mails that are fetched at once: so many, and no more bytes together. */
const atOnce = { mails: 50, bytes: 20_000_000 }
/** What is longer is read to here only: text stands before attachments. */
const longest = 5_000_000
/** Seconds until the next try after the first, second … failure. */
const pauses = [2, 5, 15, 60, 300]

/** Watches a mailbox until it is stopped: reads what is new, waits to be told of more, begins again when the connection breaks. */
export function watchMailbox(parts: MailboxParts): Watching {
  let stopped = false
  let rouse: () => void = () => undefined
  let client: ImapFlow | null = null
  const rest = (seconds: number) =>
    new Promise<void>((done) => {
      const timer = setTimeout(done, seconds * 1_000)
      rouse = () => {
        clearTimeout(timer)
        done()
      }
    })
  const session = async () => {
    const own = clientFor(parts.mailbox)
    client = own
    let told = false
    own.on('exists', () => {
      told = true
      rouse()
    })
    own.on('close', () => rouse())
    try {
      await own.connect()
      while (!stopped && own.usable) {
        told = false
        await readNew(own, parts, () => stopped)
        parts.doing(null)
        if (!stopped && !told && own.usable) await rest(parts.mailbox.every_seconds)
      }
      if (!stopped) throw new Error('the server closed the connection')
    } finally {
      own.close()
      client = null
    }
  }
  const running = (async () => {
    for (let failures = 0; !stopped; ) {
      const began = Date.now()
      try {
        await session()
      } catch (error) {
        if (stopped) break
        failures = Date.now() - began > 300_000 ? 1 : failures + 1
        parts.doing(reasonOf(error))
        await rest(pauses[Math.min(failures, pauses.length) - 1]!)
      }
    }
  })()
  return {
    stop: async () => {
      stopped = true
      rouse()
      client?.close()
      await running
    },
  }
}

function clientFor({ host, port, tls, user, password }: MailboxSettings): ImapFlow {
  const client = new ImapFlow({
    host,
    port,
    secure: tls === 'tls',
    ...(tls === 'tls' ? {} : { doSTARTTLS: tls === 'starttls' }),
    auth: { user, pass: password ?? '' },
    logger: false,
    disableCompression: true,
    autoIdleDelay: 500,
    connectionTimeout: 20_000,
    maxLiteralSize: 2 * longest,
  })
  // Told of by the promise that fails too; without a listener it would end the process.
  client.on('error', () => undefined)
  return client
}

/** Reads every folder from its bookmark on; the first stays open, and its server tells of what comes. */
async function readNew(client: ImapFlow, parts: MailboxParts, stopped: () => boolean): Promise<void> {
  const bookmarks = await parts.bookmarks()
  const [first, ...others] = parts.mailbox.folders
  for (const folder of [...others, first!]) {
    if (stopped()) return
    await readFolder(
      client,
      parts,
      folder,
      bookmarks.find((each) => each.folder === folder),
    )
  }
}

async function readFolder(
  client: ImapFlow,
  parts: MailboxParts,
  folder: string,
  bookmark: Bookmark | undefined,
): Promise<void> {
  const opened = await client.mailboxOpen(folder, { readOnly: true })
  const uid_validity = String(opened.uidValidity)
  let uid = bookmark?.uid_validity === uid_validity ? bookmark.uid : 0
  // `n:*` is never empty: where nothing is new it is the last mail once more.
  const found = opened.exists === 0 ? [] : (await client.search({ uid: `${uid + 1}:*` }, { uid: true })) || []
  const uids = found.filter((each) => each > uid).sort((a, b) => a - b)
  if (uids.length === 0) await parts.mark({ folder, uid_validity, uid })
  for (let from = 0; from < uids.length; ) {
    const piece = uids.slice(from, from + atOnce.mails)
    const sized = await client.fetchAll(piece.join(','), { uid: true, size: true }, { uid: true })
    const sizes = new Map(sized.map((each) => [each.uid, each.size ?? longest]))
    const taken: number[] = []
    let bytes = 0
    for (const each of piece) {
      bytes += Math.min(longest, sizes.get(each) ?? 0)
      if (taken.length > 0 && bytes > atOnce.bytes) break
      taken.push(each)
    }
    await parts.take(await fetched(client, taken, sizes))
    uid = taken.at(-1)!
    from += taken.length
    await parts.mark({ folder, uid_validity, uid })
  }
}

/** One that is gone meanwhile is left out: it was deleted before it could be read. */
async function fetched(
  client: ImapFlow,
  uids: number[],
  sizes: ReadonlyMap<number, number>,
): Promise<Arrived[]> {
  const isLong = (uid: number) => (sizes.get(uid) ?? 0) > longest
  const short = uids.filter((uid) => !isLong(uid))
  const asked = { uid: true, internalDate: true }
  const mails =
    short.length === 0
      ? []
      : await client.fetchAll(short.join(','), { ...asked, source: true }, { uid: true })
  for (const uid of uids.filter(isLong)) {
    const source = { start: 0, maxLength: longest }
    mails.push(...(await client.fetchAll(String(uid), { ...asked, source }, { uid: true })))
  }
  const now = Date.now()
  return mails
    .sort((a, b) => a.uid - b.uid)
    .flatMap(({ uid, source, internalDate }) => {
      if (source === undefined) return []
      const arrived = internalDate === undefined ? Number.NaN : new Date(internalDate).getTime()
      const arrived_at = Number.isNaN(arrived) ? now : Math.min(arrived, now)
      return [{ raw: source, arrived_at, truncated: isLong(uid) }]
    })
}

/** Signs in once and lists the folders with how many mails they hold. @throws what the server or the network says. */
export async function listFolders(
  mailbox: MailboxSettings,
): Promise<{ folder: string; mails: number | null }[]> {
  const client = clientFor(mailbox)
  try {
    await client.connect()
    const folders = await client.list()
    const found: { folder: string; mails: number | null }[] = []
    for (const { path, flags } of folders.slice(0, 200)) {
      if (flags.has('\\Noselect') || flags.has('\\NonExistent')) continue
      const status = await client.status(path, { messages: true })
      found.push({ folder: path, mails: status === false ? null : (status?.messages ?? null) })
    }
    return found
  } finally {
    client.close()
  }
}

/** What a person can do something about; never what was sent to the server. */
export function reasonOf(error: unknown): string {
  const { responseText, authenticationFailed, code, message } = error as {
    responseText?: string
    authenticationFailed?: boolean
    code?: string
    message?: string
  }
  if (authenticationFailed)
    return `the server refuses user and password${responseText ? `: ${responseText}` : ''}`.slice(0, 300)
  if (code === 'ECONNREFUSED') return 'nobody listens at this address and port'
  if (code === 'ENOTFOUND') return 'there is no host of this name'
  return (responseText ?? message ?? 'the connection failed').slice(0, 300)
}
