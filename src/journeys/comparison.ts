import { meanInterval } from '../stats/mean.ts'
import { newcombe, newcombePaired } from '../stats/proportion.ts'
import type { RunChange, StoryboardsCompared } from './contract.ts'
import type { Run } from './run.ts'
import { changesOf } from './run-change.ts'
import { shareOf } from './share.ts'

type Side = StoryboardsCompared['a']
type Difference = StoryboardsCompared['differences']['success']

/** What is told of a run by yes or no; null = it cannot be told. */
const told = {
  success: (run: Run) => run.outcome_kind === 'success',
  as_designed: (run: Run) => (run.conformance === null ? null : run.conformance === 1),
  silent: (run: Run) => (run.silence_unknown ? null : run.gaps.some((gap) => gap.excess > 0)),
} as const
type Told = keyof typeof told
const tellings = Object.keys(told) as Told[]

const examplesShown = 12

const fallenDue = new Set(['kept', 'late', 'renegotiated', 'broken'])

/** Runs of both versions by what was told of them under a and b. */
interface Pairs {
  both: number
  first: number
  second: number
  neither: number
}

/** Gathers the same histories judged by two versions of a storyboard, run by run. */
export class Comparison {
  private readonly a = new Judged()
  private readonly b = new Judged()
  private readonly pairs = new Map<Told, Pairs>(
    tellings.map((name) => [name, { both: 0, first: 0, second: 0, neither: 0 }]),
  )
  private readonly conformance = new Spread()
  private same = 0
  private otherwise = 0
  private changed = 0
  private readonly changedIn: Record<RunChange['of'], number> = {
    outcome: 0,
    promises: 0,
    silence: 0,
    conformance: 0,
    deviations: 0,
  }
  private examples: { run: Run; changes: RunChange[] }[] = []

  /** The runs of one history under each version. Runs that start at the same moment are the same run. */
  add(a: readonly Run[], b: readonly Run[]): void {
    for (const run of a) this.a.add(run)
    for (const run of b) this.b.add(run)
    const left = Map.groupBy(b, ({ started_at }) => started_at)
    for (const run of a) {
      const other = left.get(run.started_at)?.shift()
      if (other !== undefined) this.pair(run, other)
    }
  }

  private pair(a: Run, b: Run): void {
    this.same++
    if (a.outcome !== b.outcome) this.otherwise++
    this.change(a, b)
    if (a.conformance !== null && b.conformance !== null) this.conformance.add(b.conformance - a.conformance)
    for (const [name, pairs] of this.pairs) {
      const first = told[name](a)
      const second = told[name](b)
      if (first === null || second === null) continue
      if (first) pairs[second ? 'both' : 'first']++
      else pairs[second ? 'second' : 'neither']++
    }
  }

  private change(run: Run, b: Run): void {
    const changes = changesOf(run, b)
    if (changes.length === 0) return
    this.changed++
    for (const { of } of changes) this.changedIn[of]++
    this.examples.push({ run, changes })
    if (this.examples.length >= 20 * examplesShown) this.examples = this.latest()
  }

  private latest() {
    return this.examples.sort((x, y) => y.run.started_at - x.run.started_at).slice(0, examplesShown)
  }

  /** Runs looked at so far, by the version that makes more of them. */
  get size(): number {
    return Math.max(this.a.runs, this.b.runs)
  }

  /** Differences are b − a with 95 % intervals; null where there is nothing to compare. */
  result(): Pick<StoryboardsCompared, 'runs' | 'differences' | 'examples'> & { a: Judgement; b: Judgement } {
    return {
      a: this.a.side(),
      b: this.b.side(),
      runs: {
        both: this.same,
        only_a: this.a.runs - this.same,
        only_b: this.b.runs - this.same,
        other_outcome: this.otherwise,
        changed: { met: this.changed, of: this.same, ...shareOf(this.changed, this.same) },
        changed_in: this.changedIn,
      },
      examples: this.latest().map(({ run: { run_id, subject, started_at }, changes }) => ({
        run_id,
        subject,
        started_at: new Date(started_at).toISOString(),
        changes,
      })),
      differences: {
        success: this.difference('success'),
        as_designed: this.difference('as_designed'),
        conformance: this.conformance.difference(),
        kept: keptDifference(this.a, this.b),
        silent: this.difference('silent'),
      },
    }
  }

  private difference(name: Told): Difference {
    const { both, first, second, neither } = this.pairs.get(name)!
    return both + first + second + neither === 0 ? null : newcombePaired(both, second, first, neither)
  }
}

/** Promises of two versions are not the same promises: they are compared as two groups. */
function keptDifference(a: Judged, b: Judged): Difference {
  return a.due === 0 || b.due === 0 ? null : newcombe(b.kept, b.due, a.kept, a.due)
}

type Judgement = Omit<Side, 'version'>

/** The runs as one version judges them. */
class Judged {
  runs = 0
  kept = 0
  due = 0
  private readonly outcomes: Record<string, number> = {}
  private readonly counts = new Map<Told, { yes: number; of: number }>(
    tellings.map((name) => [name, { yes: 0, of: 0 }]),
  )
  private readonly conformance = new Spread()
  private readonly deviating: Record<string, number> = {}
  private readonly promises: Record<string, number> = {}

  add(run: Run): void {
    this.runs++
    for (const kind of new Set(run.deviations.map((one) => one.kind)))
      this.deviating[kind] = (this.deviating[kind] ?? 0) + 1
    this.outcomes[run.outcome] = (this.outcomes[run.outcome] ?? 0) + 1
    if (run.conformance !== null) this.conformance.add(run.conformance)
    for (const [name, count] of this.counts) {
      const yes = told[name](run)
      if (yes === null) continue
      count.of++
      if (yes) count.yes++
    }
    for (const { state } of run.promises) {
      this.promises[state] = (this.promises[state] ?? 0) + 1
      if (!fallenDue.has(state)) continue
      this.due++
      if (state === 'kept') this.kept++
    }
  }

  side(): Judgement {
    const shared = (name: Told) => {
      const { yes, of } = this.counts.get(name)!
      return { met: yes, of, ...shareOf(yes, of) }
    }
    return {
      runs: this.runs,
      outcomes: this.outcomes,
      success: shared('success'),
      as_designed: shared('as_designed'),
      conformance: this.conformance.mean(),
      kept: { met: this.kept, of: this.due, ...shareOf(this.kept, this.due) },
      promises: this.promises,
      silent: shared('silent'),
      deviating: this.deviating,
    }
  }
}

/** Mean and spread of numbers given one by one (Welford). */
class Spread {
  private n = 0
  private middle = 0
  private squares = 0

  add(value: number): void {
    this.n++
    const before = value - this.middle
    this.middle += before / this.n
    this.squares += before * (value - this.middle)
  }

  mean(): number | null {
    return this.n === 0 ? null : this.middle
  }

  difference(): Difference {
    if (this.n === 0) return null
    const interval = meanInterval(this.n, this.middle, Math.sqrt(this.squares / Math.max(1, this.n - 1)))
    return { value: this.middle, low: interval?.low ?? null, high: interval?.high ?? null }
  }
}
