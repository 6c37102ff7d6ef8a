import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { Server } from 'node:http'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import type { Hono } from 'hono'
import pino, { type Logger } from 'pino'
import {
  addMember,
  ensureWorkspace,
  holderOfKey,
  type KeyHolder,
  openSignIn,
  roleIn,
  type SignIn,
} from './access/index.ts'
import { type ErasureParts, eraseNightly, erasuresUnderWay, resumeErasures } from './act/index.ts'
import { createApp, type Tables } from './app.ts'
import {
  createGroupCommit,
  createMailRoom,
  type MailRoom,
  recoverCommits,
  resumeImports,
  resumeUndos,
  stopImports,
} from './collect/index.ts'
import { type Config, ownServers } from './config.ts'
import { createBus } from './events.ts'
import { type Chores, createFollower } from './follow.ts'
import { addGauges, watchCommits } from './gauges.ts'
import { createMetrics } from './http/metrics.ts'
import { createPulse } from './http/pulse.ts'
import { createRoom } from './http/room.ts'
import type { Caller, Identify } from './http/serve.ts'
import type { Loop } from './jobs/loop.ts'
import { giveBackWhenQuiet } from './jobs/quiet.ts'
import { endCrashed } from './start-anew.ts'
import { type OpenAnalytics, openAnalytics } from './storage/analytics.ts'
import type { EngineWatch } from './storage/engine.ts'
import { type Life, markOf } from './storage/life.ts'
import { type Lock, lockDataFolder } from './storage/lock.ts'
import { type Db, type Operational, openOperational } from './storage/operational.ts'

export interface Throughline {
  app: Hono
  signIn: SignIn
  /** Sent as `Authorization: Bearer` by commands on the same data folder. */
  token: string
  analytics: OpenAnalytics
  db: Db<Tables>
  mail: MailRoom
  /** Brings customers and runs of a workspace up to date now; the running server does it by itself. */
  follow(workspace: string): Promise<void>
  listen(): Promise<string>
  /** A workspace that one click removes. */
  makeSampleWorkspace(workspace: string): Promise<void>
  close(): Promise<void>
}

/**
 * Opens everything on a data folder: engines, sign-in, app, followers. The command line uses it without listening. `crashed`: the embedded
 * engine has, and the process is to end: the folder is let go.
 */
export async function openThroughline(
  config: Config,
  crashed: () => void = () => endCrashed('ClickHouse crashed.'),
): Promise<Throughline> {
  const lock = lockDataFolder(config.data)
  const log = pino({ level: config.log_level }, pino.destination(2))
  const store = await openOperational(join(config.data, 'postgres'), config.database_url)
  await refuseBesideEmbedded(store.life, config)
  const db = store.tables<Tables>()
  const watch = watchEngine(log, lock, crashed)
  const { analytics, signIn, owner } = await store.life.alone('start', () =>
    openAlone(config, store, db, watch),
  )
  const token = randomBytes(24).toString('base64url')
  const bus = createBus()
  const follower = createFollower({ db, analytics, bus, log, to_private: config.webhooks_to_private })
  const room = createRoom(config.body_bytes)
  const pulse = createPulse(store.answers)
  const metrics = createMetrics(room)
  const commit = createGroupCommit({ db, analytics }, follower.stored, watchCommits(metrics.registry))
  addGauges(metrics.registry, { db, analytics, commit })
  const served = { room, pulse, metrics, metricsAccess: config.metrics }
  const mail = createMailRoom({ db, analytics, commit, log })
  const parts = { db, analytics, data: config.data, log, bus, commit, mail }
  const app = createApp({ ...parts, ...served, signIn, identify: identifier(token, signIn, db), ...follower })
  let server: ReturnType<typeof serve> | null = null
  let quiet: Loop | null = null
  return {
    app,
    signIn,
    token,
    analytics,
    db,
    mail,
    follow: async (workspace) => {
      await commit.drain()
      await follower.follow(workspace)
    },
    listen: async () => {
      const keep = (started: ReturnType<typeof serve>) => {
        server = started
      }
      const url = `http://localhost:${await listening(app, config, keep, log)}`
      lock.announce(url, token)
      await mail.start()
      const resuming = { ...parts, follow: follower.follow }
      follower.start(choresOf(resuming))
      quiet = giveBackWhenQuiet((error) => log.error(error))
      return url
    },
    makeSampleWorkspace: async (workspace) => {
      await ensureWorkspace(db, workspace, true)
      await addMember(db, workspace, owner.person_id, 'owner')
    },
    close: async () => {
      if (server) await closeServer(server as Server)
      await quiet?.stop()
      await pulse.stop()
      await mail.stop()
      await stopImports(db)
      await erasuresUnderWay()
      await commit.drain()
      await follower.stop()
      await analytics.close()
      await store.close()
      lock.release()
    },
  }
}

