import { hash } from 'node:crypto'
import { type FlatRecord, recordFrom } from '../record.ts'
import type { Mail, MailAddress } from './mail.ts'
import { type OwnAddresses, senderOf } from './mail-sender.ts'
import { topicOfSubject } from './mail-thread.ts'
import { wordsOf } from './mail-words.ts'

/** A mail as records of its source, one for each customer it is from or to, and as threading sees it. */
export interface MailRecords {
  records: { key: string; columns: FlatRecord }[]
  at: number
  /** Names that threads go by; see `threadName`. */
  name: string
  references: string[]
  topic: string | null
  is_reply: boolean
}

const week = 7 * 86_400_000
const minutes = 10 * 60_000

/**
 * Takes a mail apart into columns (docs/mail.md). `arrived_at`: when the door or the mailbox got it. The thread is told
 * afterwards: it takes other mails.
 */
export function recordsOfMail(
  mail: Mail,
  own: OwnAddresses,
  arrival: { arrived_at: number; truncated: boolean },
): MailRecords {
  const { kind, direction, customers } = senderOf(mail, own)
  const words = wordsOf(mail.text)
  const at = timeOfMail(mail, arrival.arrived_at)
  const print = hash(
    'sha1',
    JSON.stringify([mail.from?.address, mail.sent_at, mail.subject, mail.text.replace(/\s+/g, ' ').trim()]),
    'hex',
  ).slice(0, 12)
  const key = `${shortId(mail.message_id)}#${print}`
  const columns: Record<string, string> = {
    kind,
    direction,
    at: new Date(at).toISOString(),
    sent_at: iso(mail.sent_at),
    arrived_at: new Date(arrival.arrived_at).toISOString(),
    message_id: mail.message_id ?? '',
    subject: mail.subject,
    text: words.text,
    quoted: words.quoted ? 'yes' : '',
    from: mail.from?.address ?? '',
    from_name: mail.from?.name ?? '',
    to: listed(mail.to),
    cc: listed(mail.cc),
    reply_to: listed(mail.reply_to),
    agent: direction === 'outbound' ? mail.from?.name || mail.from?.address || '' : '',
    attachments: mail.attachments.map(shownAttachment).join('; '),
    attachment_count: mail.attachments.length === 0 ? '' : String(mail.attachments.length),
    list: mail.list_id.slice(0, 500),
    status: mail.report?.status ?? '',
    truncated: arrival.truncated ? 'yes' : '',
  }
  const { base, is_reply } = topicOfSubject(mail.subject)
  const [first] = customers
  return {
    records: (first === undefined ? [null] : customers).map((customer, place) => ({
      key: place === 0 ? key : `${key}/${place + 1}`,
      columns: columnsFor(columns, customer),
    })),
    at,
    name: threadName(mail.message_id ?? `content ${print}`),
    references: referencesOf(mail).map(threadName),
    topic: base === '' || first === undefined ? null : threadName(`${base}\u0000${first.address}`),
    is_reply,
  }
}

function columnsFor(columns: Record<string, string>, customer: MailAddress | null): FlatRecord {
  const record = recordFrom(Object.entries(columns).filter(([, value]) => value !== ''))
  if (customer === null) return record
  record.customer = customer.address
  if (customer.name !== '' && customer.name.toLowerCase() !== customer.address)
    record.customer_name = customer.name
  return record
}

/** Message-IDs are of any length and hold names of people's computers: threads go by a hash of them. */
export const threadName = (message_id: string) => hash('sha256', message_id, 'hex').slice(0, 20)

/**
 * References, without any what In-Reply-To says, as RFC 5256 has it: but no address of somebody, which some programs put
 * there, and not the mail itself.
 */
function referencesOf(mail: Mail): string[] {
  const ids = mail.references.length > 0 ? mail.references : mail.in_reply_to.slice(0, 1)
  const people = [mail.from, ...mail.to, ...mail.cc].flatMap((each) => each?.address ?? [])
  return ids.filter((id) => id !== mail.message_id && !people.includes(id.toLowerCase()))
}

/**
 * When it was sent, where that agrees with when it was passed on: mail waits a few days at most, so that anything else is a
 * wrong clock. Never later than it arrived.
 */
function timeOfMail({ sent_at, passed_at }: Mail, arrived_at: number): number {
  const arrived = passed_at === null ? arrived_at : Math.min(passed_at, arrived_at)
  const agrees = sent_at !== null && sent_at > arrived - week && sent_at <= arrived + minutes
  return agrees ? Math.min(sent_at, arrived_at) : arrived
}

const shortId = (message_id: string | null): string =>
  message_id === null ? '' : message_id.length <= 300 ? message_id : hash('sha1', message_id, 'hex')

const iso = (at: number | null) => (at === null || Math.abs(at) > 8.64e15 ? '' : new Date(at).toISOString())
const listed = (addresses: MailAddress[]) => addresses.map(({ address }) => address).join('; ')

const shownAttachment = ({ name, type, size }: Mail['attachments'][number]) =>
  `${name === '' ? 'unnamed' : name} (${type}, ${size} bytes)`
