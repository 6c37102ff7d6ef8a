import { Agent, request } from 'node:http'
import { eventText } from './orders.ts'

/** Sends a batch over a kept connection; resolves when the server has answered. */
export type Send = (body: string) => Promise<number>

export function sender(url: string, write_key: string, connections: number): { send: Send; close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const authorization = `Basic ${Buffer.from(`${write_key}:`).toString('base64')}`
  return {
    send: (body) =>
      new Promise((done, fail) => {
        const asking = request(
          `${url}/v1/batch`,
          {
            method: 'POST',
            agent,
            headers: {
              authorization,
              'content-type': 'application/json',
              'content-length': Buffer.byteLength(body),
            },
          },
          (answer) => {
            let text = ''
            answer.setEncoding('utf8').on('data', (chunk: string) => {
              text += chunk
            })
            answer.on('end', () =>
              answer.statusCode === 200 && !text.includes('quarantined')
                ? done(200)
                : fail(new Error(`The server answered ${answer.statusCode}: ${text.slice(0, 200)}`)),
            )
          },
        )
        asking.on('error', fail)
        asking.end(body)
      }),
    close: () => agent.destroy(),
  }
}

let events = 0
/** Events of orders that are under way: every order sends its five touchpoints in turn. */
export function batchText(size: number, kinds: readonly string[], prefix: string): string {
  const at = new Date().toISOString()
  const texts: string[] = []
  for (let left = size; left > 0; left--) {
    const order = `${prefix}${Math.floor(events / kinds.length)
      .toString(36)
      .padStart(6, '0')}`
    texts.push(eventText(kinds[events % kinds.length]!, order, `${prefix}-${events}`, at))
    events++
  }
  return `{"batch":[${texts.join(',')}],"sentAt":"${at}"}`
}
