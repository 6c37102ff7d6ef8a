/** Text of many lines as bytes, each added once and copied nowhere: ten thousand runs are twenty megabytes. */
export class LineBuffer {
  private buffer = Buffer.allocUnsafe(65_536)
  private end = 0

  add(line: string): void {
    // No letter takes more than three bytes for each of its units.
    const most = this.end + line.length * 3 + 1
    if (most > this.buffer.length) this.grow(most)
    this.end += this.buffer.write(line, this.end)
    this.buffer[this.end++] = newline
  }

  bytes(): Uint8Array {
    return this.buffer.subarray(0, this.end)
  }

  /** Begins anew in the same memory: what was told of `bytes` is no more. */
  clear(): void {
    this.end = 0
  }

  private grow(least: number): void {
    const larger = Buffer.allocUnsafe(Math.max(least, this.buffer.length * 2))
    this.buffer.copy(larger, 0, 0, this.end)
    this.buffer = larger
  }
}

const newline = 10
