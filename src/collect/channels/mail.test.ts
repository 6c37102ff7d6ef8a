import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { builtInKinds } from '../identifier-kinds.ts'
import { type Mail, parseMail } from './mail.ts'
import { readMailRecord } from './mail-intake.ts'
import { joined, type Link, type NewLink } from './mail-links.ts'
import { mailMapping } from './mail-mapping.ts'
import { recordsOfMail, threadName } from './mail-record.ts'
import { ownAddresses, senderOf } from './mail-sender.ts'

const own = ownAddresses(['acme.com', 'help@shop.example'])
const arrived_at = Date.UTC(2026, 4, 5, 12)
const arrival = { arrived_at, truncated: false }

const written = (headers: Record<string, string>, body = 'Where is it?') =>
  Buffer.from(
    `${Object.entries({
      Date: 'Tue, 5 May 2026 11:00:00 +0000',
      'Message-ID': '<m1@ana.example>',
      ...headers,
    })
      .map(([name, value]) => `${name}: ${value}`)
      .join('\r\n')}\r\n\r\n${body}\r\n`,
  )
const inbound = { From: 'Ana Lima <Ana@Mail.example>', To: 'help@acme.com', Subject: 'My order' }
const outbound = { From: 'Help <help@acme.com>', To: 'ana@mail.example', Subject: 'Re: My order' }

async function interactionsOf(raw: Uint8Array) {
  const { records } = recordsOfMail(await parseMail(raw), own, arrival)
  return records.flatMap(({ key, columns }) => {
    const made = readMailRecord(
      Object.assign(columns, { thread: 't', key }),
      mailMapping('mail'),
      builtInKinds,
    )
    if (typeof made === 'string') throw new Error(made)
    return made
  })
}

describe('whose a mail is', () => {
  it('a customer’s mail is inbound, of its sender, and the ball is with the company', async () => {
    expect(await interactionsOf(written(inbound))).toMatchObject([
      {
        touchpoint: 'Email received',
        channel: 'email',
        direction: 'inbound',
        begun_by: 'customer',
        ball_after: 'company',
        started_at: Date.UTC(2026, 4, 5, 11),
        identifiers: [{ kind: 'email', value: 'ana@mail.example' }],
        subjects: [{ type: 'thread', id: 't' }],
        traits: { full_name: 'Ana Lima' },
        text: 'Where is it?',
        news: null,
        attributes: { subject: 'My order' },
      },
    ])
  })
  it('an answer of the company is news for the customer, by who wrote it', async () => {
    expect(await interactionsOf(written(outbound))).toMatchObject([
      {
        touchpoint: 'Email sent',
        direction: 'outbound',
        ball_after: 'customer',
        agent: 'Help',
        identifiers: [{ kind: 'email', value: 'ana@mail.example' }],
        news: { delivery: 'assumed' },
      },
    ])
  })
  it('two customers in one mail are not one person: an interaction each, none for whoever is in copy', async () => {
    const made = await interactionsOf(
      written({ ...outbound, To: 'ana@mail.example, ben@mail.example, it@acme.com', Cc: 'eve@mail.example' }),
    )
    expect(made.map(({ identifiers }) => identifiers)).toEqual([
      [{ kind: 'email', value: 'ana@mail.example' }],
      [{ kind: 'email', value: 'ben@mail.example' }],
    ])
    expect(new Set(made.map(({ interaction_id }) => interaction_id)).size).toBe(2)
  })
  it.each([
    [
      'a form of the web site',
      { From: 'web@acme.com', To: 'help@acme.com', 'Reply-To': 'ana@mail.example' },
      'inbound',
      ['ana@mail.example'],
    ],
    ['between colleagues', { From: 'a@acme.com', To: 'b@support.acme.com' }, 'internal', []],
    [
      'to an own address with a plus',
      { From: 'help+7@shop.example', To: 'ana@mail.example' },
      'outbound',
      ['ana@mail.example'],
    ],
    [
      'of a neighbour with a similar name',
      { From: 'a@notacme.com', To: 'help@acme.com' },
      'inbound',
      ['a@notacme.com'],
    ],
  ])('%s', async (_, headers, direction, customers) => {
    const sender = senderOf(await parseMail(written(headers)), own)
    expect(sender.direction).toBe(direction)
    expect(sender.customers.map(({ address }) => address)).toEqual(customers)
  })
})