const choresOf = (resuming: ErasureParts & Parameters<typeof resumeImports>[0]): Chores => ({
  nightly: (now) => resumeErasures(resuming).then(() => eraseNightly(resuming, now)),
  // What a process left that is no more, at the start and, beside others, whenever one has gone.
  takeOver: async () => {
    await resumeErasures(resuming)
    await resumeImports(resuming)
    await resumeUndos(resuming)
  },
})

function watchEngine(log: Logger, lock: Lock, crashed: () => void): EngineWatch {
  return {
    told: (words) => log.error(words),
    crashed: () => {
      log.fatal('ClickHouse crashed inside this process')
      lock.release()
      crashed()
    },
  }
}

/** What several that start at once do one after the other: tables are made, and the first owner, once. */
async function openAlone(config: Config, store: Operational, db: Db<Tables>, watch: EngineWatch) {
  const own = ownServers(config, markOf(store.life.process_id))
  const analytics = await openAnalytics(join(config.data, 'clickhouse'), own, watch)
  await recoverCommits({ db, analytics })
  const signIn = await openSignIn(store, config.data)
  const owner = await signIn.ensureOwner()
  await ensureWorkspace(db, 'main')
  await addMember(db, 'main', owner.person_id, 'owner')
  return { analytics, signIn, owner }
}

/** Two engines, each in its process, would hold two halves of what one PostgreSQL tells of. */
async function refuseBesideEmbedded(life: Life, config: Config): Promise<void> {
  if (!life.shared) return
  const embedded = config.clickhouse_urls.length === 0
  const free = await life.aloneOrNot('embedded ClickHouse', async () => true)
  if (free && !(embedded && (await life.living()).length > 1)) {
    // Held as long as the process lives.
    if (embedded) void life.alone('embedded ClickHouse', () => new Promise(() => undefined))
    return
  }
  await life.close()
  throw new Error(
    `Another server process works on this PostgreSQL (DATABASE_URL), and ${embedded ? 'ClickHouse would be embedded in this one' : 'it has its ClickHouse embedded'}. Give all of them the same CLICKHOUSE_URL (docs/growing.md).`,
  )
}

/** The command line on this folder is the owner; everybody else is who their session says. */
function identifier(token: string, signIn: SignIn, db: Db<Tables>): Identify {
  const expected = Buffer.from(`Bearer ${token}`)
  return async (headers) => {
    const given = Buffer.from(headers.get('authorization') ?? '')
    const local = given.length === expected.length && timingSafeEqual(given, expected)
    const key = local ? null : await holderOfKey(db, given.toString())
    if (key !== null) return byKey(key)
    const person = local ? null : await signIn.whoIs(headers)
    return {
      local,
      person,
      by_key: false,
      role: async (workspace) => (person ? roleIn(db, workspace, person.person_id) : null),
    }
  }
}

/** A program with an API key is a member of the key's workspace, and of no other. */
function byKey({ key_id, workspace, name }: KeyHolder): Caller {
  const called = `API key ${name}`
  return {
    local: false,
    person: { person_id: `key:${key_id}`, name: called, email: called },
    by_key: true,
    role: async (asked) => (asked === workspace ? 'member' : null),
  }
}

/** Requests under way may finish; browsers that only keep a connection open are let go. */
async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((done) => server.close(() => done()))
  server.closeIdleConnections()
  const impatient = setTimeout(() => server.closeAllConnections(), 3_000)
  await closed
  clearTimeout(impatient)
}

/** The asked port, or, when it is taken, any free one. */
async function listening(
  app: Hono,
  config: Config,
  started: (server: ReturnType<typeof serve>) => void,
  log: Logger,
): Promise<number> {
  for (const port of [config.port, 0]) {
    const got = await new Promise<number | null>((done, fail) => {
      const server = serve({ fetch: app.fetch, port, hostname: config.host }, (info) => {
        started(server)
        done(info.port)
      })
      server.once('error', (error: NodeJS.ErrnoException) =>
        error.code === 'EADDRINUSE' && port !== 0 ? done(null) : fail(error),
      )
    })
    if (got !== null) return got
    log.warn(`port ${port} is taken`)
  }
  throw new Error(`No port could be opened on ${config.host}.`)
}
