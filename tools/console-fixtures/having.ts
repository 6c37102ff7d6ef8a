import { havingOf, partsOfHaving, type RunTrace } from '../../src/journeys/contract.ts'

const failures = ['identity', 'context', 'asked_again', 'waited'] as const

/** What is invented by the claim's number, where no run tells it. */
const every = (run: RunTrace, nth: number) => Number(run.subject.replace(/\D/g, '')) % nth === 0

/** The invented company's `having`: the numbers of the gallery and the lists behind them are of the same runs. */
export function has(run: RunTrace, text: string): boolean {
  const { kind, parts } = partsOfHaving(text)
  const measures = run.measures!
  const alike = (...given: string[]) => parts.every((part, nth) => part === null || part === given[nth])
  const holds: Record<string, () => boolean> = {
    silent: () => run.gaps.some(({ excess }) => excess > 0),
    silent_now: () => run.gaps.some(({ open, excess }) => open && excess > 0),
    chase: () => measures.chases.length > 0,
    repeat: () => measures.chases.length > 1,
    complaint: () => every(run, 16),
    clarification: () => every(run, 51),
    failure_demand: () => ['chase', 'complaint', 'clarification'].some((one) => has(run, one)),
    came_again: () => measures.chases.length > (Number(parts[0]) < 7 ? 1 : 0),
    forced_switch: () =>
      measures.channel_switches.some(({ kind: how, from, to }) => how === 'forced' && alike(from, to)),
    chosen_switch: () => every(run, 5) && alike('phone', 'email'),
    designed_switch: () => alike('email', 'letter'),
    asked_twice: () =>
      measures.asked_again.some(({ item, given_in, channel }) => alike(item, given_in, channel)),
    hand_off: () =>
      measures.hand_offs.some((one) => {
        const failed = failures.filter((failure) => one[failure] === true)
        const [, , , asked] = parts
        const fails = asked === 'failed' ? failed.length > 0 : failed.some((failure) => failure === asked)
        return alike(one.kind, one.from, one.to, asked ?? '') && (asked == null || fails)
      }),
    no_hand_off: () => measures.hand_offs.length === 0,
    contradiction: () =>
      measures.contradictions.some(({ first, second, what }) => alike(first.owner, second.owner, what)),
    came_to: () => run.steps.some(({ step, touchpoint }) => alike(step || touchpoint)),
    decided_with: () => run.outcome_kind !== 'open' && run.steps.some(({ step }) => alike(step)),
    decided_without: () => run.outcome_kind !== 'open' && !run.steps.some(({ step }) => alike(step)),
    followed_by: () => run.outcome_kind === 'success' && every(run, parts[0] === 'renew' ? 16 : 8),
    forced_out: () => has(run, havingOf('forced_switch', run.channels[0]!)) && alike(run.channels[0]!),
  }
  return holds[kind]?.() ?? false
}
