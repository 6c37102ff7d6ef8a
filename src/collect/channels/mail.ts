import { convert } from 'html-to-text'
import PostalMime, { type Address, type Attachment, type Email } from 'postal-mime'
import { limits } from '../limits.ts'

/** A mail as it came, understood but not yet judged. Times are epoch ms. */
export interface Mail {
  /** Without brackets; null = it has none. */
  message_id: string | null
  references: string[]
  in_reply_to: string[]
  /** As its sender says; null = it does not, or nothing that is a time. */
  sent_at: number | null
  /** As the last server that passed it on says. */
  passed_at: number | null
  from: MailAddress | null
  to: MailAddress[]
  cc: MailAddress[]
  reply_to: MailAddress[]
  subject: string
  /** All of its text, quotations included. */
  text: string
  attachments: MailAttachment[]
  /** What tells mails of programs from those of people; '' = it is not there. */
  auto_submitted: string
  auto_reply: boolean
  precedence: string
  list_id: string
  return_path: string
  report: MailReport | null
}

export interface MailAddress {
  address: string
  name: string
}

/** Only noted: what is attached is neither kept nor opened. */
export interface MailAttachment {
  name: string
  type: string
  /** Bytes, decoded. */
  size: number
}

/** What a mail server reports of a mail that the company sent (RFC 3464). */
export interface MailReport {
  action: 'failed' | 'delayed' | 'other'
  /** Such as 5.1.1; '' = not said. */
  status: string
  recipients: string[]
}

/** A mail names at most so many of each; a longer list is not from a person. */
const most = { addresses: 200, references: 100, attachments: 100 }

/** Parts within parts, and headers, that are still worth reading. */
const bounds = { maxNestingDepth: 40, maxHeadersSize: 500_000, maxRfc822NestingDepth: 3 }

/** Understands a mail (RFC 5322, MIME). Throws for what is none: too deep, or headers without end. */
export async function parseMail(raw: Uint8Array): Promise<Mail> {
  const email = await PostalMime.parse(raw, bounds)
  const header = (name: string) => email.headers.find(({ key }) => key === name)?.value.trim() ?? ''
  const own = mailboxes(email.from && [email.from])[0] ?? mailboxes(email.sender && [email.sender])[0]
  return {
    message_id: idsIn(header('message-id'))[0] ?? null,
    references: shortened(idsIn(header('references'))),
    in_reply_to: idsIn(header('in-reply-to')),
    sent_at: timeOf(header('date')),
    passed_at: timeOf(header('received').split(';').at(-1) ?? ''),
    from: own ?? null,
    to: mailboxes(email.to),
    cc: [...mailboxes(email.cc), ...mailboxes(email.bcc)].slice(0, most.addresses),
    reply_to: mailboxes(email.replyTo),
    subject: plain(email.subject ?? '').slice(0, 2_000),
    text: textOf(email),
    attachments: email.attachments.slice(0, most.attachments).map(noted),
    auto_submitted: header('auto-submitted').toLowerCase(),
    auto_reply: ['x-autoreply', 'x-autorespond', 'x-auto-reply'].some((name) => header(name) !== ''),
    precedence: header('precedence').toLowerCase(),
    list_id: header('list-id') || header('list-unsubscribe') || header('list-post'),
    return_path: header('return-path'),
    report: reportOf(header('content-type'), header('x-failed-recipients'), email.attachments),
  }
}

/** Message-IDs stand in angle brackets; between them some programs write prose, within quotes of them blanks. Without brackets one word is one. */
function idsIn(header: string): string[] {
  const bracketed = [...header.matchAll(/<([^<>\s]{1,998}|"[^<>"]{1,900}"@[^<>\s]{1,90})>/g)].map((match) =>
    match[1]!.replace(/\s+/g, ''),
  )
  if (bracketed.length > 0) return [...new Set(bracketed)]
  return /^\S{1,998}$/.test(header) && header.includes('@') ? [header] : []
}

/** Of a long list the first, which names the thread, and the last. */
const shortened = (ids: string[]) =>
  ids.length <= most.references ? ids : [ids[0]!, ...ids.slice(1 - most.references)]

function timeOf(text: string): number | null {
  const at = Date.parse(text.trim())
  return Number.isNaN(at) ? null : at
}

function mailboxes(addresses: Address[] | undefined): MailAddress[] {
  const found = (addresses ?? []).flatMap((each) => each.group ?? [each])
  return found
    .flatMap(({ address, name }) =>
      address !== undefined && /^[^\s@]+@[^\s@]+$/.test(address.trim())
        ? [{ address: address.trim().toLowerCase(), name: plain(name).slice(0, 200) }]
        : [],
    )
    .slice(0, most.addresses)
}

const plain = (text: string) => text.replace(/\s+/g, ' ').trim()

const toText = {
  wordwrap: false as const,
  limits: { maxInputLength: 2_000_000, maxDepth: 100, maxChildNodes: 20_000 },
  selectors: [
    { selector: 'a', options: { ignoreHref: true } },
    { selector: 'img', format: 'skip' },
    // Mail programs that mark a quotation so leave no other sign of it.
    { selector: 'blockquote', format: 'blockquote' },
    { selector: '.gmail_quote', format: 'skip' },
  ],
}

/** Its plain text; where it only has HTML, that as text. */
function textOf({ text, html }: Email): string {
  if (text !== undefined && text.trim() !== '') return text.slice(0, limits.text)
  if (html === undefined) return ''
  return convert(html.slice(0, toText.limits.maxInputLength), toText).slice(0, limits.text)
}

function noted({ filename, mimeType, content }: Attachment): MailAttachment {
  const size = typeof content === 'string' ? Buffer.byteLength(content) : content.byteLength
  return { name: plain(filename ?? '').slice(0, 200), type: mimeType.slice(0, 100), size }
}

function reportOf(contentType: string, failed: string, attachments: Attachment[]): MailReport | null {
  const parts = attachments
    .filter(({ mimeType }) => mimeType === 'message/delivery-status')
    .map(({ content }) =>
      typeof content === 'string'
        ? content
        : Buffer.from(content as Uint8Array)
            .toString('utf8')
            .slice(0, 100_000),
    )
  const recipients = new Set<string>()
  for (const each of failed.split(',')) if (each.includes('@')) recipients.add(each.trim().toLowerCase())
  const text = parts.join('\n')
  for (const [, address] of text.matchAll(
    /^(?:final|original)-recipient:[^;\n]{0,80};[ \t]{0,20}<?([^\s<>@]{1,256}@[^\s<>@]{1,256})>?\s*$/gim,
  ))
    if (recipients.size < most.addresses) recipients.add(address!.toLowerCase())
  if (parts.length === 0 && recipients.size === 0) return null
  const actions = [...text.matchAll(/^action:\s*(\w+)/gim)].map((match) => match[1]!.toLowerCase())
  const status = /^status:\s*(\d\.\d{1,3}\.\d{1,3})/im.exec(text)?.[1] ?? ''
  const action =
    actions.includes('failed') || (actions.length === 0 && recipients.size > 0)
      ? 'failed'
      : actions.includes('delayed')
        ? 'delayed'
        : 'other'
  return /disposition-notification/i.test(contentType)
    ? null
    : { action, status, recipients: [...recipients] }
}
