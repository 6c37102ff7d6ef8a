import type { InSegment } from './dialect.ts'
import { isObject } from './request-body.ts'

type Properties = Record<string, unknown>

/** Group types of PostHog that are what is called an account here; others keep their name. */
const accounts = ['account', 'company', 'organization', 'organisation']

/** Properties that are said elsewhere in an interaction, or are the key itself. */
const apart = ['token', 'api_key', '$set', '$set_once', '$groups', 'distinct_id', 'alias']

/**
 * An event of PostHog in Segment's words. A distinct id is a user's, unless the event itself tells that nobody has
 * signed in: then it is a visitor's. `$identify` and `$create_alias` link the two ids, within the limits of the ledger.
 */
export function postHogEvent(event: unknown): InSegment {
  if (!isObject(event)) return { field: '', reason: 'an event is an object in braces' }
  const properties: Properties = isObject(event.properties) ? event.properties : {}
  const name = text(event.event)
  if (name === '') return { field: 'event', reason: 'an event needs the name of what happened' }
  const distinct_id = text(event.distinct_id ?? event.$distinct_id ?? properties.distinct_id)
  if (distinct_id === '') return { field: 'distinct_id', reason: 'no distinct_id: whose event is it?' }
  const common = {
    messageId: event.uuid ?? event.$insert_id ?? properties.$insert_id,
    ...timesOf(event),
    context: contextOf(properties),
  }
  const said = telling(name, distinct_id, properties) ?? contact(name, distinct_id, properties)
  return 'said' in said ? { event: { ...common, ...said.said } } : said
}

type Said = { said: Properties } | { field: string; reason: string }

/** Calls that say who is who; null = something happened. */
function telling(name: string, distinct_id: string, properties: Properties): Said | null {
  if (name === '$identify' || name === '$set') {
    const before = name === '$identify' ? text(properties.$anon_distinct_id) : ''
    const anonymousId = before === '' || before === distinct_id ? {} : { anonymousId: before }
    const who = name === '$set' ? whose(distinct_id, properties) : { userId: distinct_id }
    return { said: { type: 'identify', ...who, ...anonymousId, traits: traitsOf(properties) } }
  }
  if (name === '$create_alias' || name === '$merge_dangerously') {
    const previousId = text(properties.alias)
    if (previousId === '') return { field: 'properties.alias', reason: `${name} needs the other id as alias` }
    return { said: { type: 'alias', userId: text(properties.distinct_id) || distinct_id, previousId } }
  }
  return name === '$groupidentify' ? groupOf(distinct_id, properties) : null
}

function groupOf(distinct_id: string, properties: Properties): Said {
  const type = text(properties.$group_type)
  const key = text(properties.$group_key)
  if (type === '' || key === '')
    return { field: 'properties.$group_key', reason: 'a group has a $group_type and a $group_key' }
  if (distinct_id === `$${type}_${key}`)
    return {
      field: 'distinct_id',
      reason: 'says what a group is but nobody who is in it: send it with the distinct_id of a member',
    }
  const set = isObject(properties.$group_set) ? properties.$group_set : {}
  const traits = { ...set, group_type: accounts.includes(type) ? 'account' : type }
  return { said: { type: 'group', ...whose(distinct_id, properties), groupId: key, traits } }
}

function contact(name: string, distinct_id: string, properties: Properties): Said {
  const kept = Object.fromEntries(Object.entries(properties).filter(([key]) => !apart.includes(key)))
  const said = { ...whose(distinct_id, properties), properties: kept }
  if (name === '$pageview') return { said: { ...said, type: 'page', name: properties.title } }
  if (name === '$screen') return { said: { ...said, type: 'screen', name: properties.$screen_name } }
  return { said: { ...said, type: 'track', event: name } }
}

function whose(distinct_id: string, properties: Properties) {
  const nobodyYet =
    properties.$is_identified === false ||
    properties.$process_person_profile === false ||
    (properties.$is_identified === undefined && properties.$device_id === distinct_id)
  return nobodyYet ? { anonymousId: distinct_id } : { userId: distinct_id }
}

function contextOf(properties: Properties) {
  const groups = isObject(properties.$groups) ? properties.$groups : {}
  const account = accounts.find((type) => text(groups[type]) !== '')
  return {
    library: { name: properties.$lib, version: properties.$lib_version },
    page: { url: properties.$current_url, referrer: properties.$referrer, title: properties.title },
    traits: traitsOf(properties),
    ip: properties.$ip,
    groupId: account === undefined ? undefined : groups[account],
  }
}

const traitsOf = ({ $set, $set_once }: Properties) => ({
  ...(isObject($set_once) ? $set_once : {}),
  ...(isObject($set) ? $set : {}),
})

/** `offset`: how many milliseconds before it was sent. Any moment of sending says the same. */
function timesOf({ timestamp, offset, sent_at }: Properties) {
  const timed = timestamp !== undefined && timestamp !== null
  if (timed || typeof offset !== 'number' || !Number.isFinite(offset)) return { timestamp, sentAt: sent_at }
  const sent = Date.UTC(2100, 0, 1)
  const happened = new Date(sent - Math.min(Math.max(offset, 0), 10 * 366 * 86_400_000))
  return { originalTimestamp: happened.toISOString(), sentAt: new Date(sent).toISOString() }
}

/** Ids come as numbers, too. */
function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''
}
