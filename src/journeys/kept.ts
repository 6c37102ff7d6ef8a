interface Known<Value> {
  state: string
  value: Promise<Value>
  /** When it was ready, and how long that took, ms; null while it is computed. */
  ready: { at: number; took: number } | null
  refreshing: boolean
}

/**
 * Values that are dear to compute and hold while their state stays the same. Where new states follow each other faster
 * than a `dear` value is computed it is given out for a while longer: ten seconds, or five times as long as it takes.
 */
export class Kept<Value> {
  private readonly known = new Map<string, Known<Value>>()
  private readonly most: number
  private readonly dear: (value: Value) => boolean

  /** Of more than `most` values the one made longest ago is forgotten. */
  constructor(most: number, dear: (value: Value) => boolean) {
    this.most = most
    this.dear = dear
  }

  async get(key: string, state: string, compute: () => Promise<Value>): Promise<Value> {
    const known = this.known.get(key)
    if (known?.state === state) return known.value
    if (known === undefined || !(await this.holdsYet(known))) {
      const made = this.make(state, compute)
      this.put(key, made)
      return made.value
    }
    if (!known.refreshing && age(known) > Math.max(5_000, 3 * known.ready!.took)) {
      known.refreshing = true
      const made = this.make(state, compute)
      made.value.then(
        () => this.put(key, made),
        () => {
          known.refreshing = false
        },
      )
    }
    return known.value
  }

  clear(): void {
    this.known.clear()
  }

  private async holdsYet(known: Known<Value>): Promise<boolean> {
    try {
      return this.dear(await known.value) && age(known) < Math.max(10_000, 5 * known.ready!.took)
    } catch {
      return false
    }
  }

  private make(state: string, compute: () => Promise<Value>): Known<Value> {
    const began = Date.now()
    const made: Known<Value> = { state, value: compute(), ready: null, refreshing: false }
    made.value.then(
      () => {
        made.ready = { at: Date.now(), took: Date.now() - began }
      },
      () => undefined,
    )
    return made
  }

  private put(key: string, made: Known<Value>): void {
    this.known.delete(key)
    this.known.set(key, made)
    if (this.known.size > this.most) this.known.delete(this.known.keys().next().value!)
    made.value.catch(() => this.known.get(key) === made && this.known.delete(key))
  }
}

const age = ({ ready }: Known<unknown>) => Date.now() - ready!.at
