import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { patientFetch } from './patient-fetch.ts'

const server = createServer((asked, answer) => {
  let body = ''
  asked.on('data', (chunk) => {
    body += chunk
  })
  asked.on('end', () => {
    answer.statusCode = asked.url === '/none' ? 204 : 201
    answer.setHeader('content-type', 'application/json')
    answer.end(
      asked.url === '/none'
        ? undefined
        : JSON.stringify({ method: asked.method, body, who: asked.headers.authorization }),
    )
  })
})
let url = ''
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

describe('asking a server of ours', () => {
  it('sends what fetch would send and answers as fetch would answer', async () => {
    const answer = await patientFetch(`${url}/any`, {
      method: 'POST',
      headers: { authorization: 'Bearer a' },
      body: 'said',
    })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([201, 'application/json'])
    expect(await answer.json()).toEqual({ method: 'POST', body: 'said', who: 'Bearer a' })
  })

  it('asks each question through a connection of its own: one kept open may be closed just then', async () => {
    const through: unknown[] = []
    server.on('request', (asked) => through.push(asked.socket))
    for (let nth = 0; nth < 2; nth++)
      await (await patientFetch(`${url}/any`, { method: 'GET', headers: {} })).text()
    expect(through).toHaveLength(2)
    expect(through[0]).not.toBe(through[1])
  })

  it('gives an answer without a body, and throws where nobody listens', async () => {
    expect((await patientFetch(`${url}/none`, { method: 'GET', headers: {} })).status).toBe(204)
    await expect(patientFetch('http://127.0.0.1:1/', { method: 'GET', headers: {} })).rejects.toThrow()
  })
})
