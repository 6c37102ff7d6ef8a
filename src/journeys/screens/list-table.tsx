import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { csvHref } from '../../console/call.ts'
import { filtersOf } from '../../console/search.ts'
import { TableBox } from '../../console/table-box.tsx'
import { useWorkspace } from '../../console/use-call.ts'
import { useView } from '../../console/use-view.ts'
import type { Input, Operation } from '../../http/operation.ts'

/** A table of the journey page with the list behind it as CSV, under the filters of the page. Elsewhere a table alone. */
export function ListTable({
  label,
  of,
  list,
  asked = {},
  panel = true,
  children,
}: {
  label: string
  of: Operation
  /** Which list of the answer: its field, with a point before each field inside. */
  list: string
  /** What is asked beside the filters. */
  asked?: Record<string, string>
  panel?: boolean
  children: ReactNode
}) {
  const workspace = useWorkspace()
  const { journey } = useParams({ strict: false })
  const { view } = useView()
  const input: Input<Operation> = { workspace, journey, ...filtersOf(view), ...asked }
  return (
    <TableBox label={label} panel={panel} {...(journey ? { csv: csvHref(of, input, list) } : {})}>
      {children}
    </TableBox>
  )
}
