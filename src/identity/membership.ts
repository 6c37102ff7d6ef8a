/** That a source says somebody is in a group: of several interactions the earliest time and the latest role. Times in epoch ms. */
export interface Said {
  identifier_id: string
  kind: string
  group_id: string
  key: string
  /** '' = not said. */
  role: string
  source: string
  since: number
}

/** What a person said last of somebody and a group: it stands over what sources say. */
export interface Word extends Omit<Said, 'source' | 'since'> {
  act: 'add' | 'remove'
  by: string
  at: number
}

/** That somebody is in a group. */
export interface Membership extends Omit<Said, 'source'> {
  /** Sources, and people by their address. */
  said_by: string[]
}

/** The memberships that stand. Pure. */
export function membershipsOf(said: readonly Said[], words: readonly Word[]): Membership[] {
  const found = new Map<string, Membership>()
  const latest = new Map(words.toSorted((a, b) => a.at - b.at).map((word) => [placeOf(word), word]))
  const add = ({ source, ...each }: Said) => {
    const known = found.get(placeOf(each))
    if (known === undefined) found.set(placeOf(each), { ...each, said_by: [source] })
    else {
      known.since = Math.min(known.since, each.since)
      known.role ||= each.role
      if (!known.said_by.includes(source)) known.said_by.push(source)
    }
  }
  const added = [...latest.values()].filter(({ act }) => act === 'add')
  for (const { act: _, by, at, ...word } of added) add({ ...word, source: by, since: at })
  for (const each of said) if (latest.get(placeOf(each))?.act !== 'remove') add(each)
  return [...found.values()]
}

const placeOf = (each: { identifier_id: string; group_id: string }) =>
  `${each.identifier_id} ${each.group_id}`

/** A group as an identifier is of it. */
export interface GroupOf {
  kind: string
  group_id: string
  key: string
}

/**
 * Of which group of each kind the interactions of each identifier are: of that in which the identifier was first; where it is in
 * none, of that in which any other of its customer was first. Two at the same time: the key that sorts first. Pure.
 */
export function groupsOfIdentifiers(
  customers: ReadonlyMap<string, readonly string[]>,
  memberships: readonly Membership[],
): Map<string, GroupOf[]> {
  const own = Map.groupBy(memberships, ({ identifier_id }) => identifier_id)
  const placed = new Map<string, GroupOf[]>()
  for (const identifiers of customers.values()) {
    const theirs = firstOfKind(identifiers.flatMap((id) => own.get(id) ?? []))
    for (const id of identifiers) {
      const groups = new Map([...theirs, ...firstOfKind(own.get(id) ?? [])])
      if (groups.size > 0) placed.set(id, [...groups.values()])
    }
  }
  return placed
}

function firstOfKind(memberships: readonly Membership[]): Map<string, GroupOf> {
  const sorted = memberships.toSorted((a, b) => b.since - a.since || (a.key < b.key ? 1 : -1))
  return new Map(sorted.map(({ kind, group_id, key }) => [kind, { kind, group_id, key }]))
}
