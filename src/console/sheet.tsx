// biome-ignore-all lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1)
// biome-ignore-all lint/a11y/useSemanticElements: rows out of sight are not in the document, so table elements cannot be used
// biome-ignore-all lint/a11y/useFocusableInteractive: the button inside a heading takes the focus
import { Button } from '@mantine/core'
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useRef } from 'react'

export interface Column<Row> {
  key: string
  label: string
  width: number
  numeric?: boolean
  sortable?: boolean
  cell: (row: Row) => ReactNode
}

export interface Sorting {
  key: string
  order: 'asc' | 'desc'
  set: (key: string, order: 'asc' | 'desc') => void
}

function Head<Row>({ column, sorting }: { column: Column<Row>; sorting?: Sorting | undefined }) {
  const sorted = sorting?.key === column.key ? sorting.order : null
  const style = { width: column.width, textAlign: column.numeric ? 'right' : 'left' } as const
  if (!sorting || !column.sortable)
    return (
      <div role="columnheader" className="tl-sheet-head" style={style}>
        {column.label}
      </div>
    )
  const Icon = sorted === 'asc' ? IconArrowUp : sorted === 'desc' ? IconArrowDown : IconArrowsSort
  return (
    <div
      role="columnheader"
      className="tl-sheet-head"
      style={style}
      aria-sort={sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : 'none'}
    >
      <Button
        variant="transparent"
        size="compact-xs"
        px={0}
        c={sorted ? undefined : 'dimmed'}
        rightSection={<Icon size={13} aria-hidden />}
        onClick={() => sorting.set(column.key, sorted === 'desc' ? 'asc' : 'desc')}
      >
        {column.label}
      </Button>
    </div>
  )
}

/** A long table: only the rows in sight are drawn. Arrow keys scroll it, `more` fetches on. */
export function Sheet<Row>({
  label,
  columns,
  rows,
  rowKey,
  sorting,
  more,
  height = 560,
}: {
  label: string
  columns: Column<Row>[]
  rows: Row[]
  rowKey: (row: Row) => string
  sorting?: Sorting
  more?: (() => void) | undefined
  height?: number
}) {
  const box = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => 38,
    overscan: 12,
  })
  const width = columns.reduce((sum, column) => sum + column.width, 0)
  const nearEnd = () => {
    const at = box.current
    if (more && at && at.scrollHeight - at.scrollTop - at.clientHeight < 600) more()
  }
  return (
    <div
      ref={box}
      className="tl-panel tl-sheet"
      role="table"
      aria-label={label}
      aria-rowcount={rows.length}
      tabIndex={0}
      onScroll={nearEnd}
      style={{ maxHeight: height }}
    >
      <div role="rowgroup" className="tl-sheet-top" style={{ minWidth: width }}>
        <div role="row" className="tl-sheet-row">
          {columns.map((column) => (
            <Head key={column.key} column={column} sorting={sorting} />
          ))}
        </div>
      </div>
      <div role="rowgroup" style={{ height: virtual.getTotalSize(), minWidth: width, position: 'relative' }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index]
          if (row === undefined) return null
          return (
            <div
              key={rowKey(row)}
              role="row"
              aria-rowindex={item.index + 2}
              className="tl-sheet-row"
              style={{
                position: 'absolute',
                top: 0,
                left: 0,
                right: 0,
                height: 38,
                transform: `translateY(${item.start}px)`,
              }}
            >
              {columns.map((column) => (
                <div
                  key={column.key}
                  role="cell"
                  className="tl-sheet-cell"
                  style={{ width: column.width, textAlign: column.numeric ? 'right' : 'left' }}
                >
                  {column.cell(row)}
                </div>
              ))}
            </div>
          )
        })}
      </div>
    </div>
  )
}
