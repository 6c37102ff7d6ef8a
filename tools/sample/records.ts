/** From lives to export rows: which system writes what down, under which identifiers, and what it loses. */
import { DAY, END, german, local, toUtc, withOffset } from './calendar.ts'
import { contactRow } from './contact-records.ts'
import { ExportFile } from './export-file.ts'
import type { Lived, Order } from './lived.ts'
import type { Person } from './people.ts'
import { between, pick, type Rng, rng, whole } from './random.ts'
import type { Ticket } from './ticket.ts'

const headers = {
  'customers.csv': 'customer_no;name;email;phone;region;acquired_by',
  'shop_orders.csv': 'order_no;ordered_at;sold_by;store;customer_no;plan;documents_by;cancelled_at;status',
  'documents.jsonl': '',
  'documents-late.jsonl': '',
  'letters.csv': 'letter_no,printed_at,order_no,kind,asks',
  'mails.csv': 'mail_id,sent_at,to,template,order_no,installation_date',
  'calls.csv': 'call_id,started,seconds,queue_seconds,caller,agent,team,topic,order_no,ticket,history_opened',
  'chats.jsonl': '',
  'web.jsonl': '',
  'portal.jsonl': '',
  'store_visits.csv': 'visit_no,came,order_no,customer_no,store,clerk,history_opened,installation_date',
  'dispatch/installations.csv': 'visit_id\torder_no\tarrived\tleft\ttechnician\tdepot\tresult',
  'billing.csv': 'bill_no,sent_at,order_no,customer_no,amount,delivery',
  'surveys.csv': 'answer_id,answered_at,email,order_no,recommend,comment',
  'tickets.jsonl': '',
}
export type FileName = keyof typeof headers

/** Shares of records lost, written twice, and arriving late in the export. */
export const missing = 0.003
export const doubled = 0.01
export const late = 0.01

export const agents = [
  'Aylin',
  'Bernd',
  'Carla',
  'Dirk',
  'Esra',
  'Frank',
  'Gesa',
  'Holger',
  'Inga',
  'Jannik',
  'Kim',
  'Lutz',
]
const teams = ['Hotline A', 'Hotline B', 'Hotline C']
const technicians = ['Fatih', 'Gregor', 'Heike', 'Ivo', 'Jana', 'Kolja', 'Lena', 'Momo']
const amounts: Record<string, string> = {
  'Fern 50': '29.90',
  'Fern 100': '39.90',
  'Fern 250': '49.90',
  'Fern 1000': '69.90',
}

export class Records {
  readonly files: Record<FileName, ExportFile>
  lost = 0
  #seed: number
  #cut: number

  /** Opens every export file below the folder; rows after `cut` (wall time) are not in the exports. */
  constructor(dir: string, seed: number, cut = END) {
    this.#seed = seed
    this.#cut = cut
    const open = (name: FileName) =>
      new ExportFile(dir, name, headers[name], headers[name].includes(';') ? 'latin1' : 'utf8')
    const names = Object.keys(headers) as FileName[]
    this.files = Object.fromEntries(names.map((name) => [name, open(name)])) as Record<FileName, ExportFile>
  }

  customer(p: Person): void {
    this.files['customers.csv'].plain(
      `${p.customer_no};${p.name};${p.email};${p.phone};${p.region};${p.acquired_by}`,
    )
  }

