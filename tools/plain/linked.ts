/** What belongs to a run over several subjects: docs/storyboards.md, `correlate: { subjects: … }`. */

export interface Sighting {
  at: number
  /** By type; a type that is absent was not seen. */
  subjects: Record<string, string>
}

type Subject = readonly [type: string, id: string]

const carries = ({ subjects }: Sighting, [type, id]: Subject) => subjects[type] === id

/**
 * When something happened in the run of a root: what carries it, or a subject of the other types that is at most as many steps away
 * as there are such types. One step: seen together on one interaction, not after as_of.
 */
export function timesOf(root: Subject, sightings: Sighting[], linked: string[], as_of: number): number[] {
  const known = sightings.filter(({ at }) => at <= as_of)
  const ofRun = ({ subjects }: Sighting) =>
    Object.entries(subjects).some((each) => isWithin(known, root, each, linked, linked.length))
  return known
    .filter(ofRun)
    .map(({ at }) => at)
    .sort((a, b) => a - b)
}

/** A subject is within so many steps of the root: it is the root, or seen with one that is within a step less. */
function isWithin(known: Sighting[], root: Subject, to: Subject, linked: string[], steps: number): boolean {
  if (to[0] === root[0]) return to[1] === root[1]
  if (steps === 0 || !linked.includes(to[0])) return false
  return known
    .filter((each) => carries(each, to))
    .flatMap(({ subjects }) => Object.entries(subjects))
    .some((other) => other[0] !== to[0] && isWithin(known, root, other, linked, steps - 1))
}
