/** One place in which two trees differ. */
export interface Difference {
  /** `steps › Paid › within` */
  place: string
  change: 'added' | 'changed' | 'removed'
  before: string | null
  after: string | null
}

/** Fields by which an entry of a list is known, whatever place it has. */
const naming = ['step', 'name', 'file', 'touchpoint', 'objective', 'what', 'item', 'events']

type Tree = unknown

/** Where two YAML trees differ: entries of lists are known by their names, so that one put in between is one addition. */
export function differencesOf(before: Tree, after: Tree, place = ''): Difference[] {
  if (isObject(before) && isObject(after)) return differ(Object.entries(before), Object.entries(after), place)
  if (Array.isArray(before) && Array.isArray(after) && (before.some(isObject) || after.some(isObject)))
    return differ(named(before), named(after), place)
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  return [{ place, change: 'changed', before: shown(before), after: shown(after) }]
}

function differ(before: [string, Tree][], after: [string, Tree][], place: string): Difference[] {
  const earlier = new Map(before)
  const later = new Map(after)
  const below = (name: string) => (place === '' ? name : `${place} › ${name}`)
  return [
    ...before.flatMap(([name, value]): Difference[] =>
      later.has(name)
        ? differencesOf(value, later.get(name), below(name))
        : [{ place: below(name), change: 'removed', before: shown(value), after: null }],
    ),
    ...after.flatMap(([name, value]): Difference[] =>
      earlier.has(name) ? [] : [{ place: below(name), change: 'added', before: null, after: shown(value) }],
    ),
  ]
}

/** Entries of a list with a name each; those of one name are numbered. */
function named(list: Tree[]): [string, Tree][] {
  const met = new Map<string, number>()
  return list.map((each, index) => {
    const field = isObject(each) ? naming.find((name) => name in each) : undefined
    const name = field === undefined ? blockName(each, index) : shown((each as Record<string, Tree>)[field])
    const number = (met.get(name) ?? 0) + 1
    met.set(name, number)
    return [number === 1 ? name : `${name} (${number})`, each]
  })
}

/** A block of a storyboard, such as `optional`, is known by its kind. */
function blockName(each: Tree, index: number): string {
  return isObject(each) ? (Object.keys(each)[0] ?? String(index + 1)) : String(index + 1)
}

const isObject = (value: Tree): value is Record<string, Tree> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function shown(value: Tree): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return text.length > 120 ? `${text.slice(0, 119)}…` : text
}
