import type { Person } from './visitor.ts'

declare const VERSION: string

export interface Event {
  type: 'identify' | 'track' | 'page' | 'group'
  messageId: string
  anonymousId: string
  originalTimestamp: string
  context: object
  [field: string]: unknown
}

export type Properties = Record<string, unknown>

/** `crypto.randomUUID` is there on secure pages only. */
export function newId(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** An event as Segment's dialect has it; its id stays with it however often it is sent. */
export function makeEvent(type: Event['type'], person: Person, fields: Properties): Event {
  return {
    type,
    messageId: newId(),
    anonymousId: person.anonymous_id,
    ...(person.user_id === undefined ? {} : { userId: person.user_id }),
    originalTimestamp: new Date().toISOString(),
    context: {
      library: { name: 'throughline-browser', version: VERSION },
      page: pageNow(),
      ...campaignIn(location.search),
      locale: navigator.language,
      timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      ...(person.group_id === undefined ? {} : { groupId: person.group_id }),
    },
    ...fields,
  }
}

/** Where we are, without what may name a person: query and fragment stay here. */
export function pageNow(): { path: string; url: string; title: string; referrer: string } {
  return {
    path: location.pathname,
    url: location.origin + location.pathname,
    title: document.title,
    referrer: bare(document.referrer),
  }
}

function bare(address: string): string {
  try {
    const { origin, pathname } = new URL(address)
    return origin + pathname
  } catch {
    return ''
  }
}

/** Which campaign led here: the only part of the query that is told. */
function campaignIn(search: string): { campaign?: Record<string, string> } {
  const found: Record<string, string> = {}
  new URLSearchParams(search).forEach((value, name) => {
    const part = /^utm_(source|medium|campaign|term|content)$/.exec(name)?.[1]
    if (part !== undefined) found[part === 'campaign' ? 'name' : part] = value.slice(0, 200)
  })
  return Object.keys(found).length > 0 ? { campaign: found } : {}
}
