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
const more: Record<string, string> = {
  'Claim reported': '    channels: [web, phone]\n    tells: [claim number]\n',
  'Receipt confirmed':
    '    # promised on the phone too\n    promise: { what: decision, due_in: 10d, fulfilled_by: [Decision told] }\n',
  'Decision told': '    within: 10d               # by the terms of 2024\n    moment_of_truth: true\n',
}
const written = (name: string) =>
  `  - step: ${name}\n    owner: ${owners[name] ?? 'Claims'}\n${more[name] ?? ''}`.trimEnd()

export const yaml = `journey: claim
version: 2
title: Claim to settlement
correlate: { subject: claim }
silence: 5d
steps:
${path.map(written).join('\n')}
  - optional:                  # once settled
      - choice:
          - { step: Thanked, owner: Claims }
          - { step: Asked how it went, channels: [mail] }
outcomes:
  paid: { kind: success, touchpoints: [Paid] }
  withdrawn: { kind: abandoned, after: 60d }
objectives:
  - { name: Paid in 21 days, share: 80%, outcome: paid, within: 21d }
`
