import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allInteractions, type InProcess, openInProcess } from '../../tools/in-process.ts'
import * as contract from './contract.ts'
import { keptPayloads } from './hook-payload.ts'

let product: InProcess
beforeAll(async () => {
  product = await openInProcess()
})
afterAll(() => product.close())

const mapping = (source: string) => `source: ${source}
records:
  - payload: whole
    key: $id
    touchpoint: $what
    at: $at
    identifiers: { user_id: $user }
    subjects: { order: $order }
`

const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  product.product.app.request(path, { method: 'POST', body, headers })

/** A source with the secret in a header, in a workspace of its own. */
async function hookIn(name: string, yaml?: string) {
  const workspace = await product.workspace(name)
  const { hook, secret } = await product.call(contract.createHook, {
    workspace,
    source: name,
    channel: 'anything-else',
    scheme: { kind: 'token', header: 'X-Secret' },
    mapping: yaml ?? mapping(name),
  })
  const send = (payload: object | string, given = secret!) =>
    post(hook.path, typeof payload === 'string' ? payload : JSON.stringify(payload), { 'x-secret': given })
  const state = async () => (await product.call(contract.listHooks, { workspace })).hooks[0]!
  return { workspace, hook, secret: secret!, send, state }
}

const order = (id: string, more: object = {}) => ({
  id,
  what: 'Placed',
  at: '2026-01-05T10:00:00Z',
  user: 'u1',
  order: 'o1',
  ...more,
})
const keys = async (workspace: string) =>
  (await allInteractions(product, workspace)).map((row) => String(row.record_key)).sort()

