import { gathered, type Log, type Trace } from './follows-graph.ts'
import type { Cut } from './process-cut.ts'

/**
 * The log of each part of a cut. What does not fit the cut is left out: as few events as can be. With a loop, `most` is
 * how often one trace passed its body.
 */
export function splitLog(log: Log, { kind, parts }: Cut): { logs: Log[]; most: number } {
  const partOf = new Map(parts.flatMap((part, number) => part.map((activity) => [activity, number] as const)))
  const pieces: Trace[][] = parts.map(() => [])
  let most = 1
  for (const trace of log) {
    const numbers = trace.steps.map((activity) => partOf.get(activity)!)
    const put = (part: number, steps: number[]) => pieces[part]!.push({ steps, count: trace.count })
    const only = (part: number) => trace.steps.filter((_, i) => numbers[i] === part)
    if (kind === 'choice') {
      const part = commonest(numbers, parts.length)
      put(part, only(part))
    } else if (kind === 'parallel')
      parts.forEach((_, part) => {
        put(part, only(part))
      })
    else if (kind === 'sequence') {
      inOrder(numbers, parts.length).forEach(([from, to], part) => {
        put(
          part,
          trace.steps.slice(from, to).filter((_, i) => numbers[from + i] === part),
        )
      })
    } else most = Math.max(most, loopPieces(trace.steps, numbers, parts.length, put))
  }
  return { logs: pieces.map(gathered), most }
}

function commonest(numbers: number[], parts: number): number {
  const times = Array.from({ length: parts }, (_, part) => numbers.filter((number) => number === part).length)
  return times.indexOf(Math.max(...times))
}

/** From where to where each part reaches, so that most events lie in their own part. */
function inOrder(numbers: number[], parts: number): [from: number, to: number][] {
  const length = numbers.length
  // kept[part][i]: most events that parts `part` and later can keep of the events from i on.
  const kept = Array.from({ length: parts + 1 }, () => new Int32Array(length + 1))
  for (let part = parts - 1; part >= 0; part--) {
    for (let i = length; i >= 0; i--) {
      const next = kept[part + 1]![i]!
      const stay = i === length ? 0 : kept[part]![i + 1]! + (numbers[i] === part ? 1 : 0)
      kept[part]![i] = Math.max(next, stay)
    }
  }
  let from = 0
  return Array.from({ length: parts }, (_, part) => {
    let to = from
    while (to < length && kept[part]![to]! > kept[part + 1]![to]!) to++
    const piece: [number, number] = [from, to]
    from = to
    return piece
  })
}

/** Hands out the passages of body (part 0) and redo parts in turn; answers how often the body was passed. */
function loopPieces(
  steps: number[],
  numbers: number[],
  parts: number,
  put: (part: number, steps: number[]) => void,
): number {
  let passed = 0
  let from = 0
  const body = (to: number) => {
    put(0, steps.slice(from, to))
    passed++
  }
  for (let i = 0; i < steps.length; i++) {
    if (numbers[i] === 0) continue
    body(i)
    from = i
    while (i + 1 < steps.length && numbers[i + 1] !== 0) i++
    const inside = numbers.slice(from, i + 1)
    const part = commonest(inside, parts)
    put(
      part,
      steps.slice(from, i + 1).filter((_, k) => inside[k] === part),
    )
    from = i + 1
  }
  body(steps.length)
  return passed
}
