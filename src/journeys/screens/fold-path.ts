/** Neighbouring repetitions of one step as one with its number: A A A B → A ×3, B. */
export function foldPath(steps: string[]): { step: string; times: number }[] {
  const folded: { step: string; times: number }[] = []
  for (const step of steps) {
    const last = folded.at(-1)
    if (last?.step === step) last.times += 1
    else folded.push({ step, times: 1 })
  }
  return folded
}