describe('a payload', () => {
  it('that two entries refuse waits for both, and mended becomes what both make of it', async () => {
    const entry = mapping('twice').split('records:\n')[1]!
    const { workspace, send } = await hookIn(
      'twice',
      `${mapping('twice')}${entry.replace('whole', 'whole\n    name: other').replace('$id', '$other_id')}`,
    )
    const answer = await send(order('a', { at: 'never', other_id: 'b' }))
    expect(((await answer.json()) as { quarantined: unknown[] }).quarantined).toHaveLength(2)
    const { quarantine } = await product.call(contract.listQuarantine, { workspace })
    expect(quarantine).toHaveLength(2)
    for (const { quarantine_id, record } of quarantine)
      await product.call(contract.mendQuarantined, {
        workspace,
        quarantine_id,
        record: record.replace('never', '2026-01-05T10:00:00Z'),
      })
    expect(await keys(workspace)).toEqual(['a', 'b'])
  })

  it('is stored once it proves where it comes from, and sent again it is the same', async () => {
    const { workspace, send, hook, state } = await hookIn('plain')
    const before = await product.call(contract.listSources, { workspace })
    expect(before.sources).toMatchObject([{ source: 'plain', kind: 'file', horizon: null }])
    expect((await send(order('a'), 'wrong secret')).status).toBe(401)
    expect((await post(hook.path, JSON.stringify(order('a')))).status).toBe(401)
    expect(await keys(workspace)).toEqual([])
    for (const payload of [order('a'), order('b'), order('a')]) {
      const answer = await send(payload)
      expect([answer.status, await answer.json()]).toEqual([200, { success: true, interactions: 1 }])
    }
    expect(await keys(workspace)).toEqual(['a', 'b'])
    expect(await state()).toMatchObject({
      accepted: 3,
      refused: 2,
      last_refusal: 'no header x-secret',
    })
    const after = await product.call(contract.listSources, { workspace })
    expect(after.sources).toMatchObject([{ source: 'plain', kind: 'live' }])
  })

  it('that is none is refused with 400, and one at no address or an ended one with 404 and 410', async () => {
    const { workspace, send, hook } = await hookIn('none')
    for (const body of ['', 'hello there', '{"a":', '7'])
      expect([body, (await send(body)).status]).toEqual([body, 400])
    expect((await send(`{"a":"${'x'.repeat(2_000_000)}"}`)).status).toBe(413)
    expect((await post('/v1/hook/hook_nowhere', '{}')).status).toBe(404)
    expect((await post(`${hook.path}%00`, '{}')).status).toBe(404)
    await product.call(contract.endHook, { workspace, hook_id: hook.hook_id })
    expect((await send(order('a'))).status).toBe(410)
  })

  it('cut off by its sender is refused with 400, told, and leaves nothing; an upload and a call of the API too', async () => {
    const { workspace, hook, secret, state } = await hookIn('cut')
    const headers = { 'x-secret': secret, authorization: `Bearer ${product.product.token}` }
    const cut = async (method: string, path: string) => {
      const body = new ReadableStream({
        start: (stream) => stream.enqueue(Buffer.from('{"id":')),
        pull: (stream) => stream.error(new Error('aborted')),
      })
      const init = { method, body, headers, duplex: 'half' } as RequestInit
      return (await product.product.app.request(path, init)).status
    }
    expect(await cut('POST', hook.path)).toBe(400)
    expect(await state()).toMatchObject({ refused: 1, last_refusal: 'the body was cut off' })
    expect(await keys(workspace)).toEqual([])
    expect(await cut('POST', `/api/${workspace}/keys`)).toBe(400)
    expect(await cut('PUT', `/api/${workspace}/uploads?name=a.csv`)).toBe(400)
    expect(readdirSync(join(product.data, 'data', 'uploads', workspace))).toEqual([])
  })

  it('that cannot be understood waits in quarantine, and comes in once the mapping is mended', async () => {
    const { workspace, send, state } = await hookIn('mended')
    const answer = await send(order('a', { at: 'yesterday' }))
    expect([answer.status, await answer.json()]).toMatchObject([200, { quarantined: [{ field: 'at' }] }])
    expect(await keys(workspace)).toEqual([])
    const { quarantine } = await product.call(contract.listQuarantine, { workspace })
    expect(quarantine).toMatchObject([{ source: 'mended', file: 'hook' }])
    const mended = mapping('mended').replace('at: $at', 'at: $hook:received_at')
    await product.call(contract.saveMapping, { workspace, source: 'mended', mapping: mended })
    const replayed = await product.call(contract.replayQuarantine, { workspace, source: 'mended' })
    expect(replayed).toEqual({ stored: 1, still_quarantined: 0 })
    expect((await send(order('b', { at: 'yesterday' }))).status).toBe(200)
    expect(await keys(workspace)).toEqual(['a', 'b'])
    // Saving a mapping makes no file of a live source.
    expect((await product.call(contract.listSources, { workspace })).sources[0]!.kind).toBe('live')
    expect((await state()).refused).toBe(0)
  })

  it('with another secret is refused at once after it was set', async () => {
    const { workspace, send, hook, secret } = await hookIn('rotated')
    const { secret: next } = await product.call(contract.setHookSecret, { workspace, hook_id: hook.hook_id })
    expect((await send(order('a'), secret)).status).toBe(401)
    expect((await send(order('a'), next!)).status).toBe(200)
  })
})

describe('the last payloads', () => {
  it('are kept for the preview, few of them, without secrets, and read by any mapping', async () => {
    const { workspace, send, hook, secret } = await hookIn('kept')
    const many = Array.from({ length: keptPayloads.count + 5 }, (_, i) => send(order(`k${i}`)))
    expect((await Promise.all(many)).every((answer) => answer.status === 200)).toBe(true)
    expect((await send(order('last'))).status).toBe(200)
    expect((await send({ ...order('large'), text: 'x'.repeat(100_000) })).status).toBe(200)
    const preview = async (yaml?: string) =>
      product.call(contract.previewHook, { workspace, hook_id: hook.hook_id, mapping: yaml })
    const saved = await preview()
    expect(saved.payloads.length).toBe(keptPayloads.count)
    expect(saved.payloads[0]).toMatchObject({ columns: {}, became: [] })
    expect(saved.payloads[1]!.became).toMatchObject([
      { rejected: null, interactions: [{ touchpoint: 'Placed', record_key: 'last' }] },
    ])
    expect(JSON.stringify(saved)).not.toContain(secret)
    const other = await preview(mapping('kept').replace('$what', '$nothing'))
    expect(other.payloads[1]!.became[0]!.rejected!.reason).toContain('no touchpoint')
    expect((await preview('records: 1')).problems.length).toBeGreaterThan(0)
  })
})

