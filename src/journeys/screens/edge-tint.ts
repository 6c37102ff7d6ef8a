/** How many hundredths of the holder's colour each shade has: the longer the wait, the fuller. */
const tints = [22, 45, 68, 92]

/** The holder's colour as light as the wait is short. */
export const tintOf = (solid: string, shade: number) =>
  `color-mix(in oklab, ${solid} ${tints[shade] ?? 92}%, var(--tl-surface))`
