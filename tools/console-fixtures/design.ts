import type { DesignedNode } from '../../src/journeys/contract.ts'

export const path = [
  'Claim reported',
  'Documents asked',
  'Documents sent',
  'Receipt confirmed',
  'Survey done',
  'Decision told',
  'Paid',
]
export const owners: Record<string, string> = { 'Survey done': 'Surveyors', Paid: 'Finance' }
export const step = (
  name: string,
  extra: Partial<Extract<DesignedNode, { kind: 'step' }>> = {},
): DesignedNode => ({
  kind: 'step',
  step: name,
  stage: '',
  touchpoints: [name],
  channels: [],
  owner: owners[name] ?? 'Claims',
  tells: [],
  asks: [],
  says: '',
  feeling: '',
  moment_of_truth: name === 'Decision told',
  within: name === 'Decision told' ? '10d' : null,
  within_seconds: name === 'Decision told' ? 10 * 86_400 : null,
  promise: name === 'Receipt confirmed' ? 'decision' : null,
  ...extra,
})
export const yaml = `journey: claim
version: 2
title: Claim to settlement
correlate: { subject: claim }
silence: 5d
steps:
${path.map((name) => `  - step: ${name}\n    owner: ${owners[name] ?? 'Claims'}`).join('\n')}
  - optional:
      - step: Thanked
outcomes:
  paid: { kind: success, touchpoints: [Paid] }
  withdrawn: { kind: abandoned, after: 60d }
objectives:
  - { name: Paid in 21 days, share: 80%, outcome: paid, within: 21d }
`
