import { IconDownload } from '@tabler/icons-react'
import type { ReactNode } from 'react'

/** A table that scrolls sideways in its own box, by keyboard too. `csv`: where it is fetched as a file. */
export function TableBox({
  label,
  panel = true,
  csv,
  children,
}: {
  label: string
  panel?: boolean
  csv?: string
  children: ReactNode
}) {
  const box = (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1)
    <section className={panel ? 'tl-panel tl-scroll' : 'tl-scroll'} tabIndex={0} aria-label={label}>
      {children}
    </section>
  )
  if (csv === undefined) return box
  return (
    <>
      {box}
      <div className="tl-table-csv">
        <a
          href={csv}
          download={csv.startsWith('data:') ? `${label}.csv` : ''}
          aria-label={`CSV of the table: ${label}`}
        >
          <IconDownload size={14} aria-hidden /> CSV
        </a>
      </div>
    </>
  )
}
