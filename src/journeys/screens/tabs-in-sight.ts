import { type RefObject, useEffect, useRef } from 'react'
import type { Search } from '../../console/search.ts'

/** A link to the rows of a number opens a tab further down the page: bring it into sight, also when the address is opened. */
export function useTabsInSight(view: Search): RefObject<HTMLDivElement | null> {
  const tabs = useRef<HTMLDivElement>(null)
  const selection = [
    view.break,
    view.edge,
    view.deviation,
    view.variant,
    view.having,
    view.promise && view.tab === 'runs',
    view.tab === 'runs' && view.sort,
  ]
    .filter(Boolean)
    .join('\n')
  useEffect(() => {
    if (!selection) return
    const timer = setTimeout(() => tabs.current?.scrollIntoView({ block: 'start' }), 60)
    return () => clearTimeout(timer)
  }, [selection])
  useEffect(() => {
    const chosen = tabs.current?.querySelector<HTMLElement>('[role=tab][aria-selected=true]')
    const box = chosen?.closest('.tl-scroll')
    if (chosen && box) box.scrollLeft = chosen.offsetLeft - (box.clientWidth - chosen.offsetWidth) / 2
  })
  return tabs
}
