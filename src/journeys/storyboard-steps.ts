import type { DesignedPromise, DesignedStep, DesignNode } from './storyboard.ts'
import { deepestDesign, stepsOf } from './storyboard.ts'
import {
  at,
  complain,
  durationAt,
  type Findings,
  mapAt,
  nameAt,
  namesAt,
  type Place,
  shown,
  spanAt,
  textAt,
  wholeAt,
  yesNoAt,
} from './storyboard-field.ts'
import type { MapTree } from './storyboard-tree.ts'

const blocks = ['sequence', 'choice', 'parallel', 'optional', 'repeat'] as const
type Block = (typeof blocks)[number]

const stepFields = [
  'step',
  'stage',
  'touchpoints',
  'channels',
  'owner',
  'within',
  'tells',
  'asks',
  'says',
  'feeling',
  'moment_of_truth',
  'silence',
  'promise',
] as const

const mostSteps = 500
const mostRepeats = 50

/** Reads the list under `steps` into a sequence; what cannot be read is reported and left out. */
export function readDesign(findings: Findings, place: Place): DesignNode {
  const counter = { steps: 0 }
  const children = readNodes(findings, place, 1, counter)
  if (counter.steps > mostSteps) {
    complain(
      findings,
      place,
      `has ${counter.steps} steps; a storyboard has at most ${mostSteps}: split the journey`,
    )
  }
  return { kind: 'sequence', children }
}

function readNodes(
  findings: Findings,
  place: Place,
  depth: number,
  counter: { steps: number },
): DesignNode[] {
  const { tree } = place
  if (tree?.kind !== 'list') {
    complain(findings, place, `${shown(tree)} is not a list of steps: write \`- step: NAME\` lines below it`)
    return []
  }
  if (tree.items.length === 0) {
    complain(findings, place, 'is empty: it needs at least one step')
    return []
  }
  if (depth > deepestDesign) {
    complain(
      findings,
      place,
      `is nested ${depth} deep; at most ${deepestDesign} levels: make the design flatter`,
    )
    return []
  }
  return tree.items.flatMap((item, index) => {
    const here = { field: `${place.field}[${index}]`, tree: item, line: item.line }
    const node = readNode(findings, here, depth, counter)
    return node === null ? [] : [node]
  })
}

function readNode(
  findings: Findings,
  place: Place,
  depth: number,
  counter: { steps: number },
): DesignNode | null {
  const { tree } = place
  if (tree?.kind === 'scalar' && tree.type === 'text') {
    return complain(findings, place, `${shown(tree)} stands alone: write \`step: ${tree.text.slice(0, 60)}\``)
  }
  if (tree?.kind !== 'map') {
    return complain(
      findings,
      place,
      `${shown(tree)} is not a step: write \`step: NAME\` or one of ${blocks.join(', ')}`,
    )
  }
  const block = blocks.find((name) => tree.entries.has(name))
  if (block === undefined || tree.entries.has('step')) return readStep(findings, place, tree, counter)
  mapAt(findings, place, [block], `${block}: [ … ]`)
  return readBlock(findings, block, at(tree, block, place.field), depth, counter)
}

function readBlock(
  findings: Findings,
  block: Block,
  place: Place,
  depth: number,
  counter: { steps: number },
): DesignNode | null {
  if (block !== 'repeat') {
    const children = readNodes(findings, place, depth + 1, counter)
    if ((block === 'choice' || block === 'parallel') && children.length === 1) {
      findings.warnings.push({
        line: place.line,
        field: place.field,
        message: `a ${block} of one: add another branch, or write the step alone`,
      })
    }
    noteLine(findings, block, place.line, children)
    return children.length === 0 ? null : { kind: block, children }
  }
  const map = mapAt(findings, place, ['up_to', 'steps'], 'repeat: { up_to: 3, steps: [ … ] }')
  if (map === null) return null
  const bound = at(map, 'up_to', place.field)
  if (bound.tree === undefined) {
    complain(findings, bound, 'is missing: a repeat needs a bound, such as `up_to: 3`')
  }
  const upTo = wholeAt(findings, bound, 2, mostRepeats)
  const children = readNodes(findings, at(map, 'steps', place.field), depth + 1, counter)
  noteLine(findings, block, place.line, children)
  return children.length === 0 || upTo === null ? null : { kind: 'repeat', children, up_to: upTo }
}

