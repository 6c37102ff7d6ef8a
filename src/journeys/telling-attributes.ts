import { attributesOf } from './attributes.ts'
import type { JourneyStore } from './build.ts'
import type { JourneyReport } from './contract.ts'
import type { View } from './view.ts'

/** They say of an interaction that a hand-off or a switch failed, not who the customer is. */
const ofAnInteraction = ['history_opened', 'hand_off', 'outcome']
const mostAttributes = 4
const mostValues = 6

/** Attributes by which runs may be told apart: those that decide the outcome or the loss would explain it by themselves. */
export async function separatingAttributes(
  store: JourneyStore,
  view: View,
): Promise<JourneyReport['attributes']> {
  const deciding = new Set([
    ...view.journey.storyboard.outcomes.flatMap(({ attributes }) => Object.keys(attributes)),
    ...ofAnInteraction,
  ])
  return (await attributesOf(store, view)).filter(({ attribute }) => !deciding.has(attribute))
}

/** Of these, what tells people apart, so that runs can be made comparable: attributes of few values. */
export async function tellingAttributes(store: JourneyStore, view: View): Promise<string[]> {
  return (await separatingAttributes(store, view))
    .filter(({ values }) => values.length <= mostValues)
    .map(({ attribute }) => attribute)
    .slice(0, mostAttributes)
}
