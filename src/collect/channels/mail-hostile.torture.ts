import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { residentMb } from '../../../tools/torture/memory.ts'
import { type Mail, parseMail } from './mail.ts'
import { openMailDoor } from './mail-door.ts'
import { recordsOfMail } from './mail-record.ts'
import { ownAddresses } from './mail-sender.ts'

/** Another one makes other mails. */
const seed = 20_261_129
const own = ownAddresses(['acme.com'])
const arrival = { arrived_at: Date.UTC(2026, 4, 5), truncated: false }

const seeds = [
  'From: Ana <ana@mail.example>\r\nTo: help@acme.com\r\nSubject: =?utf-8?B?w6k=?=\r\nMessage-ID: <a@b>\r\nReferences: <c@d> <e@f>\r\nDate: Tue, 5 May 2026 10:00:00 +0000\r\n\r\nWords\r\n> quoted\r\n',
  "From: a@b.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/html; charset=shift_jis\r\n\r\n<p>a</p>\r\n--x\r\nContent-Type: message/rfc822\r\n\r\nFrom: c@d\r\n\r\nin\r\n--x\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename*=utf-8''%e2%82%ac\r\n\r\n////\r\n--x--\r\n",
  'Return-Path: <>\r\nFrom: MAILER-DAEMON@x.example\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; a@b.c\r\nAction: failed\r\nStatus: 5.1.1\r\n--b--\r\n',
].map((text) => Buffer.from(text))

const mutated = fc
  .tuple(
    fc.constantFrom(...seeds),
    fc.array(fc.tuple(fc.nat(), fc.nat({ max: 30 }), fc.uint8Array({ maxLength: 30 })), { maxLength: 6 }),
  )
  .map(([seed, cuts]) =>
    cuts.reduce((raw, [at, gone, noise]) => {
      const place = at % (raw.length + 1)
      return Buffer.concat([raw.subarray(0, place), noise, raw.subarray(place + gone)])
    }, seed),
  )

it('100,000 mutated mails are read or refused, none breaks the reading', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(mutated, fc.uint8Array({ maxLength: 2_000 })), async (raw) => {
      const mail: Mail | null = await parseMail(raw).catch(() => null)
      if (mail !== null) recordsOfMail(mail, own, arrival)
    }),
    { numRuns: 100_000, seed },
  )
})

it.each([
  [
    'parts within parts',
    (n: number) =>
      `From: a@b\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n${'--x\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n'.repeat(n)}`,
  ],
  ['mails within mails', (n: number) => `From: a@b\r\n${'Content-Type: message/rfc822\r\n\r\n'.repeat(n)}`],
  [
    'parts of nothing',
    (n: number) => `From: a@b\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n${'--x\r\n\r\n'.repeat(n)}`,
  ],
  ['headers without end', (n: number) => `From: a@b\r\n${'X-A: b\r\n'.repeat(n)}\r\n`],
  ['recipients without end', (n: number) => `From: a@b\r\nTo: ${'c@d, '.repeat(n)}\r\n\r\n`],
  [
    'elements within elements',
    (n: number) => `From: a@b\r\nContent-Type: text/html\r\n\r\n${'<div><b>'.repeat(n)}`,
  ],
  ['references without end', (n: number) => `From: a@b\r\nReferences: ${'<a@b> '.repeat(n)}\r\n\r\n`],
  [
    'recipients of a report without end',
    (n: number) =>
      `From: a@b\r\nContent-Type: message/delivery-status\r\n\r\n${'Final-Recipient: rfc822; @@@@\r\n'.repeat(n)}`,
  ],
])('a mail of %s takes seconds at most', async (_, make) => {
  const began = performance.now()
  const mail: Mail | null = await parseMail(Buffer.from(make(40_000))).catch(() => null)
  if (mail !== null) recordsOfMail(mail, own, arrival)
  expect(performance.now() - began).toBeLessThan(10_000)
})

const lines = fc
  .array(
    fc.constantFrom(
      'EHLO x',
      'MAIL FROM:<a@b.c>',
      'RCPT TO:<h@acme.com>',
      'DATA',
      '.',
      'RSET',
      'AUTH PLAIN AAAA',
      'BDAT 7',
      'STARTTLS',
      'a'.repeat(3_000),
      '\0\u00ff',
      'From: x',
    ),
  )
  .map((all) => Buffer.from(`${all.join('\r\n')}\r\n`))

const envelope = Buffer.from('MAIL FROM:<a@b.c>\r\nRCPT TO:<h@acme.com>\r\nDATA\r\n')
const quit = Buffer.from('QUIT\r\n')
const end = Buffer.from('\r\n.\r\n')
const tenMails = fc.array(mutated, { minLength: 10, maxLength: 10 })
const good = Buffer.concat([
  Buffer.from('EHLO x\r\n'),
  envelope,
  Buffer.from('From: a@b.c\r\n\r\nx'),
  end,
  quit,
])

