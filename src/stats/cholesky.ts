/** Lower factor L of a symmetric positive semidefinite matrix, L·Lᵀ, row by row in one array. */
export interface Factor {
  size: number
  lower: Float64Array
  /** 1 for a row that says nothing the ones before it do not: it is left out of every solution. */
  dependent: Uint8Array
}

/** A diagonal left with less than this share of itself is taken for nothing. */
const tolerance = 1e-10

/** Cholesky's factor of a symmetric matrix of `size` rows in one array. */
export function factorOf(matrix: Float64Array, size: number): Factor {
  const lower = new Float64Array(size * size)
  const dependent = new Uint8Array(size)
  for (let column = 0; column < size; column++) {
    const pivot = remainder(matrix, lower, size, column, column)
    if (!(pivot > tolerance * matrix[column * size + column]!)) {
      dependent[column] = 1
      continue
    }
    const root = Math.sqrt(pivot)
    lower[column * size + column] = root
    for (let row = column + 1; row < size; row++)
      lower[row * size + column] = remainder(matrix, lower, size, row, column) / root
  }
  return { size, lower, dependent }
}

function remainder(matrix: Float64Array, lower: Float64Array, size: number, row: number, column: number) {
  let left = matrix[row * size + column]!
  for (let k = 0; k < column; k++) left -= lower[row * size + k]! * lower[column * size + k]!
  return left
}

/** x with matrix · x = right; 0 in dependent rows. */
export function solve({ size, lower, dependent }: Factor, right: ArrayLike<number>): Float64Array {
  const x = new Float64Array(size)
  for (let row = 0; row < size; row++) {
    if (dependent[row]) continue
    let left = right[row]!
    for (let k = 0; k < row; k++) left -= lower[row * size + k]! * x[k]!
    x[row] = left / lower[row * size + row]!
  }
  for (let row = size - 1; row >= 0; row--) {
    if (dependent[row]) continue
    let left = x[row]!
    for (let k = row + 1; k < size; k++) left -= lower[k * size + row]! * x[k]!
    x[row] = left / lower[row * size + row]!
  }
  return x
}

/** Inverse of the matrix, row by row; 0 in dependent rows and columns. */
export function inverse(factor: Factor): Float64Array {
  const { size } = factor
  const rows = Array.from({ length: size }, (_, row) =>
    solve(
      factor,
      Float64Array.from({ length: size }, (_, column) => (row === column ? 1 : 0)),
    ),
  )
  return Float64Array.from(rows.flatMap((row, i) => [...(factor.dependent[i] ? row.fill(0) : row)]))
}
