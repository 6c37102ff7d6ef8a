import { Problem } from '../http/errors.ts'

/** A comparison under way. */
export interface Comparing {
  /** The name its caller gave it. */
  work: string
  journey: string
  /** What is being compared: `versions 1 and 2`. */
  words: string
  /** Subjects (or customers) read so far, of all. */
  done: number
  of: number
}

/** Told how far a comparison is, and asked whether anybody still waits for it. */
export interface Watch {
  note(done: number, of: number): void
  /** @throws Problem 499 when the caller has gone. */
  goOn(): void
}

/** Nobody looks on. */
export const unwatched: Watch = { note: () => undefined, goOn: () => undefined }

/** The comparisons under way in this process; there is one process. */
export class Comparisons {
  private readonly under = new Map<symbol, Comparing & { workspace: string }>()

  /** Those of a workspace. */
  of(workspace: string): Comparing[] {
    return [...this.under.values()]
      .filter((each) => each.workspace === workspace)
      .map(({ work, journey, words, done, of }) => ({ work, journey, words, done, of }))
  }

  /** Does a comparison that is listed as long as it lasts, and ends when its caller goes. */
  async during<Found>(
    about: { workspace: string; journey: string; work: string | undefined; words: string },
    signal: AbortSignal,
    compare: (watch: Watch) => Promise<Found>,
  ): Promise<Found> {
    const key = Symbol(about.words)
    const now = { ...about, work: about.work ?? '', done: 0, of: 0 }
    this.under.set(key, now)
    try {
      return await compare({
        note: (done, of) => Object.assign(now, { done, of }),
        goOn: () => {
          if (signal.aborted) throw left(about)
        },
      })
    } finally {
      this.under.delete(key)
    }
  }
}

const left = ({ journey, words }: { journey: string; words: string }) =>
  new Problem(499, 'Nobody waits for it', `The comparison of ${words} of ${journey} was left before its end.`)
