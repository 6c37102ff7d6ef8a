/**
 * How often each of very many texts has been seen, by a 64-bit part of its hash: 12 bytes each, so that ten million
 * rows without a key fit into 200 MB.
 */
export class Occurrences {
  private high = new Uint32Array(1024)
  private low = new Uint32Array(1024)
  private counts = new Uint32Array(1024)
  private used = 0

  /** How often the text of this hexadecimal hash was counted before; counts it. */
  count(hash: string): number {
    if (this.used * 2 > this.counts.length) this.grow()
    const high = Number.parseInt(hash.slice(0, 8), 16)
    const low = Number.parseInt(hash.slice(8, 16), 16)
    const slot = this.slotOf(high, low)
    const before = this.counts[slot]!
    if (before === 0) {
      this.high[slot] = high
      this.low[slot] = low
      this.used++
    }
    this.counts[slot] = before + 1
    return before
  }

  private slotOf(high: number, low: number): number {
    const mask = this.counts.length - 1
    let slot = low & mask
    while (this.counts[slot] !== 0 && !(this.high[slot] === high && this.low[slot] === low))
      slot = (slot + 1) & mask
    return slot
  }

  private grow(): void {
    const { high, low, counts } = this
    this.high = new Uint32Array(counts.length * 2)
    this.low = new Uint32Array(counts.length * 2)
    this.counts = new Uint32Array(counts.length * 2)
    for (let i = 0; i < counts.length; i++) {
      if (counts[i] === 0) continue
      const slot = this.slotOf(high[i]!, low[i]!)
      this.high[slot] = high[i]!
      this.low[slot] = low[i]!
      this.counts[slot] = counts[i]!
    }
  }
}