  /** Writes what every system noted of an order, and marks what was not noted. */
  order(order: Order): void {
    const r = rng(this.#seed, 4, order.number)
    this.#orderRow(order, r)
    let nth = 0
    for (const lived of order.events) {
      nth++
      if (lived.touchpoint === 'Order placed' || lived.touchpoint === 'Order cancelled') continue
      const row = rows[lived.touchpoint]?.(order, lived, `${order.number}-${nth}`, r)
      if (row) this.#note(row[0], lived, row[1], r)
    }
    if (order.sold_by === 'online' || r() < 0.4) this.#web(order, r)
    const beside = rng(this.#seed, 9, order.number)
    for (const lived of order.contacts) {
      nth++
      const [file, line] = contactRow(order, lived, `${order.number}-${nth}`, beside)
      this.#note(file, lived, line, beside)
    }
  }

  ticket(ticket: Ticket): void {
    const r = rng(this.#seed, 5, ticket.number)
    const { person: p, reported, answered, solved, by } = ticket
    const no = `T${70_000 + ticket.number}`
    const iso = (lived: Lived) => (lived.at <= this.#cut ? `"${withOffset(lived.at)}"` : 'null')
    if (by === 'phone')
      this.#note('calls.csv', reported, call(`T${ticket.number}`, reported.at, p, 'problem', '', no, r), r)
    if (by === 'chat')
      this.#note('chats.jsonl', reported, chat(`T${ticket.number}`, reported.at, p, 'problem', '', no, r), r)
    this.#note(
      'tickets.jsonl',
      reported,
      `{"id":"${no}","channel":"${by}","customer":{"email":"${p.email.toUpperCase()}"},"opened":${iso(reported)},` +
        `"first_answer":${iso(answered)},"solved":${iso(solved)},"team":"Helpdesk","agent":"${pick(r, agents)}"}`,
      r,
    )
  }

  flush(before: number): void {
    for (const file of Object.values(this.files)) file.flush(before)
  }

  close(): void {
    for (const file of Object.values(this.files)) file.close()
  }

  /** One row per order with its two times; the newest state of the shop at the end of the export. */
  #orderRow(order: Order, r: Rng): void {
    const placed = order.events[0] as Lived
    const cancelled = order.cancelled && order.cancelled.at <= this.#cut ? german(order.cancelled.at) : ''
    const store = order.sold_by === 'store' ? `Store ${order.person.region}` : ''
    const line =
      `${order.order_no};${german(placed.at)};${order.sold_by};${store};${order.person.customer_no};` +
      `${order.plan};${order.documents_by};${cancelled};${cancelled ? 'cancelled' : 'active'}`
    this.#note('shop_orders.csv', placed, line, r)
    if (order.cancelled) order.cancelled.observed = placed.observed && cancelled !== ''
  }

  #note(name: FileName, lived: Lived, line: string, r: Rng): void {
    if (lived.at > this.#cut) {
      lived.observed = false
      return
    }
    if (r() < missing) {
      lived.observed = false
      this.lost++
      return
    }
    const behind = r() < late
    const file = this.files[behind && name === 'documents.jsonl' ? 'documents-late.jsonl' : name]
    const at = behind ? lived.at + between(r, 2, 20) * DAY : lived.at
    if (behind) file.counts.late++
    file.add(at, line)
    if (r() >= doubled) return
    file.counts.doubled++
    file.add(at, line)
  }

  /** Visits before the order under a browser's own id, then the sign-in that says who it was. */
  #web(order: Order, r: Rng): void {
    const placed = order.events[0] as Lived
    const browser = `b${this.#seed}-${order.number}`
    const file = this.files['web.jsonl']
    const pages = whole(r, 1, 3)
    for (let i = pages; i >= 0; i--) {
      const at = placed.at - i * 240_000 - Math.floor(r() * 200) * 1000
      const who = i === 0 ? `"customer_no":"${order.person.customer_no}",` : ''
      const page = i === 0 ? 'Signed in' : pick(r, ['Plans viewed', 'Address checked', 'Prices viewed'])
      if (r() < missing) this.lost++
      else
        file.add(
          at,
          `{"id":"w${order.number}-${i}","at":"${withOffset(at)}",${who}"browser":"${browser}","page":"${page}"}`,
        )
    }
  }
}

type Row = (order: Order, lived: Lived, id: string, r: Rng) => [FileName, string]

