/** A stream of numbers in [0, 1), the same for the same keys on every machine. */
export type Rng = () => number

/** Opens the stream named by its keys (mulberry32 over a mixed key). Keys are whole numbers. */
export function rng(...keys: number[]): Rng {
  let state = 0x9e3779b9
  for (const key of keys) state = mix((state ^ mix(key >>> 0)) + 0x9e3779b9)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

function mix(x: number): number {
  let h = Math.imul(x ^ (x >>> 16), 0x21f0aaad)
  h = Math.imul(h ^ (h >>> 15), 0x735a2d97)
  return (h ^ (h >>> 15)) >>> 0
}

/** Uniform between two bounds. */
export function between(r: Rng, low: number, high: number): number {
  return low + (high - low) * r()
}

/** A whole number from low to high, both possible. */
export function whole(r: Rng, low: number, high: number): number {
  return low + Math.floor(r() * (high - low + 1))
}

/** One of the values, all equally likely. */
export function pick<T>(r: Rng, values: readonly T[]): T {
  return values[Math.floor(r() * values.length)] as T
}

/** One of the names, each with its own weight; weights add up to 1. */
export function weighted<T extends string>(r: Rng, weights: Readonly<Record<T, number>>): T {
  let left = r()
  let last = ''
  for (const name in weights) {
    left -= weights[name]
    last = name
    if (left < 0) break
  }
  return last as T
}
