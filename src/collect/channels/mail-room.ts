import type { Logger } from 'pino'
import { type Loop, startLoop } from '../../jobs/loop.ts'
import { type Watching, watchMailbox } from './mail-box.ts'
import { type MailDoor, openMailDoor } from './mail-door.ts'
import { type Arrived, type IntakeParts, takeIn } from './mail-intake.ts'
import { type MailSource, readBookmarks, readMailSources, setBookmark } from './mail-store.ts'

export interface Doing {
  state: 'off' | 'starting' | 'on' | 'failed'
  since: string | null
  error: string | null
}

/** All doors and mailboxes of the installation, while the server runs. */
export interface MailRoom {
  /** Opens what is set. What cannot be opened says so in its state and hinders nothing else. */
  start(): Promise<void>
  /** Takes up what was changed. */
  renew(): Promise<void>
  doing(workspace: string, source: string): { door: Doing; mailbox: Doing }
  /** The port a door really has; null while it is not open. */
  portOf(workspace: string, source: string): number | null
  stop(): Promise<void>
}

interface RoomParts extends IntakeParts {
  log: Logger
}

interface Opened {
  settings: MailSource
  door: MailDoor | null
  watching: Watching | null
  doing: { door: Doing; mailbox: Doing }
}

const off: Doing = { state: 'off', since: null, error: null }
const now = () => new Date().toISOString()

/** A workspace that is removed, or another process, changes what is set without telling: it is looked at this often. */
const look_ms = 10_000

export function createMailRoom(parts: RoomParts): MailRoom {
  const opened = new Map<string, Opened>()
  let loop: Loop | null = null
  // One change after the other: a port is free again before it is asked for.
  let changing: Promise<void> = Promise.resolve()
  const inTurn = (change: () => Promise<void>) => {
    changing = changing.catch(() => undefined).then(change)
    return changing
  }
  const open = async (settings: MailSource) => {
    const own: Opened = { settings, door: null, watching: null, doing: { door: off, mailbox: off } }
    opened.set(nameOf(settings), own)
    if (settings.door !== null) await openDoor(parts, own)
    if (settings.mailbox !== null) own.watching = watch(parts, own)
  }
  const close = async (name: string) => {
    const own = opened.get(name)
    opened.delete(name)
    await Promise.all([own?.door?.close(), own?.watching?.stop()])
  }
  const settle = async () => {
    const wanted = new Map((await readMailSources(parts.db)).map((each) => [nameOf(each), each]))
    for (const [name, own] of opened)
      if (wanted.get(name)?.set_at.getTime() !== own.settings.set_at.getTime()) await close(name)
    for (const [name, settings] of wanted) {
      const own = opened.get(name)
      if (own === undefined) await open(settings)
      else if (own.settings.door !== null && own.door === null) await openDoor(parts, own)
    }
  }
  return {
    start: async () => {
      await inTurn(settle)
      loop = startLoop(
        look_ms,
        () => inTurn(settle),
        (error) => parts.log.error(error),
      )
    },
    renew: () => (loop === null ? Promise.resolve() : inTurn(settle)),
    doing: (workspace, source) =>
      opened.get(nameOf({ workspace, source }))?.doing ?? { door: off, mailbox: off },
    portOf: (workspace, source) => opened.get(nameOf({ workspace, source }))?.door?.port ?? null,
    stop: async () => {
      await loop?.stop()
      loop = null
      await inTurn(async () => {
        await Promise.all([...opened.keys()].map(close))
      })
    },
  }
}

const nameOf = ({ workspace, source }: { workspace: string; source: string }) => `${workspace}\u0000${source}`

async function openDoor(parts: RoomParts, own: Opened): Promise<void> {
  const { settings } = own
  const door = settings.door!
  const failed = (error: Error) => {
    const reason = doorReason(error, door.host, door.port)
    if (own.doing.door.error === reason) return
    own.doing.door = { state: 'failed', since: now(), error: reason }
    parts.log.warn(`mail door of ${settings.workspace}/${settings.source}: ${reason}`)
  }
  try {
    const deliver = queueFor(parts, settings)
    own.door = await openMailDoor({ door, own: settings.own, deliver, failed })
    own.doing.door = { state: 'on', since: now(), error: null }
  } catch (error) {
    failed(error as Error)
  }
}

function doorReason(error: Error, host: string, port: number): string {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE') return `port ${port} is taken: choose another`
  if (code === 'EACCES') return `port ${port} may not be opened by this program: choose one above 1023`
  if (code === 'EADDRNOTAVAIL') return `${host} is no address of this machine: choose 127.0.0.1 or 0.0.0.0`
  return error.message.slice(0, 300)
}

function watch(parts: RoomParts, own: Opened): Watching {
  const { settings } = own
  const { workspace, source } = settings
  own.doing.mailbox = { state: 'starting', since: now(), error: null }
  return watchMailbox({
    mailbox: settings.mailbox!,
    bookmarks: () => readBookmarks(parts.db, workspace, source),
    take: (mails) => takeIn(parts, settings, mails),
    mark: (bookmark) => setBookmark(parts.db, settings, bookmark),
    doing: (error) => {
      const before = own.doing.mailbox
      const state = error === null ? 'on' : 'failed'
      if (before.state !== state) {
        own.doing.mailbox = { state, since: now(), error }
        if (error !== null) parts.log.warn(`mailbox of ${workspace}/${source}: ${error}`)
      } else own.doing.mailbox = { ...before, error }
    },
  })
}

/** Mails that go into one batch at most, however many wait. */
const mostAtOnce = 100

/** Mails that come while others are being stored are stored together: one commit for all of them. */
function queueFor(parts: RoomParts, settings: MailSource): (mail: Arrived) => Promise<void> {
  let waiting: { mail: Arrived; done: () => void; failed: (error: unknown) => void }[] = []
  let storing = false
  const store = async () => {
    storing = true
    while (waiting.length > 0) {
      const taken = waiting.slice(0, mostAtOnce)
      waiting = waiting.slice(mostAtOnce)
      await takeIn(
        parts,
        settings,
        taken.map(({ mail }) => mail),
      ).then(
        () => {
          for (const { done } of taken) done()
        },
        (error: unknown) => alone(taken, error),
      )
    }
    storing = false
  }
  // One mail that cannot be stored must not turn its neighbours away.
  const alone = async (taken: typeof waiting, error: unknown) => {
    if (taken.length === 1) {
      parts.log.error(error)
      return taken[0]!.failed(error)
    }
    for (const each of taken) await takeIn(parts, settings, [each.mail]).then(each.done, each.failed)
  }
  return (mail) =>
    new Promise((done, failed) => {
      waiting.push({ mail, done, failed })
      if (!storing) void store()
    })
}