/** Where a block stands, by its first step and their number: too large a one is complained of there. */
function noteLine(findings: Findings, block: Block, line: number, children: DesignNode[]): void {
  const steps = children.flatMap(stepsOf)
  if (steps.length > 0) findings.lines.set(`${block}:${steps[0]!.step}:${steps.length}`, line)
}

function readStep(
  findings: Findings,
  place: Place,
  tree: MapTree,
  counter: { steps: number },
): DesignedStep | null {
  const map = mapAt(findings, place, stepFields, 'step: NAME')!
  counter.steps++
  const field = (key: string) => at(map, key, place.field)
  if (!tree.entries.has('step')) {
    return complain(findings, place, `has no name: write \`step: NAME\`, or one of ${blocks.join(', ')}`)
  }
  const step = nameAt(findings, field('step'))
  const rest = {
    stage: nameAt(findings, field('stage')) ?? '',
    touchpoints: namesAt(findings, field('touchpoints')),
    channels: namesAt(findings, field('channels')),
    owner: textAt(findings, field('owner')) ?? '',
    within: spanAt(findings, field('within')),
    tells: namesAt(findings, field('tells')),
    asks: namesAt(findings, field('asks')),
    says: textAt(findings, field('says')) ?? '',
    feeling: textAt(findings, field('feeling')) ?? '',
    moment_of_truth: yesNoAt(findings, field('moment_of_truth')),
    silence: durationAt(findings, field('silence')),
    promise: readPromise(findings, field('promise')),
  }
  if (step === null) return null
  const taken = findings.lines.get(`step:${step}`)
  if (taken !== undefined) {
    const remedy = 'give each step its own name, and the same touchpoints if need be'
    complain(findings, field('step'), `'${step}' is already the step on line ${taken}: ${remedy}`)
  } else {
    findings.lines.set(`step:${step}`, place.line)
    for (const [key, { line }] of tree.entries) findings.lines.set(`step:${step}.${key}`, line)
  }
  const touchpoints = rest.touchpoints.length > 0 ? rest.touchpoints : [step]
  return { kind: 'step', step, ...rest, touchpoints }
}

function readPromise(findings: Findings, place: Place): DesignedPromise | null {
  if (place.tree === undefined) return null
  const example = 'promise: { what: delivery, due_in: 10d, fulfilled_by: [Delivered] }'
  const map = mapAt(findings, place, ['what', 'due_in', 'due', 'fulfilled_by', 'voided_by'], example)
  if (map === null) return null
  const field = (key: string) => at(map, key, place.field)
  if (!map.entries.has('what')) complain(findings, field('what'), `is missing: write \`${example}\``)
  if (!map.entries.has('due_in') && !map.entries.has('due'))
    complain(findings, field('due_in'), `is missing: write \`${example}\`, or \`due: end_of_day\``)
  const what = nameAt(findings, field('what'))
  const dueIn = spanAt(findings, field('due_in'))
  const due = endOfDayAt(findings, field('due'))
  const fulfilledBy = namesAt(findings, field('fulfilled_by'))
  const voidedBy = namesAt(findings, field('voided_by'))
  if (what === null || (dueIn === null && due === null)) return null
  return { what, due_in: dueIn, due, fulfilled_by: fulfilledBy, voided_by: voidedBy }
}

function endOfDayAt(findings: Findings, place: Place): 'end_of_day' | null {
  const { tree } = place
  if (tree === undefined) return null
  if (tree.kind === 'scalar' && tree.text.trim() === 'end_of_day') return 'end_of_day'
  return complain(
    findings,
    place,
    `${shown(tree)} is not a time of day: write end_of_day, or \`due_in\` alone`,
  )
}
