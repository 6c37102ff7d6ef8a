import { createRequire } from 'node:module'
import { type AddressInfo, createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { allInteractions, type InProcess, openInProcess } from '../../tools/in-process.ts'
import * as collect from '../collect/contract.ts'
import { identifierId } from '../collect/index.ts'
import { eraseCustomer } from './contract.ts'

let product: InProcess
let port: number
beforeAll(async () => {
  product = await openInProcess()
  await product.product.mail.start()
  port = await freePort()
  const door = { port, accepts: ['copies@throughline.example'], largest_mb: 1 }
  await product.call(collect.setMailSource, { workspace: 'main', source: 'post', own: ['acme.com'], door })
})
afterAll(() => product.close())

const freePort = () =>
  new Promise<number>((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => done(port))
    })
  })

const send = (mail: object, to = 'help@acme.com', at = port) =>
  createTransport({ host: '127.0.0.1', port: at, secure: false, ignoreTLS: true }).sendMail({
    from: 'Ana Lima <ana@mail.example>',
    to: 'help@acme.com',
    subject: 'My order',
    text: 'Where is it?',
    date: new Date('2026-05-05T10:00:00Z'),
    envelope: { from: 'bounce@mail.example', to },
    ...mail,
  })

const first = { messageId: '<a@mail.example>', date: new Date() }
const stored = async (workspace = 'main') =>
  (await allInteractions(product, workspace)).sort((a, b) => Number(a.started_at) - Number(b.started_at))
const threadOf = (row: Record<string, unknown> | undefined) =>
  ((row?.subjects ?? []) as [string, string][])[0]?.[1]

it('a mail is stored before it is acknowledged, and once however often it is handed in', async () => {
  expect((await send(first)).response).toContain('250')
  const [kept, ...others] = await stored()
  expect(others).toEqual([])
  expect(kept).toMatchObject({
    source: 'post',
    channel: 'email',
    touchpoint: 'Email received',
    direction: 'inbound',
    identifiers: [['email', 'ana@mail.example']],
    text: 'Where is it?',
  })
  await Promise.all([send(first), send(first)])
  expect(await stored()).toEqual([kept])
})

it('an answer is of the same thread; one that came before what it answers joins it when that comes', async () => {
  const outbound = { from: 'Help <help@acme.com>', to: 'ana@mail.example', subject: 'Re: My order' }
  const later = {
    inReplyTo: '<lost@acme.com>',
    messageId: '<c@mail.example>',
    subject: 'And now?',
    text: 'And now?',
  }
  await send({ ...later, date: new Date(Date.now() + 2_000) })
  await product.follow('main')
  const apart = (await stored()).find(({ text }) => text === 'And now?')
  const before = threadOf(apart)
  await send(
    {
      ...outbound,
      messageId: '<lost@acme.com>',
      inReplyTo: '<a@mail.example>',
      references: '<a@mail.example>',
      text: 'Soon.\n\n> Where is it?',
      date: new Date(Date.now() + 1_000),
    },
    'copies@throughline.example',
  )
  await product.follow('main')
  const rows = await stored()
  const thread = threadOf(rows[0])
  expect(rows.map((row) => [row.touchpoint, row.text, threadOf(row)])).toEqual([
    ['Email received', 'Where is it?', thread],
    ['Email received', 'And now?', thread],
    ['Email sent', 'Soon.', thread],
  ])
  expect(thread).not.toBe(before)
  const history = await product.ask(
    'main',
    `SELECT name, count() AS n FROM throughline.history FINAL WHERE {{workspace}} AND kind = 'thread' AND is_deleted = 0 GROUP BY name`,
  )
  expect(history).toEqual([{ name: thread, n: '3' }])
})

it('a door passes nothing on, takes nothing too large, and keeps what is no mail for a person to see', async () => {
  await expect(send({}, 'somebody@elsewhere.example')).rejects.toMatchObject({ responseCode: 550 })
  await expect(send({ text: 'x'.repeat(1_500_000) })).rejects.toMatchObject({ responseCode: 552 })
  const raw = 'this is no mail at all'
  expect((await send({ raw })).response).toContain('250')
  const { quarantine } = await product.call(collect.listQuarantine, { workspace: 'main', source: 'post' })
  expect(quarantine).toMatchObject([
    { source: 'post', file: 'mail', reason: expect.stringContaining('no address') },
  ])
})

