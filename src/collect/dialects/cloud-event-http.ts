import { jsonIn, type Refused } from './request-body.ts'

/**
 * The events of a request in the JSON format, by the HTTP binding of CloudEvents 1.0.2: structured, batched, or binary
 * with the attributes in `ce-` headers.
 */
export function cloudEventsIn(headers: Headers, body: Buffer): { events: unknown[] } | Refused {
  const type = headers.get('content-type')
  const media = mediaOf(type)
  if (media.startsWith('application/cloudevents-batch')) {
    if (media !== 'application/cloudevents-batch+json') return otherFormat(media)
    const read = jsonIn(body.toString('utf8'))
    if ('refused' in read) return read
    if (Array.isArray(read.json)) return { events: read.json }
    return { refused: 'A batch of CloudEvents is [event, …].', status: 400 }
  }
  if (media.startsWith('application/cloudevents')) {
    if (media !== 'application/cloudevents+json') return otherFormat(media)
    const read = jsonIn(body.toString('utf8'))
    return 'refused' in read ? read : { events: [read.json] }
  }
  if (headers.has('ce-specversion')) return binary(headers, type, media, body)
  return {
    refused:
      'No CloudEvent: send ce-specversion and the other ce- headers, or application/cloudevents+json or application/cloudevents-batch+json.',
    status: 400,
  }
}

const otherFormat = (media: string): Refused => ({
  refused: `The format ${media} is not understood: send application/cloudevents+json or application/cloudevents-batch+json.`,
  status: 415,
})

const mediaOf = (type: string | null) => (type ?? '').split(';')[0]!.trim().toLowerCase()

function binary(
  headers: Headers,
  type: string | null,
  media: string,
  body: Buffer,
): { events: unknown[] } | Refused {
  const event: [string, unknown][] = type === null ? [] : [['datacontenttype', type]]
  for (const [name, value] of headers)
    if (name.startsWith('ce-') && name !== 'ce-datacontenttype') event.push([name.slice(3), decoded(value)])
  if (body.length === 0) return { events: [Object.fromEntries(event)] }
  if (/[/+]json$/.test(media)) {
    const read = jsonIn(body.toString('utf8'))
    if ('refused' in read) return read
    event.push(['data', read.json])
  } else event.push(textOf(body, type ?? ''))
  return { events: [Object.fromEntries(event)] }
}

/** Text where the bytes are one in the charset they come with, else base64. */
function textOf(body: Buffer, type: string): [string, string] {
  const charset = /charset="?([\w-]+)/i.exec(type)?.[1] ?? 'utf-8'
  try {
    return ['data', new TextDecoder(charset, { fatal: true }).decode(body)]
  } catch {
    return ['data_base64', body.toString('base64')]
  }
}

/** Values of `ce-` headers are percent-encoded, and may stand in quotes; one that is encoded wrongly is taken as it is. */
function decoded(value: string): string {
  const plain = /^".*"$/.test(value) ? value.slice(1, -1).replaceAll(/\\(.)/g, '$1') : value
  try {
    return decodeURIComponent(plain)
  } catch {
    return plain
  }
}
