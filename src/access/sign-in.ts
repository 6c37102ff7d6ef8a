import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import type { Person } from '../http/serve.ts'
import type { Operational } from '../storage/operational.ts'
import type { AccessTables } from './tables.ts'

/** Sign-in by e-mail and password, sessions by cookie: better-auth keeps both, in the schema `auth`. */
export interface SignIn {
  handle(request: Request): Promise<Response>
  whoIs(headers: Headers): Promise<Person | null>
  /** The first owner's password while nobody has changed it; null afterwards. */
  initialPassword(): string | null
  /** The first owner; made when there is nobody yet. */
  ensureOwner(): Promise<Person>
}

export const ownerEmail = 'owner@throughline.local'

export async function openSignIn(store: Operational, data: string): Promise<SignIn> {
  const options = {
    database: store.authPool,
    secret: await secretOf(store),
    basePath: '/api/auth',
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 8 },
    session: { cookieCache: { enabled: true, maxAge: 60 } },
    // The console is always served by this server: a request is ours when it names its own host as origin.
    trustedOrigins: (request?: Request) => ownOrigins(request),
    telemetry: { enabled: false },
    logger: { disabled: true },
    rateLimit: {
      enabled: true,
      window: 60,
      max: 300,
      customRules: { '/sign-in/email': { window: 60, max: 20 } },
    },
  }
  await (await getMigrations(options)).runMigrations()
  const auth = betterAuth(options)
  const passwordFile = join(data, 'owner-password')
  return {
    handle: async (request) => {
      const response = await auth.handler(request)
      const changed = new URL(request.url).pathname.endsWith('/change-password') && response.ok
      if (changed) rmSync(passwordFile, { force: true })
      return response
    },
    whoIs: async (headers) => {
      const session = await auth.api.getSession({ headers })
      return session
        ? { person_id: session.user.id, name: session.user.name, email: session.user.email }
        : null
    },
    initialPassword: () => (existsSync(passwordFile) ? readFileSync(passwordFile, 'utf8').trim() : null),
    ensureOwner: async () => {
      const context = await auth.$context
      const existing = await context.internalAdapter.listUsers(1)
      const [first] = existing
      if (first) return { person_id: first.id, name: first.name, email: first.email }
      const password = randomBytes(9).toString('base64url')
      const user = await context.internalAdapter.createUser(
        { email: ownerEmail, name: 'Owner', emailVerified: true },
        { method: 'email-password' },
      )
      await context.internalAdapter.linkAccount({
        userId: user.id,
        providerId: 'credential',
        accountId: user.id,
        password: await context.password.hash(password),
      })
      writeFileSync(passwordFile, `${password}\n`)
      chmodSync(passwordFile, 0o600)
      return { person_id: user.id, name: user.name, email: user.email }
    },
  }
}

function ownOrigins(request?: Request): string[] {
  const host = request?.headers.get('host')
  return host ? [`http://${host}`, `https://${host}`] : []
}

async function secretOf(store: Operational): Promise<string> {
  const db = store.tables<AccessTables>()
  await db
    .insertInto('settings')
    .values({ name: 'session_secret', value: randomBytes(32).toString('base64url') })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return (
    await db
      .selectFrom('settings')
      .select('value')
      .where('name', '=', 'session_secret')
      .executeTakeFirstOrThrow()
  ).value
}