const rows: Record<string, Row> = {
  'Documents requested': (order, lived, id) =>
    order.documents_by === 'post'
      ? ['letters.csv', `L${id},${local(lived.at)},${order.order_no},documents request,${asks(lived)}`]
      : document(order, lived, id, 'requested', 'e-mail', `"asks":"${asks(lived)}",`),
  'Documents received': (order, lived, id) => document(order, lived, id, 'received', order.documents_by),
  'Documents checked': (order, lived, id) => document(order, lived, id, 'checked', 'e-mail'),
  'Appointment promised': (order, lived, id) => mail(order, lived, id, 'appointment'),
  'Progress update': (order, lived, id) => mail(order, lived, id, 'progress'),
  Installed: (order, lived, id, r) => [
    'dispatch/installations.csv',
    `V${id}\t${order.order_no}\t${local(lived.at)}\t${local(lived.until ?? lived.at)}\t${pick(r, technicians)}\tDepot ${order.person.region}\tdone`,
  ],
  'First bill': (order, lived, id, r) => [
    'billing.csv',
    `B${id},${local(lived.at)},${order.order_no},${order.person.customer_no},${amounts[order.plan]},${r() < 0.3 ? 'paper' : 'e-mail'}`,
  ],
  'Survey answered': (order, lived, id, r) => ['surveys.csv', survey(order, lived, id, r)],
  'Status asked': (order, lived, id, r) => [
    'calls.csv',
    call(id, lived.at, order.person, 'where is my order', order.order_no, '', r),
  ],
  'Question asked': (order, lived, id, r) => [
    'chats.jsonl',
    chat(id, lived.at, order.person, 'question', order.order_no, '', r),
  ],
}

/** Two papers; by mistake also what the customer had told when ordering. */
function asks({ slips }: Lived): string {
  return `identity card;proof of address${slips.some(({ kind }) => kind === 'asked_twice') ? ';address' : ''}`
}

function document(
  order: Order,
  lived: Lived,
  id: string,
  step: string,
  via: string,
  asked = '',
): [FileName, string] {
  return [
    'documents.jsonl',
    `{"id":"D${id}","at":"${withOffset(lived.at)}","step":"${step}","via":"${via}",${asked}"order":{"no":"${order.order_no}","customer":{"email":"${order.person.email}"}}}`,
  ]
}

function mail(order: Order, lived: Lived, id: string, template: string): [FileName, string] {
  return [
    'mails.csv',
    `M${id},${local(lived.at)},${order.person.email},${template},${order.order_no},${lived.due ?? ''}`,
  ]
}

function survey(order: Order, lived: Lived, id: string, r: Rng): string {
  const hurt = order.legs.filter((leg) => leg.fault).length
  const score = Math.max(0, Math.min(10, Math.round(9 - 3 * hurt + between(r, -2, 2))))
  const comment =
    score >= 8
      ? '"All went well, thank you"'
      : score >= 6
        ? ''
        : '"Too much waiting, nobody told me anything"'
  return `A${id},${local(lived.at)},${order.person.email},${order.order_no},${score},${comment}`
}

function call(
  id: string,
  at: number,
  p: Person,
  topic: string,
  order: string,
  ticket: string,
  r: Rng,
): string {
  const seconds = whole(r, 60, 600)
  const caller = p.phone.replaceAll(' ', '')
  return `P${id},${local(at)},${seconds},${whole(r, 5, 400)},${caller},${pick(r, agents)},${pick(r, teams)},${topic},${order},${ticket},`
}

function chat(
  id: string,
  at: number,
  p: Person,
  topic: string,
  order: string,
  ticket: string,
  r: Rng,
): string {
  const start = toUtc(at)
  return (
    `{"id":"H${id}","start":${start},"end":${start + whole(r, 90, 900) * 1000},"visitor":{"email":"${p.email}"},` +
    `"topic":"${topic}","order_no":"${order}","ticket":"${ticket}","agent":"${pick(r, agents)}"}`
  )
}
