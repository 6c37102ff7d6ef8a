import {
  align,
  compile,
  designedMinimum,
  type Model,
  type ProcessTree,
  unitCosts,
} from '../stats/alignment.ts'
import { mineTree, unrolled } from '../stats/inductive-miner.ts'
import { processOf } from './conformance.ts'
import { parseStoryboard, type Storyboard, stepsOf } from './storyboard.ts'
import { goalOf, oneLine, type Proposed, proposalText, scalar, type Variant } from './storyboard-propose.ts'

/** Alignments of so many events × steps of the marking graph take some five seconds. */
const mostWork = 400_000_000
const bounds = [9, 5, 3, 2, 1]

/**
 * The process behind the variants, found by the inductive miner (methods B.13), as a storyboard to start from. Loops are
 * written as often as the language and 20,000 markings allow; where even one round is too large, only the commonest
 * half of the variants is looked at, and so on. Comments say how many runs follow it and what it leaves out. Null when
 * there is nothing to find. Throws RangeError unless 0 ≤ noise ≤ 1.
 */
export function mineStoryboard(subject: string, variants: Variant[], noise: number): Proposed | null {
  const ways = variants
    .map(({ steps, count }) => ({ steps: steps.map(oneLine).filter((name) => name !== ''), count }))
    .filter(({ steps }) => steps.length > 0)
    .sort((a, b) => b.count - a.count || (a.steps.join('\u0000') < b.steps.join('\u0000') ? -1 : 1))
  for (let kept = ways.length; kept > 0; kept = Math.floor(kept / 2)) {
    const looked = ways.slice(0, kept)
    const tree = mineTree(looked, noise)
    if (tree.kind === 'nothing') return null
    for (const bound of bounds) {
      const text = (heading: string) => textOf(subject, heading, unrolled(tree, bound), looked)
      const { storyboard } = parseStoryboard(text(''))
      if (storyboard === null) continue
      const fit = fitOf(storyboard, ways)
      const heading = headingOf(variants, fit, looked, noise)
      return {
        yaml: text(heading),
        covers_share: fit.fitting / fit.runs,
        fitness: fit.fitness,
        judged: fit.runs,
      }
    }
  }
  return null
}

function textOf(subject: string, heading: string, tree: ProcessTree, ways: Variant[]): string {
  const firsts = new Set(ways.map(({ steps }) => steps[0]!))
  const designed = labelsOf(tree)
  const path = ways[0]!.steps.filter((step) => designed.includes(step))
  return proposalText({
    subject,
    heading,
    starts: firsts.size === 1 ? [...firsts] : [],
    steps: linesOf(tree, 2, namer(tree)).join('\n'),
    goal: path.length === 0 ? designed.at(-1)! : goalOf(path.map((touchpoint) => ({ touchpoint, times: 1 }))),
  })
}

/** Gives each step of a touchpoint a name of its own: `A`, `A (2)`, and never that of another touchpoint. */
function namer(tree: ProcessTree): (label: string) => string {
  const taken = new Set(labelsOf(tree))
  const seen = new Set<string>()
  return (label) => {
    let name = label
    for (let nth = 2; seen.has(name) || (name !== label && taken.has(name)); nth++) name = `${label} (${nth})`
    seen.add(name)
    return name
  }
}

function labelsOf(tree: ProcessTree): string[] {
  return tree.kind === 'step' ? [tree.label] : tree.children.flatMap(labelsOf)
}

/** A process as the lines of a list of storyboard steps. */
function linesOf(tree: ProcessTree, indent: number, nameOf: (label: string) => string): string[] {
  const pad = ' '.repeat(indent)
  if (tree.kind === 'step') {
    const name = nameOf(tree.label)
    const touchpoints = name === tree.label ? '' : `, touchpoints: [${scalar(tree.label)}]`
    return [`${pad}- { step: ${scalar(name)}${touchpoints} }`]
  }
  const inside = (deeper: number) => tree.children.flatMap((child) => linesOf(child, indent + deeper, nameOf))
  if (tree.kind === 'sequence') return inside(0)
  if (tree.kind === 'optional') return [`${pad}- optional:`, ...inside(4)]
  if (tree.kind === 'repeat')
    return [`${pad}- repeat:`, `${pad}    up_to: ${tree.up_to}`, `${pad}    steps:`, ...inside(6)]
  const branch = (child: ProcessTree) =>
    child.kind === 'sequence'
      ? [`${pad}    - sequence:`, ...linesOf(child, indent + 8, nameOf)]
      : linesOf(child, indent + 4, nameOf)
  return [`${pad}- ${tree.kind}:`, ...tree.children.flatMap(branch)]
}

interface Fit {
  /** Judged, the commonest variants first, and those of them that follow the design to the letter. */
  runs: number
  fitting: number
  fitness: number
  /** The commonest way that does not. */
  other: Variant | null
  /** Touchpoints of the data that no step has. */
  left_out: string[]
}

function fitOf({ design }: Storyboard, ways: Variant[]): Fit {
  const model = compile(processOf(design))
  const stepsBy = new Map<string, string[]>()
  for (const { step, touchpoints } of stepsOf(design))
    for (const touchpoint of touchpoints) stepsBy.set(touchpoint, [...(stepsBy.get(touchpoint) ?? []), step])
  const fewest = designedMinimum(model)
  const fit: Fit = { runs: 0, fitting: 0, fitness: 0, other: null, left_out: [] }
  let [moves, worst] = [0, 0]
  for (const way of withinWork(ways, model)) {
    const { cost } = align(model, way.steps, unitCosts, { stepsOf: (name) => stepsBy.get(name) ?? [] })
    fit.runs += way.count
    fit.fitting += cost === 0 ? way.count : 0
    moves += way.count * cost
    worst += way.count * (way.steps.length + fewest)
    if (cost > 0) fit.other ??= way
  }
  fit.fitness = 1 - moves / worst
  fit.left_out = [...new Set(ways.flatMap(({ steps }) => steps))].filter((name) => !stepsBy.has(name)).sort()
  return fit
}

/** The commonest variants, at least one, as many as can be aligned in a few seconds. */
function withinWork(ways: Variant[], model: Model): Variant[] {
  let work = 0
  return ways.filter(({ steps }, place) => {
    work += (steps.length + 1) * (model.markings + model.steps.length)
    return place === 0 || work <= mostWork
  })
}

function headingOf(variants: Variant[], fit: Fit, looked: Variant[], noise: number): string {
  const counted = (ways: Variant[]) => ways.reduce((sum, { count }) => sum + count, 0)
  const all = counted(variants)
  const found = counted(looked)
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`
  const few = (names: string[]) => `${names.slice(0, 12).join(', ')}${names.length > 12 ? ', …' : ''}`
  return [
    `The process behind ${found} of ${all} runs (${looked.length} of ${variants.length} variants), found by the inductive miner with noise ${noise}.`,
    `Of ${fit.runs} runs held against it ${fit.fitting} (${percent(fit.fitting / fit.runs)}) follow it to the letter; alignment fitness ${fit.fitness.toFixed(4)}.`,
    ...(fit.runs < all ? [`Not held against it: ${all - fit.runs} runs of the rarest variants.`] : []),
    ...(fit.other === null
      ? []
      : [`The commonest way it leaves out (${fit.other.count} runs): ${few(fit.other.steps)}.`]),
    ...(fit.left_out.length === 0 ? [] : [`Touchpoints it leaves out: ${few(fit.left_out)}.`]),
  ].join('\n# ')
}
