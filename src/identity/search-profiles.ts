import { identifierId, kindsNow } from '../collect/index.ts'
import type { IdentityStore } from './ledger.ts'
import { ownersNow } from './owners.ts'
import { folded, phonePart, type SearchWord, searchWords, unharmed } from './search-words.ts'

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
 * Customers by what they are or were called, best first: an identifier as it is written, then what begins with the text, then what
 * holds all its words or the figures of a telephone number, then, where these are few, what differs by a slip, and only where there is
 * nobody yet, by more. Each is asked when those before it were too few: a text of a letter or two begins many.
 */
export async function searchProfiles(
  store: IdentityStore,
  workspace: string,
  text: string,
  limit: number,
): Promise<Found[]> {
  const words = searchWords(text)
  if (words.length === 0) return []
  const owned = async (asked: Asked) =>
    firstCustomers(store, workspace, await hits(store, workspace, asked), limit)
  const [written, begun] = await Promise.all([
    findWritten(store, workspace, text),
    owned(beginning(folded(text.trim()))),
  ])
  let found = unique([...written, ...begun])
  if (found.length < limit) found = unique([...found, ...(await owned(holdingAll(words, phonePart(text))))])
  const slips = words.reduce((sum, word) => sum + word.slips, 0)
  if (found.length < limit && slips > 0) found = unique([...found, ...(await owned(alikeBut(words)))])
  if (found.length === 0 && slips > 1) found = await owned(alikeAll(words))
  return found.slice(0, limit)
}

/** Who has the text as an identifier, of whatever kind. */
export async function findWritten(store: IdentityStore, workspace: string, text: string): Promise<Found[]> {
  const ids = await identifiersWritten(store, workspace, text)
  const found = await store.analytics.ask<Hit>(
    `SELECT ${columns} FROM throughline.profiles
     WHERE {{workspace}} AND trait = '' AND identifier_id IN ({ids:Array(UInt64)}) ORDER BY kind LIMIT ${mostHits}`,
    { workspace, params: { ids: ids.map(BigInt) } },
    'lookup',
  )
  return customersOf(store, workspace, found)
}

/** A number of so many figures ends alike in few countries. */
const tellingFigures = 9

/** Whose telephone number ends in the same figures. */
export async function findNumber(store: IdentityStore, workspace: string, number: string): Promise<Found[]> {
  const digits = phonePart(number)?.slice(-tellingFigures) ?? ''
  if (digits.length < 6) return []
  const asked: Asked = [
    `${phones} AND searched LIKE {digits:String}`,
    'identifier_id',
    { digits: `%${digits}` },
  ]
  return customersOf(store, workspace, await hits(store, workspace, asked))
}

type Asked = [condition: string, order: string, params: Record<string, unknown>]

/** In two threads, unlike what is looked up by key. */
const hits = ({ analytics }: IdentityStore, workspace: string, [condition, order, params]: Asked) =>
  analytics.ask<Hit>(
    `SELECT ${columns} FROM throughline.sought
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

const phones = "(kind = 'phone' OR trait = 'phone')"

const beginning = (text: string): Asked => [
  'startsWith(searched, {text:String})',
  'searched, identifier_id',
  { text },
]

/** Held by the index of pairs; a single letter has none, and is looked for in every row that the other words leave. */
const holding = (text: string) => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`

function holdingAll(words: SearchWord[], digits: string | null): Asked {
  const params: Record<string, unknown> = { word0: words[0]!.word }
  const holds = words.map(({ word }, place) => {
    params[`holding${place}`] = holding(word)
    return `searched LIKE {holding${place}:String}`
  })
  const all = holds.join(' AND ')
  const asNumber = digits !== null && digits !== words[0]!.word
  if (asNumber) params.digits = holding(digits)
  return [
    asNumber ? `((${all}) OR (${phones} AND searched LIKE {digits:String}))` : all,
    'NOT startsWith(searched, {word0:String}), length(searched), identifier_id',
    params,
  ]
}

/** One word differs by one slip, the others stand as they are written. */
function alikeBut(words: SearchWord[]): Asked {
  const params: Record<string, unknown> = {}
  const each = words.map(({ word, slips }, place) => alike(params, place, word, Math.min(slips, 1)))
  const ways = each.flatMap(({ near }, place) =>
    words[place]!.slips === 0
      ? []
      : `(${each.map(({ holds }, other) => (other === place ? near : holds)).join(' AND ')})`,
  )
  return [`(${ways.join(' OR ')})`, 'length(searched), identifier_id', params]
}

/** Each word differs by as many slips as it may hold. */
function alikeAll(words: SearchWord[]): Asked {
  const params: Record<string, unknown> = {}
  const each = words.map(({ word, slips }, place) => alike(params, place, word, slips))
  const far = each.filter((_, place) => words[place]!.slips > 0).map(({ distance }) => distance)
  return [
    each.map(({ near }) => near).join(' AND '),
    `${far.join(' + ')}, length(searched), identifier_id`,
    params,
  ]
}

/** How a word is held and how nearly. It is held against the beginnings of words too: who is still typing has not come to their end. */
function alike(params: Record<string, unknown>, place: number, word: string, slips: number) {
  const name = `{word${place}:String}`
  Object.assign(params, { [`word${place}`]: word, [`holding${place}`]: holding(word) })
  const holds = `searched LIKE {holding${place}:String}`
  const distance = `arrayMin(part -> least(damerauLevenshteinDistance(part, ${name}),
    damerauLevenshteinDistance(substring(part, 1, length(${name})), ${name})), splitByRegexp('[ @._-]+', searched))`
  if (slips === 0) return { holds, distance, near: holds }
  const pieces = unharmed(word, slips).map((piece, part) => {
    params[`piece${place}_${part}`] = holding(piece)
    return `searched LIKE {piece${place}_${part}:String}`
  })
  return { holds, distance, near: `(${pieces.join(' OR ')}) AND ${distance} <= ${slips}` }
}

/** So many customers by the hits that come first: whose the others are need not be asked. */
async function firstCustomers(
  store: IdentityStore,
  workspace: string,
  hits: Hit[],
  limit: number,
): Promise<Found[]> {
  const first = await customersOf(store, workspace, hits.slice(0, 2 * limit))
  if (first.length >= limit || hits.length <= 2 * limit) return first
  return unique([...first, ...(await customersOf(store, workspace, hits.slice(2 * limit)))])
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
