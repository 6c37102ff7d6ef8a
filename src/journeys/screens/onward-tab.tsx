import { filtersOf } from '../../console/search.ts'
import { Answered } from '../../console/states.tsx'
import { useCall, useWorkspace } from '../../console/use-call.ts'
import { useView } from '../../console/use-view.ts'
import { readOnward } from '../contract.ts'
import { Containment } from './containment.tsx'
import { NextIssue } from './next-issue.tsx'

/** Where customers go on to: out of the channel they began in, and to the next matter. */
export function OnwardTab({ journey }: { journey: string }) {
  const workspace = useWorkspace()
  const { view } = useView()
  const onward = useCall(readOnward, { workspace, journey, ...filtersOf(view) })
  return (
    <Answered of={onward} rows={8}>
      {(report) => (
        <>
          <Containment report={report} />
          <NextIssue next={report.next_issue} />
        </>
      )}
    </Answered>
  )
}
