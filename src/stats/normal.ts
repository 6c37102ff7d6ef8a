/** The quantile of 0.975: half-widths of 95 % intervals. */
export const z95 = 1.959963984540054

/** Φ(x), the standard normal distribution (Hart 1968 as given by West 2005; double precision). */
export function normalCdf(x: number): number {
  const size = Math.abs(x)
  if (size > 37) return x > 0 ? 1 : 0
  const density = Math.exp((-size * size) / 2)
  const tail = size < 7.07106781186547 ? density * nearTail(size) : density / farTail(size)
  return x > 0 ? 1 - tail : tail
}

function nearTail(x: number): number {
  const above = [
    3.52624965998911e-2, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871,
    221.213596169931, 220.206867912376,
  ]
  const below = [
    8.83883476483184e-2, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674,
    637.333633378831, 793.826512519948, 440.413735824752,
  ]
  return polynomial(above, x) / polynomial(below, x)
}

function farTail(x: number): number {
  return (x + 1 / (x + 2 / (x + 3 / (x + 4 / (x + 0.65))))) * 2.506628274631
}

/** The standard normal quantile of p in (0, 1): Acklam's approximation and one step of Newton. */
export function normalQuantile(p: number): number {
  if (p <= 0) return Number.NEGATIVE_INFINITY
  if (p >= 1) return Number.POSITIVE_INFINITY
  if (p > 0.5) return -normalQuantile(1 - p)
  const rough = p < 0.02425 ? lowQuantile(Math.sqrt(-2 * Math.log(p))) : midQuantile(p - 0.5)
  const density = Math.exp((-rough * rough) / 2) / Math.sqrt(2 * Math.PI)
  return density === 0 ? rough : rough - (normalCdf(rough) - p) / density
}

function lowQuantile(x: number): number {
  const above = [
    -7.784894002430293e-3, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
    2.938163982698783,
  ]
  const below = [7.784695709041462e-3, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1]
  return polynomial(above, x) / polynomial(below, x)
}

function midQuantile(x: number): number {
  const above = [
    -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716,
    2.506628277459239,
  ]
  const below = [
    -54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1,
  ]
  return (polynomial(above, x * x) * x) / polynomial(below, x * x)
}

/** Highest power first. */
function polynomial(coefficients: number[], x: number): number {
  let value = 0
  for (const coefficient of coefficients) value = value * x + coefficient
  return value
}
