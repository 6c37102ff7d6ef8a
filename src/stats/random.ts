/**
 * A seeded source of uniform numbers in [0, 1) (mulberry32: 32 bits of state, period 2³²). The same seed always
 * gives the same stream, so that every interval can be recomputed (methods E).
 */
export function randomFrom(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** Spreads an integer evenly over 32 unsigned bits, without pattern (finaliser of murmur3). */
export function scatter(value: number, seed: number): number {
  let hash = (value ^ seed) | 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
