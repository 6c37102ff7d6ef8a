import { request } from 'node:http'
import { Readable } from 'node:stream'

/**
 * Asks a server of ours and waits as long as it works: `fetch` gives up when no answer begins within five minutes, and building
 * ten million interactions again takes about as long. Each question has a connection of its own: one kept open is closed by a
 * server too busy to see that something was just asked through it.
 * @throws Error of the connection, ECONNREFUSED for example.
 */
export function patientFetch(
  url: string,
  { method, headers, body }: { method: string; headers: Record<string, string>; body?: string },
): Promise<Response> {
  return new Promise((done, failed) => {
    const sent = request(url, { method, headers, agent: false }, (incoming) => {
      const status = incoming.statusCode ?? 500
      const empty = status === 204 || status === 304
      const named = Object.entries(incoming.headers).filter(
        (each): each is [string, string] => typeof each[1] === 'string',
      )
      done(
        new Response(empty ? null : (Readable.toWeb(incoming) as ReadableStream), { status, headers: named }),
      )
    })
    sent.on('error', failed)
    sent.end(body)
  })
}
