import { alike } from './alike.ts'
import { durationSeconds } from './duration.ts'
import type { Correlate } from './storyboard.ts'
import {
  at,
  complain,
  durationAt,
  type Findings,
  mapAt,
  nameAt,
  namesAt,
  type Place,
} from './storyboard-field.ts'
import type { MapTree, Tree } from './storyboard-tree.ts'

const example =
  'correlate: { subject: order }`, `correlate: { subjects: [order, parcel] }`, `correlate: { customer: 30d }` or, for a kind of group, `correlate: { account: 30d }'
const ways = ['subject', 'subjects', 'customer'] as const
/** Each more is another step from subject to subject. */
const mostSubjects = 6

/** What makes interactions one run; what cannot be read is reported. */
export function readCorrelate(findings: Findings, place: Place): Correlate {
  const unknown: Correlate = { by: 'subject', subject: '', linked: [] }
  if (place.tree === undefined) return unknown
  const kinds = groupKinds(place.tree)
  const map = mapAt(findings, place, [...ways, ...kinds, 'issue'], example)
  if (map === null) return unknown
  const named = [...ways.filter((way) => map.entries.has(way)), ...kinds]
  if (named.length !== 1) {
    complain(
      findings,
      place,
      `takes exactly one of subject, subjects, customer and a kind of group: write \`${example}\``,
    )
    return unknown
  }
  const issue = at(map, 'issue', place.field)
  const [group] = kinds
  if (named[0] === 'customer' || group !== undefined) {
    const window = durationAt(findings, at(map, group ?? 'customer', place.field)) ?? 0
    return { by: 'customer', window, issue: nameAt(findings, issue), group: group ?? null }
  }
  if (issue.tree !== undefined)
    complain(
      findings,
      issue,
      'goes with a customer or a group only: write `correlate: { customer: 30d, issue: ATTRIBUTE }`',
    )
  const [subject = '', ...linked] =
    named[0] === 'subject' ? [oneSubject(findings, map, place)] : subjects(findings, map, place)
  return { by: 'subject', subject, linked }
}

/** Any other name with a duration is a kind of group, unless it is one of the known words mistyped. */
function groupKinds(tree: Tree): string[] {
  if (tree.kind !== 'map') return []
  const known: string[] = [...ways, 'issue']
  return [...tree.entries].flatMap(([name, { value }]) => {
    const lasts = value.kind === 'scalar' && durationSeconds(value.text) !== null
    return lasts && !known.includes(name) && alike(name, known) === null ? [name] : []
  })
}

function oneSubject(findings: Findings, map: MapTree, place: Place): string {
  const here = at(map, 'subject', place.field)
  const subject = nameAt(findings, here) ?? ''
  noCustomer(findings, here, subject)
  return subject
}

function subjects(findings: Findings, map: MapTree, place: Place): string[] {
  const here = at(map, 'subjects', place.field)
  const named = namesAt(findings, here)
  for (const subject of named) noCustomer(findings, here, subject)
  if (named.length === 1)
    complain(findings, here, `names one subject: write \`correlate: { subject: ${named[0]} }\``)
  if (named.length > mostSubjects)
    complain(findings, here, `names ${named.length} subjects: at most ${mostSubjects} make one run`)
  return named
}

function noCustomer(findings: Findings, place: Place, subject: string): void {
  if (subject === 'customer')
    complain(findings, place, "'customer' is no subject: write `correlate: { customer: 30d }`")
}
