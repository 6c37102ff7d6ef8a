import { startTransition, useEffect, useRef, useState } from 'react'
import { useView } from '../../console/use-view.ts'
import { selectedId } from './storyboard-command.ts'
import { itemOn, itemsOf, type OutlineItem } from './storyboard-outline.ts'
import type { Path } from './storyboard-yaml.ts'

/** The item chosen in the tree; it stands in the address, which follows a moment later. */
export function useChosen(outline: OutlineItem | null): {
  item: OutlineItem | null
  choose: (item: OutlineItem) => void
} {
  const { view, set } = useView()
  const [path, setPath] = useState<Path>(
    () => (outline && itemsOf(outline).find((one) => selectedId(one) === view.selected)?.path) ?? [],
  )
  const later = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(later.current), [])
  const choose = (item: OutlineItem) => {
    setPath(item.path)
    clearTimeout(later.current)
    later.current = setTimeout(() => startTransition(() => set({ selected: selectedId(item) })), 400)
  }
  return { item: outline && itemOn(outline, path), choose }
}
