/**
 * Benjamini–Hochberg adjusted p-values, in the order given (methods B.5): reject those ≤ q and the expected
 * share of false discoveries among the rejected is at most q.
 */
export function adjust(p: ArrayLike<number>): Float64Array {
  const order = Uint32Array.from({ length: p.length }, (_, i) => i).sort((a, b) => p[a]! - p[b]!)
  const adjusted = new Float64Array(p.length)
  let smallest = 1
  for (let rank = p.length; rank >= 1; rank--) {
    const place = order[rank - 1]!
    smallest = Math.min(smallest, (p[place]! * p.length) / rank)
    adjusted[place] = smallest
  }
  return adjusted
}
