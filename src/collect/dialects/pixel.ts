import { parseJson } from '../flatten.ts'
import { isObject } from './request-body.ts'

/** One transparent dot, in the 43 bytes all trackers send. */
export const pixelImage = new Uint8Array(
  Buffer.from('R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64'),
)

/** The event in an image's address: `data` as base64 or JSON, else a parameter for each field. Null = it is none. */
export function pixelEvent(query: URLSearchParams): Record<string, unknown> | null {
  const { data, ...fields } = Object.fromEntries(query)
  // Pages for phones put the id in quotes.
  if (fields.anonymousId) fields.anonymousId = fields.anonymousId.replace(/^"(.*)"$/, '$1')
  if (data === undefined) return fields
  // A plus sign of base64 that was not encoded arrives as a blank.
  const text = data.trimStart().startsWith('{')
    ? data
    : Buffer.from(data.replaceAll(' ', '+'), 'base64').toString('utf8')
  try {
    const event = parseJson(text)
    return isObject(event) ? { ...fields, ...event } : null
  } catch {
    return null
  }
}