describe('what a program wrote', () => {
  it.each([
    ['Auto-Submitted: auto-replied', { 'Auto-Submitted': 'auto-replied (vacation)' }, 'automatic_reply'],
    ['Auto-Submitted: no', { 'Auto-Submitted': 'no' }, 'personal'],
    ['Auto-Submitted: auto-generated', { 'Auto-Submitted': 'auto-generated' }, 'automatic'],
    ['X-Autoreply', { 'X-Autoreply': 'yes' }, 'automatic_reply'],
    ['a subject of Outlook', { Subject: 'Automatic reply: My order' }, 'automatic_reply'],
    ['a list of others', { 'List-Id': 'Ruby <ruby.lists.example>' }, 'list'],
    [
      'a list of the company’s own, by which customers write',
      { 'List-Id': '<help.acme.com>', Precedence: 'list' },
      'personal',
    ],
    ['Precedence: bulk', { Precedence: 'bulk' }, 'list'],
    ['an empty return path', { 'Return-Path': '<>' }, 'automatic'],
    ['a mailer daemon', { From: 'MAILER-DAEMON@mail.example' }, 'not_delivered'],
  ])('%s', async (_, headers, kind) => {
    expect(senderOf(await parseMail(written({ ...inbound, ...headers })), own).kind).toBe(kind)
  })
  it('is no word of a customer and no contact', async () => {
    expect(await interactionsOf(written({ ...inbound, 'Auto-Submitted': 'auto-replied' }))).toMatchObject([
      { touchpoint: 'Automatic reply received', direction: 'internal', begun_by: 'third_party' },
    ])
  })
  it('a bounce is of the customer who did not get the mail', async () => {
    const report = [
      '--b',
      'Content-Type: text/plain',
      '',
      'It failed.',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.acme.com',
      '',
      'Final-Recipient: rfc822; ana@mail.example',
      'Action: failed',
      'Status: 5.1.1',
      '--b--',
    ].join('\r\n')
    const raw = written(
      {
        From: 'postmaster@acme.com',
        To: 'help@acme.com',
        'Content-Type': 'multipart/report; report-type=delivery-status; boundary=b',
      },
      report,
    )
    expect(await interactionsOf(raw)).toMatchObject([
      {
        touchpoint: 'Email not delivered',
        direction: 'internal',
        identifiers: [{ kind: 'email', value: 'ana@mail.example' }],
        attributes: { status: '5.1.1' },
      },
    ])
  })
})

