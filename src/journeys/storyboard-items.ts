import { alike } from './alike.ts'
import type { DesignedItem, DesignedStep, StoryboardProblem } from './storyboard.ts'
import {
  at,
  complain,
  durationAt,
  type Findings,
  mapAt,
  type Place,
  shown,
  yesNoAt,
} from './storyboard-field.ts'
import type { MapTree } from './storyboard-tree.ts'

const example = 'items: { address: { expires: 365d } }'

/** The dictionary of what customers are told and asked; absent = []. */
export function readItems(findings: Findings, place: Place): DesignedItem[] {
  const { tree } = place
  if (tree === undefined) return []
  if (tree.kind !== 'map' || tree.entries.size === 0) {
    complain(findings, place, `${shown(tree)} is not a map of items: write \`${example}\``)
    return []
  }
  return [...tree.entries.keys()].flatMap((item) => {
    const read = readItem(findings, at(tree, item, place.field), item)
    return read === null ? [] : [read]
  })
}

function readItem(findings: Findings, place: Place, item: string): DesignedItem | null {
  if (item.trim() === '' || item.length > 200)
    return complain(findings, place, `'${item.slice(0, 60)}' cannot name an item: write 1 to 200 characters`)
  const bare = place.tree?.kind === 'scalar' && place.tree.type === 'empty'
  const map: MapTree | null = bare
    ? { kind: 'map', entries: new Map(), line: place.line }
    : mapAt(findings, place, ['security', 'expires'], '{ security: true, expires: 365d }')
  if (map === null) return null
  return {
    item,
    security: yesNoAt(findings, at(map, 'security', place.field)),
    expires: durationAt(findings, at(map, 'expires', place.field)),
  }
}

/** What steps tell and ask beside the dictionary: another spelling of one item would not be counted as asked twice. */
export function strangeItems(
  items: DesignedItem[],
  steps: DesignedStep[],
  lines: Map<string, number>,
): StoryboardProblem[] {
  if (items.length === 0) return []
  const known = items.map(({ item }) => item)
  return steps.flatMap(({ step, tells, asks }) =>
    [
      ...tells.map((item) => ['tells', item] as const),
      ...asks.map((item) => ['asks', item] as const),
    ].flatMap(([field, item]) => {
      if (known.includes(item)) return []
      const near = alike(item, known)
      const remedy = near === null ? `add it there: \`${item}: {}\`` : `did you mean '${near}'?`
      return [
        {
          line: lines.get(`step:${step}`) ?? 1,
          field: `${step}.${field}`,
          message: `'${item}' is not among the \`items\`; ${remedy}`,
        },
      ]
    }),
  )
}
