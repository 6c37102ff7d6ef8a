import { attributesOf } from './attributes.ts'
import type { JourneyStore } from './build.ts'
import type { View } from './view.ts'

const mostAttributes = 4
const mostValues = 6

/** What tells people apart, so that runs can be made comparable: attributes of few values that do not decide the outcome themselves. */
export async function tellingAttributes(store: JourneyStore, view: View): Promise<string[]> {
  const deciding = new Set(view.storyboard.outcomes.flatMap(({ attributes }) => Object.keys(attributes)))
  return (await attributesOf(store, view))
    .filter(({ attribute, values }) => values.length <= mostValues && !deciding.has(attribute))
    .map(({ attribute }) => attribute)
    .slice(0, mostAttributes)
}