describe('parts of one call', () => {
  const token = 'the auth token'
  const call = (form: Record<string, string>, path: string, idempotency: string) =>
    post(path, new URLSearchParams(form).toString(), {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': getExpectedTwilioSignature(token, `https://cx.example.org${path}`, form),
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'cx.example.org',
      'i-twilio-idempotency-token': idempotency,
    })

  it('that come at the same moment, and again, are one interaction that misses none', async () => {
    const workspace = await product.workspace('calls')
    const { hook } = await product.call(contract.createHook, {
      workspace,
      source: 'calls',
      channel: 'twilio-voice',
      secret: token,
    })
    const form = { CallSid: 'CA1', From: '+4915112345678', To: '+493012345678', Direction: 'inbound' }
    const digits = Array.from({ length: 12 }, (_, i) => ({
      ...form,
      CallStatus: 'in-progress',
      Digits: String(i % 10),
    }))
    const twice = [...digits, ...digits]
    const answers = await Promise.all(twice.map((each, i) => call(each, hook.path, `t${i % digits.length}`)))
    expect(answers.map((answer) => answer.status)).toEqual(twice.map(() => 200))
    expect(await answers[0]!.text()).toContain('<Response/>')
    const rows = await allInteractions(product, workspace)
    expect(rows).toMatchObject([{ record_key: 'CA1', touchpoint: 'Call', channel: 'phone' }])
    expect((rows[0]!.attributes as Record<string, string>)['ivr choice.count']).toBe('12')
  })
})

describe('a flight plan', () => {
  it('is read by region and hour: spread over its hours, and unknown where nobody measured', async () => {
    const workspace = await product.workspace('media')
    const { channels } = await product.call(contract.listChannels, { workspace })
    const plan = channels.find((each) => each.channel === 'flight-plan')!
    const folder = product.folder({
      'plan.csv': `placement,medium,campaign,region,starts,ends,contacts,cost
p1,tv,spring,north,2026-01-05 20:14:30,2026-01-05 20:15:00,100000,900
p2,tv,spring,north,2026-01-05 20:40:00,2026-01-05 20:40:20,50000,600
p3,radio,spring,north,2026-01-05 20:30:00,2026-01-05 22:00:00,3000,90
p4,print,spring,south,2026-01-06 06:00:00,,,400
`,
    })
    expect(await product.import(workspace, folder, { mapping: plan.mapping })).toMatchObject({
      stored: 4,
      quarantined: 0,
    })
    const { exposures } = await product.call(contract.listExposures, { workspace })
    // Berlin is an hour ahead of UTC in January.
    const at = (hour: string) => `2026-01-${hour}:00:00.000Z`
    expect(exposures).toEqual([
      {
        region: 'north',
        medium: 'radio',
        campaign: 'spring',
        hour: at('05T19'),
        placements: 1,
        contacts: 1000,
        unmeasured: 0,
        cost: 30,
      },
      {
        region: 'north',
        medium: 'tv',
        campaign: 'spring',
        hour: at('05T19'),
        placements: 2,
        contacts: 150_000,
        unmeasured: 0,
        cost: 1500,
      },
      {
        region: 'north',
        medium: 'radio',
        campaign: 'spring',
        hour: at('05T20'),
        placements: 1,
        contacts: 2000,
        unmeasured: 0,
        cost: 60,
      },
      {
        region: 'south',
        medium: 'print',
        campaign: 'spring',
        hour: at('06T05'),
        placements: 1,
        contacts: null,
        unmeasured: 1,
        cost: 400,
      },
    ])
    const people = await product.ask(
      workspace,
      'SELECT 1 FROM throughline.interactions FINAL WHERE {{workspace}} AND notEmpty(identifiers)',
    )
    expect(people).toEqual([])
  })
})
