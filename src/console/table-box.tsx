import type { ReactNode } from 'react'

/** A table that scrolls sideways in its own box, by keyboard too. */
export function TableBox({
  label,
  panel = true,
  children,
}: {
  label: string
  panel?: boolean
  children: ReactNode
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1)
    <section className={panel ? 'tl-panel tl-scroll' : 'tl-scroll'} tabIndex={0} aria-label={label}>
      {children}
    </section>
  )
}
