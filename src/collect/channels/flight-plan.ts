import { type Channel, quoted } from './channel.ts'

/** TV, radio, print and posters: what was placed where and when. Nobody is known to have seen it. */
export const flightPlan: Channel = {
  channel: 'flight-plan',
  title: 'TV, radio, print, posters: a flight plan',
  group: 'Letters and media',
  what: 'One exposure of nobody in particular for each placement; read by region and hour under /exposures. No interaction of a person is made up.',
  way: 'file',
  scheme: null,
  secret: 'none',
  steps: [
    'Columns: placement, medium (tv, radio, print, outdoor), campaign, region, starts, ends, contacts, cost; of those that you do not have, take the line out of the mapping. Any others become attributes.',
    'Save the mapping beside the plan and import both: throughline import plan.csv --mapping flight-plan.yaml.',
    'Exposure by region and hour: GET /api/WORKSPACE/exposures, as CSV with ?format=csv.',
  ],
  sources: [],
  unverified: 'A form of our own: no agency’s plan.',
  mapping: (
    source,
  ) => `# A flight plan: one row for each placement. The attribute exposure is its medium; contacts that were not measured stay unknown.
source: ${quoted(source)}
zone: Europe/Berlin
records:
  - file: "*.csv"
    name: placement
    key: [$placement, $region]
    touchpoint: { column: medium, translate: { tv: TV spot, radio: Radio spot, print: Print advertisement, outdoor: Poster }, otherwise: Advertisement }
    at: $starts
    until: $ends
    channel: $medium
    direction: outbound
    begun_by: company
    cost: $cost
    attributes: all
    interactions:
      - attributes: { exposure: $medium, region: $region, campaign: $campaign, contacts: $contacts }
`,
}
