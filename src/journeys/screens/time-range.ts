/** Median and slowest tenth as % of a bar that ends at `longest`, by logarithm of minutes: hours and weeks fit one column. */
export function rangeOf(median: number, p90: number, longest: number): { median: number; p90: number } {
  const place = (seconds: number) => (100 * Math.log1p(Math.max(0, seconds) / 60)) / Math.log1p(longest / 60)
  return { median: Math.min(97, place(median)), p90: Math.min(100, place(p90)) }
}
