import { Anchor } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { count } from '../../console/fmt.ts'

/** The first rows of a list, and the button that shows the others. */
export function useFirstRows<Row>(
  rows: readonly Row[],
  most = 10,
): { rows: readonly Row[]; more: ReactNode } {
  const [all, setAll] = useState(false)
  if (rows.length <= most) return { rows, more: null }
  return {
    rows: all ? rows : rows.slice(0, most),
    more: (
      <Anchor component="button" type="button" mt={8} size="sm" onClick={() => setAll(!all)}>
        {all ? `Show the first ${most}` : `Show all ${count(rows.length)}`}
      </Anchor>
    ),
  }
}
