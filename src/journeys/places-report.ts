import type { JourneyStore } from './build.ts'
import type { Filters, PlacesReport } from './contract.ts'
import { headOf } from './measured-figure.ts'
import { observedRuns } from './observed-runs.ts'
import { stepsOf } from './storyboard.ts'
import { type TimeByPlace, timeByPlace } from './time-places.ts'
import { openView } from './view.ts'

/** Where the time of a journey goes, by stage and by step, and who held the ball there (methods A.1). */
export async function placesReport(
  store: JourneyStore,
  workspace: string,
  name: string,
  filters: Filters,
): Promise<PlacesReport> {
  const view = await openView(store, workspace, name, filters)
  const design = new Map(stepsOf(view.storyboard.design).map((step) => [step.step, step]))
  const byStep = await timeByPlace(store, view)
  const { runs, observed } = await observedRuns(store, view, { observed: 'ball.active IS NOT NULL' })
  const steps = byStep.places
    .filter(({ place }) => place !== '')
    .map((time) => {
      const designed = design.get(time.place)
      return {
        ...time,
        stage: designed?.stage ?? '',
        owner: designed?.owner ?? '',
        designed: designed !== undefined,
      }
    })
  const order = [...design.keys()]
  const at = (place: string) => (design.has(place) ? order.indexOf(place) : order.length)
  const unplaced = byStep.places.find(({ place }) => place === '')
  return {
    ...headOf(name, view, observed, runs),
    days: byStep.days,
    stages: await stagesOf(),
    steps: steps.sort((a, b) => at(a.place) - at(b.place)),
    unplaced: unplaced === undefined ? null : (({ place: _, ...time }) => time)(unplaced),
  }

  async function stagesOf(): Promise<PlacesReport['stages']> {
    const stages = [...new Set([...design.values()].map(({ stage }) => stage))]
    if (stages.every((stage) => stage === '')) return []
    const together = new Map(steps.map(({ place, stage }) => [place, `stage ${stage}`]))
    const found: TimeByPlace = await timeByPlace(store, view, together)
    const named = found.places.flatMap((time) =>
      time.place === '' ? [] : [{ ...time, place: time.place.slice('stage '.length) }],
    )
    const known = [...stages.filter((stage) => stage !== ''), '']
    return named.sort((a, b) => known.indexOf(a.place) - known.indexOf(b.place))
  }
}
