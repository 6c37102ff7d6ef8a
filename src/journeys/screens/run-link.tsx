import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { plural } from '../../console/fmt.ts'
import { keep, narrowing, type Search } from '../../console/search.ts'
import { useWorkspace } from '../../console/use-call.ts'
import { useView } from '../../console/use-view.ts'
import { type HavingKind, havingOf } from '../contract.ts'

/** To the page of a run, the filters kept. */
export function RunLink({ runId, children }: { runId: string; children: ReactNode }) {
  const workspace = useWorkspace()
  const { view } = useView()
  return (
    <Anchor
      inherit
      renderRoot={(props) => (
        <Link
          {...props}
          to="/$workspace/runs/$runId"
          params={{ workspace, runId }}
          search={keep(view, narrowing)}
        />
      )}
    >
      {children}
    </Anchor>
  )
}

/** To the runs behind a number. */
export function RowsLink({ rows, children }: { rows: Search; children: ReactNode }) {
  return (
    <Anchor
      inherit
      renderRoot={(props) => (
        <Link {...props} to="." search={(before: Search) => ({ ...keep(before, narrowing), ...rows })} />
      )}
    >
      {children}
    </Anchor>
  )
}

type Having = [kind: HavingKind, ...parts: (string | null)[]]

/** The runs that have something, as a selection of the list of runs. */
export const rowsHaving = (...having: Having): Search => ({ tab: 'runs', having: havingOf(...having) })

/** In how many runs it was, and the road to them. */
export function RunsHaving({ runs, having }: { runs: number; having: Having }) {
  if (runs === 0) return <span className="tl-soft">in no run</span>
  return (
    <span className="tl-nowrap">
      <RowsLink rows={rowsHaving(...having)}>in {plural(runs, 'run')}</RowsLink>
    </span>
  )
}
