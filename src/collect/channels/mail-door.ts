import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { createSecureContext } from 'node:tls'
import { promisify } from 'node:util'
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server'
import { badInput } from '../../http/errors.ts'
import type { Arrived } from './mail-intake.ts'
import { ownAddresses } from './mail-sender.ts'
import type { DoorSettings } from './mail-store.ts'

export interface MailDoor {
  port: number
  close(): Promise<void>
}

interface DoorParts {
  door: DoorSettings
  own: readonly string[]
  /** Resolves when the mail is durable: only then it is acknowledged. */
  deliver(mail: Arrived): Promise<void>
  /** Of a listener that failed; a client that fails is none of it. */
  failed(error: Error): void
}

const megabyte = 1_048_576
/** Bytes of all mails that are being received, over all doors: beyond them mail has to wait at its sender. */
const mostUnderWay = 200 * megabyte
let underWay = 0

/** An answer of SMTP (RFC 5321) with its enhanced status (RFC 3463). 4xx: keep it and try again; 5xx: it will never be taken. */
class Refusal extends Error {
  readonly responseCode: number
  constructor(code: number, text: string) {
    super(text)
    this.responseCode = code
  }
}

/**
 * Opens an SMTP door. It takes mails for the company's own addresses and passes none on; what it acknowledges is stored.
 * @throws Error when the port cannot be had.
 */
export async function openMailDoor(parts: DoorParts): Promise<MailDoor> {
  const { door, own } = parts
  const taken = ownAddresses([...own, ...door.accepts])
  const server = new SMTPServer({
    name: 'throughline',
    banner: 'mail door',
    size: door.largest_mb * megabyte,
    secure: door.tls === 'tls',
    ...(door.certificate !== null && door.key !== null ? { cert: door.certificate, key: door.key } : {}),
    disabledCommands: [
      ...(door.user === null ? ['AUTH'] : []),
      ...(door.tls === 'starttls' ? [] : ['STARTTLS']),
    ],
    // Without TLS whoever set a password has chosen so; with STARTTLS it is never sent in the clear.
    allowInsecureAuth: door.tls === 'none',
    authOptional: door.user === null,
    authMethods: ['PLAIN', 'LOGIN'],
    disableReverseLookup: true,
    logger: false,
    maxClients: 100,
    maxRecipients: 1_000,
    socketTimeout: 60_000,
    closeTimeout: 3_000,
    onAuth: (auth, _, done) => {
      void authorised(door, auth.username, auth.password).then(
        (ok) =>
          ok ? done(null, { user: door.user }) : done(new Refusal(535, '5.7.8 Wrong user or password')),
        () => done(new Refusal(454, '4.7.0 Cannot tell now, try again')),
      )
    },
    onMailFrom: (_, session, done) =>
      door.tls === 'starttls' && !session.secure
        ? done(new Refusal(530, '5.7.0 Say STARTTLS first'))
        : done(),
    onRcptTo: ({ address }, _, done) =>
      taken.has(address.toLowerCase())
        ? done()
        : done(new Refusal(550, '5.7.1 Not an address of this company: this door passes nothing on')),
    onData: (stream, _, done) => {
      receive(stream, parts).then(
        () => done(null, '2.0.0 Stored'),
        (error: unknown) =>
          done(error instanceof Refusal ? error : new Refusal(451, '4.3.0 Cannot be stored now, try again')),
      )
    },
  })
  const port = await new Promise<number>((done, fail) => {
    server.once('error', fail)
    const listener = server.listen(door.port, door.host, () => {
      server.off('error', fail)
      const address = listener.address()
      done(typeof address === 'object' && address !== null ? address.port : door.port)
    })
  })
  // Every client that breaks off is an error here; without a listener it would end the process.
  server.on('error', (error) => {
    if (!server.server.listening) parts.failed(error)
  })
  return { port, close: () => new Promise((done) => server.close(() => done())) }
}

async function receive(stream: SMTPServerDataStream, { door, deliver }: DoorParts): Promise<void> {
  const chunks: Buffer[] = []
  let held = 0
  let full = false
  const drop = () => {
    underWay -= held
    held = 0
    chunks.length = 0
  }
  try {
    // What is too much is read to its end all the same: only then the client listens to the answer.
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      if (full || stream.sizeExceeded) continue
      full = underWay + chunk.length > mostUnderWay
      if (full) drop()
      else {
        chunks.push(chunk)
        held += chunk.length
        underWay += chunk.length
      }
    }
    if (stream.sizeExceeded) throw new Refusal(552, `5.3.4 Larger than ${door.largest_mb} MB`)
    if (full) throw new Refusal(452, '4.3.1 Too much mail at once, try again')
    await deliver({ raw: Buffer.concat(chunks), arrived_at: Date.now(), truncated: false })
  } finally {
    drop()
  }
}

const scrypted = promisify<string, Buffer, number, Buffer>(scrypt)

/** What is kept of the password of a door. */
export async function hashedPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  return `scrypt:${salt.toString('base64url')}:${(await scrypted(password, salt, 32)).toString('base64url')}`
}

async function authorised(
  door: DoorSettings,
  user: string | undefined,
  password: string | null | undefined,
): Promise<boolean> {
  const [, salt = '', hash = ''] = (door.password ?? '').split(':')
  const made = await scrypted(password ?? '', Buffer.from(salt, 'base64url'), 32)
  const expected = Buffer.from(hash, 'base64url')
  return user === door.user && expected.length === made.length && timingSafeEqual(expected, made)
}

/** @throws Problem 400 when certificate and key are not PEM or do not belong together. */
export function checkCertificate({ certificate, key }: Pick<DoorSettings, 'certificate' | 'key'>): void {
  if (certificate === null && key === null) return
  if (certificate === null || key === null)
    throw badInput(
      certificate === null ? 'certificate' : 'key',
      'Certificate and key belong together: one of them is missing.',
      'Give both as PEM, or neither.',
    )
  try {
    createSecureContext({ cert: certificate, key })
  } catch {
    throw badInput(
      'certificate',
      'Certificate and key cannot be used: no PEM, or they do not belong together.',
      'Give the certificate with its chain, and its key without a passphrase, both as PEM.',
    )
  }
}
