import type { FilterChoices } from '../../console/filter-bar.tsx'
import type { JourneyReport } from '../contract.ts'

/** What a journey’s runs can be narrowed by. */
export function choicesOf(report: JourneyReport): FilterChoices {
  return {
    channels: report.channels_used.map((one) => one.channel),
    attributes: report.attributes.map((one) => ({
      attribute: one.attribute,
      values: one.values.map((value) => value.value),
    })),
    outcomes: Object.keys(report.outcomes).length > 1 ? Object.keys(report.outcomes) : [],
    promises: Object.keys(report.promises),
    asOf: report.as_of,
  }
}
