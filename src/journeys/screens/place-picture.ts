import { percent } from '../../console/fmt.ts'
import type { PlacesReport, PlaceTime } from '../contract.ts'
import { parties } from './ball-picture.ts'

type Step = PlacesReport['steps'][number]

/** Whoever had some of the time at a place, in the order of the bar, with its share of that time. */
export function heldThere(holders: PlaceTime['holders']): { holder: string; share: number }[] {
  const whole = Object.values(holders).reduce((sum, each) => sum + each, 0)
  return Object.keys(parties).flatMap((holder) => {
    const held = holders[holder as keyof typeof holders]
    return held > 0 ? [{ holder, share: held / whole }] : []
  })
}

/** Steps under their stages, in the order of the report; without stages all in one. */
export function placeGroups({ stages, steps }: PlacesReport): { stage: PlaceTime | null; steps: Step[] }[] {
  if (stages.length === 0) return [{ stage: null, steps }]
  return stages.map((stage) => ({ stage, steps: steps.filter((step) => step.stage === stage.place) }))
}

/** Where most of the time goes, as one sentence. */
export function placesSentence({ steps, days }: PlacesReport): string {
  const [most] = steps.toSorted((a, b) => b.days - a.days)
  if (!most || days === 0) return ''
  return `${percent(most.days / days)} of the time lies after “${most.place}”.`
}
