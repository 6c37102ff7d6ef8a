import type { Mail, MailAddress } from './mail.ts'

export const mailKinds = ['personal', 'automatic_reply', 'automatic', 'list', 'not_delivered'] as const
export type MailKind = (typeof mailKinds)[number]

export const mailDirections = ['inbound', 'outbound', 'internal'] as const
export type MailDirection = (typeof mailDirections)[number]

/** Whose a mail is and what wrote it. */
export interface MailSender {
  kind: MailKind
  direction: MailDirection
  /** The customers it is from or to, one each; empty where there is none. */
  customers: MailAddress[]
}

/** Addresses and domains of the company. `@acme.com` and `acme.com` are a domain with all below it. */
export interface OwnAddresses {
  has(address: string): boolean
  hasDomain(domain: string): boolean
}

export function ownAddresses(own: readonly string[]): OwnAddresses {
  const plain = own.map((each) => each.trim().toLowerCase()).filter((each) => each !== '')
  const addresses = new Set(plain.filter((each) => each.indexOf('@') > 0))
  const domains = plain.filter((each) => each.indexOf('@') <= 0).map((each) => each.replace(/^@/, ''))
  const hasDomain = (domain: string) => domains.some((own) => domain === own || domain.endsWith(`.${own}`))
  return {
    has: (address) =>
      addresses.has(address) ||
      // Of a plus address the name before the plus is whose it is.
      addresses.has(address.replace(/\+[^@]*(?=@)/, '')) ||
      hasDomain(address.slice(address.lastIndexOf('@') + 1)),
    hasDomain,
  }
}

/** A mail to more people outside is one interaction with each of the first so many. */
const mostCustomers = 50

/**
 * Inbound: from outside, or by a form of the company that names the customer under Reply-To. Outbound: from the company to
 * somebody outside. Internal: within the company, or not of a customer at all.
 */
export function senderOf(mail: Mail, own: OwnAddresses): MailSender {
  const kind = kindOf(mail, own)
  const outside = ({ address }: MailAddress) => !own.has(address)
  if (kind === 'not_delivered')
    return {
      kind,
      direction: 'internal',
      customers: (mail.report?.recipients ?? [])
        .map((address) => ({ address, name: '' }))
        .filter(outside)
        .slice(0, mostCustomers),
    }
  if (mail.from === null) return { kind, direction: 'internal', customers: [] }
  if (outside(mail.from)) return { kind, direction: 'inbound', customers: [mail.from] }
  const told = distinct(mail.to.filter(outside))
  const reached = told.length > 0 ? told : distinct(mail.cc.filter(outside)).slice(0, 1)
  if (reached.length > 0) return { kind, direction: 'outbound', customers: reached.slice(0, mostCustomers) }
  const asked = mail.reply_to.filter(outside)
  if (asked.length > 0) return { kind: 'personal', direction: 'inbound', customers: asked.slice(0, 1) }
  return { kind, direction: 'internal', customers: [] }
}

const distinct = (addresses: MailAddress[]) => [
  ...new Map(addresses.map((each) => [each.address, each] as const)).values(),
]

const automaticSubject =
  /^\s*(?:automatic reply|auto(?:matic)?[ -]?(?:response|reply)|out of (?:the )?office|autoreply|abwesenheit\S*|automatische antwort|réponse automatique|respuesta automática|risposta automatica|automatisch antwoord|autosvar)\s*[:：]/iu
const daemon = /^(?:mailer-daemon|postmaster|mail-daemon)@/

/** What wrote a mail (RFC 3834, RFC 3464, RFC 2919). The marks of a list of the company's own do not count: many pass on customers' mail by one. */
function kindOf(mail: Mail, own: OwnAddresses): MailKind {
  const by_daemon = mail.from !== null && daemon.test(mail.from.address)
  if (mail.report?.action === 'failed' || (by_daemon && mail.report === null)) return 'not_delivered'
  if (mail.report !== null || by_daemon) return 'automatic'
  const submitted = mail.auto_submitted.split(';')[0]!.trim()
  if (submitted.startsWith('auto-replied') || mail.auto_reply || mail.precedence === 'auto_reply')
    return 'automatic_reply'
  if (automaticSubject.test(mail.subject)) return 'automatic_reply'
  if (submitted !== '' && submitted !== 'no') return 'automatic'
  if (mail.return_path === '<>') return 'automatic'
  const listed = mail.list_id !== '' || ['list', 'bulk', 'junk'].includes(mail.precedence)
  return listed && !ownList(mail.list_id, own) ? 'list' : 'personal'
}

function ownList(list_id: string, own: OwnAddresses): boolean {
  const id = (/<([^<>\s]+)>/.exec(list_id)?.[1] ?? list_id).toLowerCase()
  return own.hasDomain(id) || own.hasDomain(id.slice(id.lastIndexOf('@') + 1))
}
