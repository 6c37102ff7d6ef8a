import { identifierId, kindsNow } from '../collect/index.ts'
import type { IdentityStore } from './ledger.ts'
import { ownersNow } from './owners.ts'
import { phonePart, type SearchWord, searchWords } from './search-words.ts'

/** A customer that was found, and by what. */
export interface Found {
  customer_id: string
  /** The trait, or the kind of the identifier, that answers the search. */
  matched: string
  value: string
}

interface Hit {
  identifier_id: string
  trait: string
  kind: string
  value: string
}

const columns = 'toString(identifier_id) AS identifier_id, trait, kind, value'
/** Rows looked at for so few customers: one customer may answer by many. */
const mostHits = 100

/**
 * Customers by what they are called, best first: an identifier as it is written, then what holds all words or the figures of a
 * telephone number, then, where these are few, what differs by a slip. Each row of `profiles` is looked at: reading the one column
 * takes 20 ms a million, and there is no index to keep.
 */
export async function searchProfiles(
  store: IdentityStore,
  workspace: string,
  text: string,
  limit: number,
): Promise<Found[]> {
  const words = searchWords(text)
  if (words.length === 0) return []
  const [written, holding] = await Promise.all([
    findWritten(store, workspace, text),
    hits(store, workspace, holdingAll(words, phonePart(text))),
  ])
  const exact = unique([...written, ...(await customersOf(store, workspace, holding))])
  if (exact.length >= limit || words.every(({ slips }) => slips === 0)) return exact.slice(0, limit)
  const alike = await customersOf(store, workspace, await hits(store, workspace, alikeAll(words)))
  return unique([...exact, ...alike]).slice(0, limit)
}

/** Who has the text as an identifier, of whatever kind. */
export async function findWritten(store: IdentityStore, workspace: string, text: string): Promise<Found[]> {
  const ids = await identifiersWritten(store, workspace, text)
  const asked: Asked = [
    "trait = '' AND identifier_id IN ({ids:Array(UInt64)})",
    'kind',
    { ids: ids.map(BigInt) },
  ]
  return customersOf(store, workspace, await hits(store, workspace, asked))
}

/** A number of so many figures ends alike in few countries. */
const tellingFigures = 9

/** Whose telephone number ends in the same figures. */
export async function findNumber(store: IdentityStore, workspace: string, number: string): Promise<Found[]> {
  const digits = phonePart(number)?.slice(-tellingFigures) ?? ''
  if (digits.length < 6) return []
  const asked: Asked = [
    "(kind = 'phone' OR trait = 'phone') AND endsWith(searched, {digits:String})",
    'identifier_id',
    { digits },
  ]
  return customersOf(store, workspace, await hits(store, workspace, asked))
}

/** `cheap`: what is asked of each row before the condition is. */
type Asked = [condition: string, order: string, params: Record<string, unknown>, cheap?: string]

/** In two threads, unlike what is looked up by key: all names are gone through. */
const hits = ({ analytics }: IdentityStore, workspace: string, [condition, order, params, cheap]: Asked) =>
  analytics.ask<Hit>(
    `SELECT ${columns} FROM throughline.profiles ${cheap === undefined ? '' : `PREWHERE ${cheap}`}
     WHERE {{workspace}} AND ${condition} ORDER BY ${order} LIMIT ${mostHits} SETTINGS max_threads = 2`,
    { workspace, params },
    'lookup',
  )

/** The text as an identifier of each kind there is. */
async function identifiersWritten(
  { db, analytics }: IdentityStore,
  workspace: string,
  text: string,
): Promise<string[]> {
  const kinds = await analytics.ask<{ kind: string }>(
    "SELECT DISTINCT kind FROM throughline.profiles WHERE {{workspace}} AND trait = ''",
    { workspace },
    'analysis',
  )
  const { normalise } = await kindsNow(db, workspace)
  return kinds.map(({ kind }) => identifierId(normalise({ kind, value: text })))
}

function holdingAll(words: SearchWord[], digits: string | null): Asked {
  const params: Record<string, unknown> = { digits }
  const holds = words.map(({ word }, place) => {
    params[`word${place}`] = word
    return `position(searched, {word${place}:String}) > 0`
  })
  const all = holds.join(' AND ')
  const phone = `(kind = 'phone' OR trait = 'phone') AND position(searched, {digits:String}) > 0`
  return [
    digits === null ? all : `((${all}) OR (${phone}))`,
    'NOT startsWith(searched, {word0:String}), length(searched), identifier_id',
    params,
  ]
}

/** Words are held against the beginnings of words too: who is still typing has not come to their end. */
function alikeAll(words: SearchWord[]): Asked {
  const params: Record<string, unknown> = {}
  const cheap: string[] = []
  const near: string[] = []
  const far: string[] = []
  for (const [place, { word, slips, pieces }] of words.entries()) {
    const name = `{word${place}:String}`
    Object.assign(params, { [`word${place}`]: word, [`pieces${place}`]: pieces })
    if (slips === 0) cheap.push(`position(searched, ${name}) > 0`)
    else {
      const distance = `arrayMin(part -> least(damerauLevenshteinDistance(part, ${name}),
        damerauLevenshteinDistance(substring(part, 1, length(${name})), ${name})), splitByRegexp('[ @._-]+', searched))`
      cheap.push(`multiSearchAny(searched, {pieces${place}:Array(String)})`)
      near.push(`${distance} <= ${slips}`)
      far.push(distance)
    }
  }
  return [
    near.join(' AND '),
    `${far.join(' + ')}, length(searched), identifier_id`,
    params,
    cheap.join(' AND '),
  ]
}

/** Whose the identifiers of some hits are now, each customer once, by the first that answers. */
async function customersOf(store: IdentityStore, workspace: string, hits: Hit[]): Promise<Found[]> {
  const owner = await ownersNow(
    store,
    workspace,
    hits.map(({ identifier_id }) => identifier_id),
  )
  return unique(
    hits.map(({ identifier_id, trait, kind, value }) => ({
      customer_id: owner.get(identifier_id) ?? identifier_id,
      matched: trait === '' ? kind : trait,
      value,
    })),
  )
}

const unique = (all: Found[]): Found[] =>
  [...new Map(all.toReversed().map((one) => [one.customer_id, one])).values()].toReversed()