describe('a mail', () => {
  it('notes what is attached and keeps none of it', async () => {
    const body = [
      '--b',
      'Content-Type: text/plain',
      '',
      'See the bill.',
      '--b',
      'Content-Type: application/pdf; name="bill.pdf"',
      'Content-Disposition: attachment; filename="bill.pdf"',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from('%PDF secret').toString('base64'),
      '--b--',
    ].join('\r\n')
    const made = await interactionsOf(
      written({ ...inbound, 'Content-Type': 'multipart/mixed; boundary=b' }, body),
    )
    expect(made).toMatchObject([
      {
        text: 'See the bill.',
        attributes: { attachments: 'bill.pdf (application/pdf, 11 bytes)', attachment_count: '1' },
      },
    ])
    expect(JSON.stringify(made)).not.toContain('secret')
  })
  it('of HTML alone is text, without what a blockquote quotes', async () => {
    const html = '<p>In <b>Porto</b>.</p><blockquote>Where do you live?</blockquote><script>alert(1)</script>'
    const made = await interactionsOf(written({ ...inbound, 'Content-Type': 'text/html' }, html))
    expect(made[0]!.text).toBe('In Porto.')
  })
  it.each([
    ['a clock a year ahead', 'Tue, 5 May 2027 11:00:00 +0000', arrived_at],
    ['a clock of 1970', 'Thu, 1 Jan 1970 00:00:00 +0000', arrived_at],
    ['no time', 'yesterday', arrived_at],
    ['three days on the way', 'Sat, 2 May 2026 12:00:00 +0000', Date.UTC(2026, 4, 2, 12)],
  ])('with %s happened when it may have', async (_, date, expected) => {
    expect((await interactionsOf(written({ ...inbound, Date: date })))[0]!.started_at).toBe(expected)
  })
  it('is dated by the last server that passed it on, where the mailbox took it in years later', async () => {
    const raw = written({
      Received: 'from a by b with ESMTP; Thu, 22 Aug 2002 12:36:23 +0100',
      ...inbound,
      Date: 'Thu, 22 Aug 2002 18:26:25 +0700',
    })
    expect((await interactionsOf(raw))[0]!.started_at).toBe(Date.UTC(2002, 7, 22, 11, 26, 25))
  })
  it('is the same when it comes again by another road, and another one where only its Message-ID is borrowed', async () => {
    const [first] = await interactionsOf(written(inbound))
    const [again] = await interactionsOf(
      written({ Received: 'from x by y; Tue, 5 May 2026 11:30:00 +0000', ...inbound }),
    )
    const [forged] = await interactionsOf(written(inbound, 'I withdraw my complaint.'))
    expect(again!.interaction_id).toBe(first!.interaction_id)
    expect(forged!.interaction_id).not.toBe(first!.interaction_id)
  })
  it('that is no mail never stops the others', async () => {
    const mutated = fc.tuple(fc.nat(), fc.uint8Array({ maxLength: 40 })).map(([at, noise]) => {
      const raw = written(
        { ...inbound, 'Content-Type': 'multipart/mixed; boundary=b', References: '<a@b> <c@d>' },
        '--b\r\n\r\nx\r\n--b--',
      )
      return Buffer.concat([raw.subarray(0, at % raw.length), noise, raw.subarray((at + 7) % raw.length)])
    })
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 300 }), mutated), async (raw) => {
        const mail: Mail | null = await parseMail(raw).catch(() => null)
        if (mail !== null) recordsOfMail(mail, own, arrival)
      }),
      { numRuns: 300 },
    )
  })
})

describe('threads kept while mails come', () => {
  const link = (name: string, references: string[], at: number): NewLink => ({
    name,
    references,
    at,
    topic: null,
    is_reply: false,
  })
  it('are the same in whatever order, and however many at once, they come', () => {
    const some = fc
      .array(
        fc.record({ references: fc.array(fc.nat({ max: 8 }), { maxLength: 3 }), at: fc.nat({ max: 4 }) }),
        {
          minLength: 1,
          maxLength: 9,
        },
      )
      .map((all) =>
        all.map(({ references, at }, i) =>
          link(
            `m${i}`,
            references.map((each) => `m${each}`),
            at,
          ),
        ),
      )
    fc.assert(
      fc.property(
        some,
        fc.array(fc.nat(), { minLength: 9, maxLength: 9 }),
        fc.nat({ max: 3 }),
        (mails, keys, size) => {
          const whole = joined(new Map(), mails).threads
          const order = mails.map((mail, i) => ({ mail, key: keys[i]! })).sort((a, b) => a.key - b.key)
          const known = new Map<string, Link>()
          for (let from = 0; from < order.length; from += size + 1) {
            const batch = order.slice(from, from + size + 1).map(({ mail }) => mail)
            for (const [name, each] of joined(known, batch).links) known.set(name, each)
          }
          for (const { name } of mails) expect(known.get(name)!.thread).toBe(whole.get(name))
        },
      ),
    )
  })
  it('tell which earlier interactions are of another thread now', () => {
    const first = joined(new Map(), [link('b', ['a'], 2)])
    for (const each of first.links.values())
      each.interaction_ids = ['id of b'].slice(0, each.at === null ? 0 : 1)
    expect(first.threads.get('b')).toBe('a')
    expect(joined(first.links, [link('a', ['root'], 1)]).moved).toEqual([
      { interaction_id: 'id of b', from: 'a', to: 'root' },
    ])
  })
})

