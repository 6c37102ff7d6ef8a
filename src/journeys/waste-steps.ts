import { wordsOf } from '../collect/index.ts'
import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import { effortOverheads } from './effort.ts'
import type { DesignedStep } from './storyboard.ts'
import type { View } from './view.ts'

const stepsSql = sqlFile(import.meta, 'waste-steps.sql')

/** What designed steps found to be waste took of customers: null minutes where nothing tells who began them. */
export async function wastedSteps(store: JourneyStore, view: View, wasted: readonly DesignedStep[]) {
  if (wasted.length === 0) return []
  const rows = await store.analytics.ask<
    Record<'step' | 'steps' | 'runs' | 'begun' | 'told' | 'minutes', string>
  >(
    stepsSql,
    {
      ...view.scope,
      params: {
        ...view.scope.params,
        wasted: wasted.map(({ step }) => step),
        touchpoints: wasted.flatMap(({ touchpoints }) =>
          touchpoints.flatMap((name) => wordsOf(view.journey.names.touchpoints, name)),
        ),
      },
    },
    'analysis',
  )
  return rows.map(({ step, steps, runs, begun, told, minutes }) => ({
    cause: 'step that could go' as const,
    step,
    runs: Number(runs),
    steps: Number(steps),
    minutes: Number(told) === 0 ? null : Number(begun) * effortOverheads.contacts + Number(minutes),
    low: null,
    high: null,
  }))
}