/** Speaks once the door has greeted: it hangs up on who speaks before. The answers by their code. */
async function speak(port: number, bytes: Uint8Array, said: Map<string, number>): Promise<void> {
  let text = ''
  await new Promise<void>((done) => {
    const socket = connect(port, '127.0.0.1')
    socket.setTimeout(10_000, () => socket.destroy())
    socket.once('data', () => {
      socket.write(bytes)
      // Who never says QUIT breaks off.
      setTimeout(() => socket.end(), 1_000).unref()
    })
    socket.on('data', (answer) => {
      text += answer
    })
    socket.on('error', () => undefined)
    socket.on('close', () => done())
  })
  for (const [, code] of text.matchAll(/^(\d{3}) /gm)) said.set(code!, (said.get(code!) ?? 0) + 1)
}

/** A line that begins with a dot gets a second one: alone, it would end the mail (RFC 5321, 4.5.2). */
const stuffed = (mail: Uint8Array) =>
  Buffer.from(
    Buffer.from(mail)
      .toString('latin1')
      .replaceAll(/(^|\r\n)\./g, '$1..'),
    'latin1',
  )

/** Hands mails in as a client does that waits for the answer to each. Gives how many were acknowledged. */
async function hand(port: number, mails: Uint8Array[], said: Map<string, number>): Promise<number> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  const closed = new Promise<void>((done) => socket.once('close', () => done()))
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]()
  const answer = async (): Promise<string> => {
    for (;;) {
      const { value = '', done } = await lines.next()
      const code = /^(\d{3}) /.exec(value)?.[1]
      if (code !== undefined) said.set(code, (said.get(code) ?? 0) + 1)
      if (code !== undefined || done) return code ?? ''
    }
  }
  await answer()
  socket.write('EHLO x\r\n')
  await answer()
  let acknowledged = 0
  for (const mail of mails) {
    socket.write(envelope)
    await answer()
    await answer()
    if ((await answer()) !== '354') continue
    socket.write(Buffer.concat([stuffed(mail), end]))
    if ((await answer()) === '250') acknowledged++
  }
  socket.end(quit)
  await closed
  return acknowledged
}

it('100,000 mutated mails in 10,000 connections, and 2,000 of nonsense, leave the door open and hold no memory', async () => {
  const settings = {
    host: '127.0.0.1',
    port: 0,
    tls: 'none' as const,
    certificate: null,
    key: null,
    user: null,
    accepts: [],
    largest_mb: 1,
  }
  const began = performance.now()
  let stored = 0
  let unreadable = 0
  const door = await openMailDoor({
    door: settings,
    own: ['acme.com'],
    deliver: async ({ raw }) => {
      stored++
      const mail: Mail | null = await parseMail(raw).catch(() => null)
      if (mail === null) unreadable++
      else recordsOfMail(mail, own, arrival)
    },
    failed: (error) => {
      throw error
    },
  })
  const said = new Map<string, number>()
  let early = 0
  let acknowledged = 0
  const all = async <Sample>(samples: Sample[], say: (sample: Sample) => Promise<number>) => {
    let next = 0
    const queue = async () => {
      while (next < samples.length) {
        const taken = await say(samples[next++]!)
        acknowledged += taken
      }
    }
    await Promise.all(Array.from({ length: 90 }, queue))
  }
  const nonsense = (bytes: Uint8Array) => speak(door.port, bytes, said).then(() => 0)
  for (let round = 0; round < 10; round++) {
    const told = { seed: seed + round }
    await all(fc.sample(tenMails, { ...told, numRuns: 1_000 }), (mails) => hand(door.port, mails, said))
    const noise = fc.oneof(lines, fc.uint8Array({ maxLength: 500 }))
    await all(fc.sample(noise, { ...told, numRuns: 200 }), nonsense)
    if (round === 1) early = residentMb()
  }
  const late = residentMb()
  const seconds = Math.round((performance.now() - began) / 1_000)
  const codes = Object.fromEntries(said)
  console.log(
    'SMTP',
    JSON.stringify({
      seed,
      acknowledged,
      stored,
      unreadable,
      codes,
      early_mb: early,
      late_mb: late,
      seconds,
    }),
  )
  expect(acknowledged).toBe(100_000)
  // Nonsense may hand in a mail too.
  expect(stored).toBeGreaterThanOrEqual(acknowledged)
  expect(stored).toBeLessThan(acknowledged + 2_000)
  // Ninety at once of a megabyte at most.
  expect(late - early).toBeLessThan(100)
  const before = stored
  const answers = new Map<string, number>()
  await speak(door.port, good, answers)
  expect(stored).toBe(before + 1)
  expect(answers.get('221')).toBe(1)
  await door.close()
})