it('settings are shown without their secrets, a password that is left out stays, and the source says how it is doing', async () => {
  const at = await freePort()
  const door = { port: at, user: 'exchange', password: 'a long secret' }
  const given = { workspace: 'main', source: 'guarded', own: ['acme.com'] }
  await product.call(collect.setMailSource, { ...given, door })
  await product.call(collect.setMailSource, { ...given, door: { port: at, user: 'exchange' } })
  const list = await product.call(collect.listMailSources, { workspace: 'main' })
  expect(JSON.stringify(list)).not.toMatch(/secret|scrypt/)
  expect(list.mail_sources.find(({ source }) => source === 'guarded')).toMatchObject({
    door: { user: 'exchange', password_set: true },
    door_state: { state: 'on', error: null },
    mailbox_state: { state: 'off' },
  })
  await expect(send({}, 'help@acme.com', at)).rejects.toMatchObject({ responseCode: 530 })
  const transport = (pass: string) =>
    createTransport({ host: '127.0.0.1', port: at, ignoreTLS: true, auth: { user: 'exchange', pass } })
  expect(await transport('a long secret').verify()).toBe(true)
  await expect(transport('a wrong one').verify()).rejects.toMatchObject({ responseCode: 535 })
  const taken = { ...given, source: 'second', door: { port: at } }
  expect(await product.call(collect.setMailSource, taken)).toMatchObject({
    door_state: { state: 'failed', error: expect.stringContaining(`port ${at} is taken`) },
  })
})

interface ImapServer {
  listen(port: number, done: () => void): void
  close(done: () => void): void
  appendMessage(folder: string, flags: string[], date: boolean, raw: string): void
  getMailbox(folder: string): { uidvalidity: number; messages: { flags: string[] }[] }
}
/** Written for the tests of IMAP clients; it has neither types nor a way to be imported but this. */
const imapServer = createRequire(import.meta.url)('hoodiecrow-imap') as (options: object) => ImapServer

const imapMail = (n: number) =>
  `From: Ben <ben@mail.example>\r\nTo: help@acme.com\r\nSubject: no ${n}\r\nMessage-ID: <imap-${n}@mail.example>\r\nDate: Tue, 05 May 2026 10:00:0${n} +0000\r\n\r\nMail ${n}\r\n`

it('a mailbox is read from its beginning, then as mail comes, and anew without doubling when its numbers change', async () => {
  const messages = [1, 2, 3].map((n) => ({ raw: imapMail(n), internaldate: '05-May-2026 10:00:00 +0000' }))
  const server = imapServer({ plugins: ['IDLE', 'LITERALPLUS'], storage: { INBOX: { messages }, '': {} } })
  const imapPort = await freePort()
  await new Promise<void>((done) => server.listen(imapPort, done))
  const workspace = await product.workspace('boxed')
  const mailbox = {
    host: '127.0.0.1',
    port: imapPort,
    tls: 'none' as const,
    user: 'testuser',
    password: 'testpass',
    every_seconds: 5,
  }
  const tried = { workspace, source: 'box', mailbox }
  expect((await product.call(collect.tryMailbox, tried)).folders).toEqual([{ folder: 'INBOX', mails: 3 }])
  await expect(
    product.call(collect.tryMailbox, { ...tried, mailbox: { ...mailbox, password: 'wrong' } }),
  ).rejects.toThrow(/refuses user and password/)
  await product.call(collect.setMailSource, { workspace, source: 'box', own: ['acme.com'], mailbox })
  const texts = async () => (await stored(workspace)).map(({ text }) => text).sort()
  await expect.poll(texts, { timeout: 10_000 }).toEqual(['Mail 1', 'Mail 2', 'Mail 3'])
  server.appendMessage('INBOX', [], false, imapMail(4))
  await expect.poll(texts, { timeout: 10_000 }).toEqual(['Mail 1', 'Mail 2', 'Mail 3', 'Mail 4'])
  const shown = async () => (await product.call(collect.listMailSources, { workspace })).mail_sources[0]
  await expect
    .poll(async () => (await shown())?.folders, { timeout: 5_000 })
    .toMatchObject([{ folder: 'INBOX', read_until: 4 }])
  expect(await shown()).toMatchObject({ mailbox_state: { state: 'on' }, mailbox: { password_set: true } })
  expect(server.getMailbox('INBOX').messages.every(({ flags }) => !flags.includes('\\Seen'))).toBe(true)
  server.getMailbox('INBOX').uidvalidity = 77
  await product.call(collect.setMailSource, { workspace, source: 'box', own: ['acme.com'], mailbox })
  await wait(1_500)
  expect(await texts()).toEqual(['Mail 1', 'Mail 2', 'Mail 3', 'Mail 4'])
  await product.call(collect.removeMailSource, { workspace, source: 'box' })
  await new Promise<void>((done) => server.close(done))
})

it('of an erased customer no mail is left to refer to, and their mails are not taken in again', async () => {
  const links = async () =>
    (await product.product.db.selectFrom('mail_links').selectAll().execute()).filter(
      ({ interaction_ids }) => interaction_ids.length > 0,
    )
  await product.follow('main')
  const carried = (await stored()).map(({ interaction_id }) => String(interaction_id))
  expect((await links()).some(({ interaction_ids }) => carried.includes(interaction_ids[0]!))).toBe(true)
  const customer_id = identifierId({ kind: 'email', value: 'ana@mail.example' })
  await product.call(eraseCustomer, {
    workspace: 'main',
    customer_id,
    confirm: customer_id,
    ground: 'asked by the customer',
  })
  expect(await stored()).toEqual([])
  expect((await links()).some(({ interaction_ids }) => carried.includes(interaction_ids[0]!))).toBe(false)
  expect((await send(first)).response).toContain('250')
  expect(await stored()).toEqual([])
})
