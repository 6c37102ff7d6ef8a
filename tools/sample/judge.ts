/** Holds the breaks found against what really went wrong. */
import type { BreakFound, BreaksReport } from '../../src/journeys/contract.ts'
import { type Shown, shownAs } from './shown-as.ts'
import type { FaultTruth, Truth } from './truth.ts'

/** Runs a fault must touch before it has to be found, and before its size must be right within a tenth. */
const mustFind = 30
const mustMeasure = 200
const tenth = 0.1

export interface Judged {
  fault: FaultTruth
  break: BreakFound
  /** The size the report gives, in the fault's unit. */
  reported: number | null
  /** The realised size lies inside the reported interval. */
  inside: boolean
  /** |reported / realised − 1|; null where it cannot be said. */
  off_by: number | null
}

export interface Judgement {
  found: Judged[]
  /** Touch at least 30 runs and no break stands at their place. */
  missing: FaultTruth[]
  /** Found, but the realised size is outside the interval, or 200 runs and more than 10 % off. */
  wrong_size: Judged[]
  /** Faults that touch fewer than 30 runs: nobody has to find them. */
  too_few: FaultTruth[]
  /** Breaks that answer to no fault. */
  extra: BreakFound[]
}

/** Pure: which faults were found at their place with their size, which not, and what else was reported. */
export function judge(truth: Pick<Truth, 'faults'>, report: Pick<BreaksReport, 'breaks'>): Judgement {
  const all: Judgement = { found: [], missing: [], wrong_size: [], too_few: [], extra: [] }
  const used = new Set<BreakFound>()
  for (const fault of truth.faults) {
    const [own, ...beside] = shownAs(fault)
    const match = report.breaks.find((found) => answers(found, own, fault))
    if (match) used.add(match)
    for (const found of report.breaks)
      if (beside.some((shown) => answers(found, shown, fault))) used.add(found)
    if (fault.touched < mustFind) all.too_few.push(fault)
    else if (!match) all.missing.push(fault)
    else {
      const judged = weigh(fault, match)
      all.found.push(judged)
      if (!rightSize(judged)) all.wrong_size.push(judged)
    }
  }
  all.extra = report.breaks.filter((found) => !used.has(found))
  return all
}

/** Same kind, same place, same segment. */
function answers(found: BreakFound, shown: Shown, { segment }: FaultTruth): boolean {
  const at = (end: 'from' | 'to') => shown[end] === undefined || shown[end] === found[end]
  return found.kind === shown.kind && found.segment === segment && at('from') && at('to')
}

/** Shares are reported as runs of runs, days and times as sizes. */
function weigh(fault: FaultTruth, found: BreakFound): Judged {
  const share = fault.unit === 'share'
  const reported = share ? found.runs / found.of : found.size
  const low = share ? found.low : found.size_low
  const high = share ? found.high : found.size_high
  const { size } = fault
  const known = size !== null && low !== null && high !== null
  return {
    fault,
    break: found,
    reported,
    inside: known && low <= size + 1e-6 && size - 1e-6 <= high,
    off_by: size && reported !== null ? Math.abs(reported / size - 1) : null,
  }
}

function rightSize({ fault, inside, off_by }: Judged): boolean {
  return inside && (fault.touched < mustMeasure || (off_by !== null && off_by <= tenth))
}
