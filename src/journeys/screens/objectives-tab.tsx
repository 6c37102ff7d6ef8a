import './budget.css'
import { Button } from '@mantine/core'
import { Info } from '../../console/figure.tsx'
import { decimal, duration, plural } from '../../console/fmt.ts'
import { Section } from '../../console/page.tsx'
import { filtersOf } from '../../console/search.ts'
import { Answered, Empty } from '../../console/states.tsx'
import { useCall, useWorkspace } from '../../console/use-call.ts'
import { useView } from '../../console/use-view.ts'
import { type JourneyReport, readBudgets } from '../contract.ts'
import { AtRisk } from './at-risk.tsx'
import { BudgetCard, BudgetTable } from './budget.tsx'
import { objectivesShown } from './budget-picture.ts'
import { explanations } from './explanations.ts'

/** What the journey is held to: budgets and how fast they are used up, then the runs where something can still be done. */
export function ObjectivesTab({ journey, report }: { journey: string; report: JourneyReport }) {
  const workspace = useWorkspace()
  const { view, set } = useView()
  const budgets = useCall(readBudgets, { workspace, journey, ...filtersOf(view) })
  return (
    <Answered of={budgets} rows={9}>
      {(answer) => {
        const shown = objectivesShown(answer.budgets, report.objectives)
        if (shown.length === 0)
          return (
            <Empty
              title="No objective yet"
              action={
                <Button variant="default" onClick={() => set({ tab: 'storyboard' })}>
                  Open the storyboard
                </Button>
              }
            >
              An objective says what share of runs shall hold: <code>objectives</code> in the storyboard.
            </Empty>
          )
        const windows = new Set(shown.map(({ budget }) => budget.window_days))
        const only = windows.size === 1 ? [...windows][0] : undefined
        const over = only === undefined ? '' : ` over ${duration(only * 86_400)}`
        return (
          <>
            <Section
              title="Budgets"
              note={
                <>
                  {plural(shown.length, 'objective')}; what each may miss{over}. Burning: both burn rates
                  above {decimal(answer.burn_limit, 0)}. <Info of={explanations.budget} />
                </>
              }
            >
              <div className="tl-budgets" style={{ marginBottom: 14 }}>
                {shown.map((one) => (
                  <BudgetCard key={one.budget.objective} of={one} />
                ))}
              </div>
              <BudgetTable of={shown} />
            </Section>
            <AtRisk journey={journey} />
          </>
        )
      }}
    </Answered>
  )
}