const data = '../shared/data/email'
const filesIn = (folder: string) => readdirSync(join(data, folder)).map((name) => join(data, folder, name))

describe('real mail', () => {
  it('of a mailing list is threaded as its headers say, counted a second way', async ({ skip }) => {
    skip(!existsSync(data), `no ${data} here`)
    const raws = filesIn('easy_ham').map((file) => readFileSync(file))
    const mails = await Promise.all(raws.map((raw) => parseMail(raw)))
    const links = mails.map((mail) => recordsOfMail(mail, own, { arrived_at, truncated: false }))
    const { threads } = joined(
      new Map(),
      links.map((each) => ({ ...each, topic: null })),
    )
    // The second way: ids out of the unfolded headers by an expression, joined in sets.
    const above = new Map<string, string>()
    const rootOf = (id: string): string => (above.has(id) ? rootOf(above.get(id)!) : id)
    const names = raws.map((raw) => {
      const head = raw
        .toString('latin1')
        .split(/\r?\n\r?\n/)[0]!
        .replace(/\r?\n[ \t]+/g, ' ')
      const ids = (name: string) =>
        new RegExp(`^${name}:(.*)$`, 'im')
          .exec(head)?.[1]
          ?.replace(/(?<="[^<>]*)\s+(?=[^<>]*")/g, '')
          .match(/<[^<>\s]+>/g) ?? []
      const [id] = ids('message-id')
      const refs = ids('references').length > 0 ? ids('references') : ids('in-reply-to').slice(0, 1)
      for (const ref of refs) if (rootOf(ref) !== rootOf(id!)) above.set(rootOf(ref), rootOf(id!))
      return id!
    })
    const sets = Map.groupBy(names, rootOf)
    const found = Map.groupBy(names, (id) => threads.get(threadName(id.slice(1, -1)))!)
    const written = (groups: Map<string, string[]>) =>
      [...groups.values()].map((ids) => ids.sort().join(' ')).sort()
    expect(names.length).toBeGreaterThan(100)
    expect(written(found)).toEqual(written(sets))
  })
  it('of four libraries’ tests is read, every one', async ({ skip }) => {
    skip(!existsSync(data), `no ${data} here`)
    const files = ['fixtures/mikel+mail', 'fixtures/nodemailer+mailparser', 'fixtures/mailgun+talon']
      .flatMap(filesIn)
      .filter((file) => file.endsWith('.eml'))
    expect(files.length).toBeGreaterThan(100)
    for (const file of files) recordsOfMail(await parseMail(readFileSync(file)), own, arrival)
  })
  it('of eleven mail programs says Hello above what it quotes', async ({ skip }) => {
    skip(!existsSync(data), `no ${data} here`)
    const files = filesIn('fixtures/mailgun+talon').filter((file) => file.includes('standard_replies'))
    const said: string[] = []
    for (const file of files) {
      const { records } = recordsOfMail(await parseMail(readFileSync(file)), own, arrival)
      said.push(records[0]!.columns.text ?? '')
    }
    // One quotes "> Hi" and goes on with "Hello" in a flowed paragraph, which then reads as one quoted line.
    expect(said.filter((text) => text === 'Hello').length).toBe(files.length - 1)
  })
})
