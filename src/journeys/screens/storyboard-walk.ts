import { itemsInSight, itemsOf, type OutlineItem } from './storyboard-outline.ts'

/** Where an arrow key leads in the tree, and which block it opens or closes; null = it is no such key. */
export function walkedTree(
  outline: OutlineItem,
  closed: ReadonlySet<string>,
  at: OutlineItem,
  key: string,
): { item: OutlineItem; toggled?: OutlineItem } | null {
  const sight = itemsInSight(outline, closed)
  const index = sight.findIndex(({ place }) => place === at.place)
  const to = (item: OutlineItem | undefined) => ({ item: item ?? at })
  const folded = closed.has(at.place)
  if (key === 'ArrowDown') return to(sight[index + 1])
  if (key === 'ArrowUp') return to(sight[index - 1])
  if (key === 'Home') return to(sight[0])
  if (key === 'End') return to(sight.at(-1))
  if (key === 'ArrowRight') {
    if (at.children.length === 0) return to(at)
    return folded ? { item: at, toggled: at } : to(at.children[0])
  }
  if (key !== 'ArrowLeft') return null
  if (at.children.length > 0 && !folded) return { item: at, toggled: at }
  return to(itemsOf(outline).find(({ children }) => children.some(({ place }) => place === at.place)))
}
