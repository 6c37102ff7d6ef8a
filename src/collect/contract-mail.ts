import { z } from 'zod'
import { operation } from '../http/operation.ts'
import { time, workspace } from './contract-words.ts'

const port = z.number().int().min(1).max(65_535)
const host = z.string().trim().min(1).max(253)
const secret = z.string().min(1).max(1_000)
const pem = z.string().min(1).max(50_000)

/** An address or a domain: `help@acme.com`, `acme.com`. */
export const ownAddress = z
  .string()
  .trim()
  .toLowerCase()
  .regex(
    /^(?:[^\s@]+@)?(?:[a-z0-9-]+\.)*[a-z0-9-]+$/,
    'write an address such as help@acme.com or a domain such as acme.com',
  )
  .max(320)

export const sourceName = z.string().trim().min(1).max(80)

/** How far a mail server may be trusted on the way: STARTTLS is demanded where it is chosen, never only wished for. */
export const mailTls = ['none', 'starttls', 'tls'] as const

/** Where other mail servers hand in copies of mails (SMTP). */
export const mailDoor = z.object({
  host: host.default('127.0.0.1'),
  port,
  tls: z.enum(mailTls).default('none'),
  /** PEM. Without one of their own both ways of TLS need none but a self-made one. */
  certificate: pem.nullable().default(null),
  key: pem.nullable().default(null),
  /** Null = whoever reaches the port may hand in. */
  user: z.string().trim().min(1).max(320).nullable().default(null),
  /** Left out: it stays as it is. */
  password: secret.optional(),
  /** Recipients it takes beside the company's own addresses: those that copies are sent to. */
  accepts: z.array(ownAddress).max(100).default([]),
  largest_mb: z.number().int().min(1).max(100).default(25),
})
export type MailDoorGiven = z.input<typeof mailDoor>

/** A mailbox that is read and never changed (IMAP). */
export const mailbox = z.object({
  host,
  port: port.default(993),
  tls: z.enum(mailTls).default('tls'),
  user: z.string().trim().min(1).max(320),
  /** Left out: it stays as it is. */
  password: secret.optional(),
  folders: z.array(z.string().trim().min(1).max(500)).min(1).max(20).default(['INBOX']),
  /** Seconds between two looks where the server does not tell by itself. */
  every_seconds: z.number().int().min(5).max(3_600).default(60),
})
export type MailboxGiven = z.input<typeof mailbox>

/** How something that should be under way is doing. */
const doing = z.object({
  /** off; under way; or failed, with why and since when. */
  state: z.enum(['off', 'starting', 'on', 'failed']),
  since: time.nullable(),
  error: z.string().nullable(),
})

export const mailSource = z.object({
  source: z.string(),
  own: z.array(z.string()),
  door: mailDoor
    .omit({ password: true, key: true })
    .extend({ password_set: z.boolean(), key_set: z.boolean() })
    .nullable(),
  mailbox: mailbox.omit({ password: true }).extend({ password_set: z.boolean() }).nullable(),
  set_by: z.string(),
  set_at: time,
  door_state: doing,
  mailbox_state: doing,
  folders: z.array(z.object({ folder: z.string(), read_until: z.number(), read_at: time })),
})
export type MailSourceShown = z.infer<typeof mailSource>

export const listMailSources = operation({
  name: 'list_mail_sources',
  method: 'GET',
  path: '/api/:workspace/mail',
  permission: 'member',
  summary: 'Sources of mails with their settings and how they are doing; secrets are never shown',
  input: z.object({ workspace }),
  output: z.object({ mail_sources: z.array(mailSource) }),
})

export const setMailSource = operation({
  name: 'set_mail_source',
  method: 'PUT',
  path: '/api/:workspace/mail/:source',
  permission: 'owner',
  summary: 'Set a source of mails: own addresses, the SMTP door and the mailbox; null turns one off',
  input: z.object({
    workspace,
    source: sourceName,
    own: z
      .array(ownAddress)
      .min(1, 'without addresses of your own nobody knows who is the customer')
      .max(500),
    door: mailDoor.nullable().default(null),
    mailbox: mailbox.nullable().default(null),
  }),
  output: mailSource,
})

export const removeMailSource = operation({
  name: 'remove_mail_source',
  method: 'DELETE',
  path: '/api/:workspace/mail/:source',
  permission: 'owner',
  summary: 'Close the door and leave the mailbox; what came stays',
  input: z.object({ workspace, source: sourceName }),
  output: z.object({ removed: z.boolean() }),
})

export const tryMailbox = operation({
  name: 'try_mailbox',
  method: 'POST',
  path: '/api/:workspace/mail/:source/try',
  permission: 'owner',
  summary: 'Sign in to a mailbox with settings that are not saved yet, and list its folders',
  input: z.object({ workspace, source: sourceName, mailbox }),
  output: z.object({ folders: z.array(z.object({ folder: z.string(), mails: z.number().nullable() })) }),
})
