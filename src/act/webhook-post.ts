import { request as plain } from 'node:http'
import { request as secure } from 'node:https'
import { isIP } from 'node:net'
import { isPublic, publicLookup } from './public-address.ts'

/** Receivers may take so long to acknowledge; Standard Webhooks asks for 15 to 30 seconds. */
const patience_ms = 20_000
const most_characters = 500

/** What came back; `status` null = no answer. */
export interface Answered {
  status: number | null
  error: string | null
  /** Its first characters. */
  answer: string
  retry_after?: string | undefined
}

/**
 * Posts a message. Redirects are not followed: they could lead anywhere. Without `toPrivate` the connection goes to an address of the
 * open internet or is not made, whatever the name meant when it was checked.
 */
export function post(
  url: string,
  body: string,
  headers: Record<string, string>,
  toPrivate: boolean,
): Promise<Answered> {
  const { hostname, protocol } = new URL(url)
  const host = hostname.replace(/^\[|\]$/g, '')
  const failed = (error: string): Answered => ({ status: null, error: error.slice(0, 300), answer: '' })
  if (!toPrivate && isIP(host) !== 0 && !isPublic(host))
    return Promise.resolve(failed(`${host} is a private address`))
  const signal = AbortSignal.timeout(patience_ms)
  return new Promise((done) => {
    const call = (protocol === 'https:' ? secure : plain)(
      url,
      {
        method: 'POST',
        // A connection of its own: one kept open would lead where the name led then.
        agent: false,
        signal,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'Throughline',
          ...headers,
        },
        ...(toPrivate ? {} : { lookup: publicLookup }),
      },
      (response) => {
        let answer = ''
        const status = response.statusCode ?? null
        const ended = () =>
          done({
            status,
            error: status !== null && status >= 200 && status < 300 ? null : `answered ${status}`,
            answer,
            retry_after: response.headers['retry-after'],
          })
        response.setEncoding('utf8')
        response.on('data', (part: string) => {
          answer = (answer + part).slice(0, most_characters).toWellFormed().replaceAll('\u0000', '')
          if (answer.length >= most_characters) response.destroy()
        })
        // Cut off after its status: the status counts.
        response.on('error', () => undefined)
        response.on('close', ended)
      },
    )
    call.on('error', (error) =>
      done(failed(signal.aborted ? `no answer within ${patience_ms / 1000} s` : error.message)),
    )
    call.end(body)
  })
}
