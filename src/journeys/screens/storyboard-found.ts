import { itemOfLine, itemsOf, type OutlineItem } from './storyboard-outline.ts'

/** What the check finds, at a line. */
export interface Finding {
  line: number
  field: string
  message: string
  warning: boolean
}

/** A finding at its item and field; '' = the item as a whole. */
export interface Found extends Finding {
  at: string
}

/** What was found of each item, by its place. */
export function foundAt(outline: OutlineItem, findings: readonly Finding[]): Map<string, Found[]> {
  const items = itemsOf(outline)
  return Map.groupBy(
    findings.map((finding) => ({ ...finding, ...whereOf(outline, items, finding) })),
    ({ place }) => place,
  )
}

/** Findings of an item and of all that stands in it. */
export function countIn(item: OutlineItem, found: Map<string, Found[]>): { problems: number; notes: number } {
  const all = itemsOf(item).flatMap(({ place }) => found.get(place) ?? [])
  const notes = all.filter(({ warning }) => warning).length
  return { problems: all.length - notes, notes }
}

/** The check names a field by its path (`steps[0].within`), by its step (`Packed.within`), or by the line alone. */
function whereOf(outline: OutlineItem, items: OutlineItem[], { field, line }: Finding) {
  const inside = (name: string) =>
    name !== '' && field.startsWith(name) && /^([.[]|$)/.test(field.slice(name.length))
  const [deepest] = items.filter(({ place }) => inside(place)).sort((a, b) => b.place.length - a.place.length)
  if (deepest) return { place: deepest.place, at: fieldAfter(field, deepest.place) }
  const [named] = items
    .filter(({ kind, name }) => kind === 'step' && inside(name))
    .sort((a, b) => b.name.length - a.name.length)
  if (named) return { place: named.place, at: fieldAfter(field, named.name) }
  const lined = itemOfLine(outline, line)
  if (lined.path.length === 0) return { place: '', at: field.split(/[.[]/)[0] ?? '' }
  return { place: lined.place, at: Object.entries(lined.lines).find(([, one]) => one === line)?.[0] ?? '' }
}

const fieldAfter = (field: string, name: string) => field.slice(name.length + 1).replace(/\[\d+\]$/, '')
