import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useEffect } from 'react'
import { type Search, searchOf } from './search.ts'

/** A field set to '' stays as undefined, else the router would retain its former value. */
function cleared(change: Search): Search {
  return Object.fromEntries(
    Object.entries(change).flatMap(([field, value]) => (value ? [] : [[field, undefined]])),
  )
}

/** The URL's search as state: `set({ tab: 'runs' })` changes those fields and leaves the rest. */
export function useView(): { view: Search; set: (change: Search) => void } {
  const view = useSearch({ strict: false }) as Search
  const navigate = useNavigate()
  const set = useCallback(
    (change: Search) => {
      void navigate({
        to: '.',
        search: (before: object) => ({ ...searchOf({ ...before, ...change }), ...cleared(change) }),
        replace: true,
        resetScroll: false,
      })
    },
    [navigate],
  )
  return { view, set }
}

export function useTitle(...parts: string[]) {
  const title = [...parts, 'Throughline'].filter(Boolean).join(' · ')
  useEffect(() => {
    document.title = title
  }, [title])
}
