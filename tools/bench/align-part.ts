import { conformingTo, type LivedStep } from '../../src/journeys/conformance.ts'
import { type DesignNode, type Storyboard, storedStoryboard } from '../../src/journeys/storyboard.ts'
import { randomFrom } from '../../src/stats/random.ts'
import { designSpeed } from './check-speed.ts'
import { atMost, type Told } from './figure.ts'
import type { Part } from './part.ts'
import { receiptAligned } from './receipt-runs.ts'

const runs = 100_000
const variants = 5_000
const seconds = { 3: 5, 8: 10 } as const

/** 25 steps: some in sequence, a block side by side, a loop. */
function designOf(parallel: number): Storyboard {
  const name = (nth: number) => `Step ${nth}`
  const step = (nth: number) => `{ step: ${name(nth)} }`
  const list = (from: number, many: number) => Array.from({ length: many }, (_, nth) => step(from + nth))
  const before = 8
  const loop = 3
  const after = 25 - before - parallel - loop
  const yaml = `journey: bench
version: 1
correlate: { subject: case }
starts: [${name(1)}]
steps:
${list(1, before)
  .map((each) => `  - ${each}\n`)
  .join('')}  - parallel: [${list(before + 1, parallel).join(', ')}]
  - repeat: { up_to: 3, steps: [${list(before + parallel + 1, loop).join(', ')}] }
${list(before + parallel + loop + 1, after)
  .map((each) => `  - ${each}\n`)
  .join('')}outcomes:
  done: { kind: success, touchpoints: [${name(25)}] }
`
  return storedStoryboard(yaml)
}

/** A way through the design with one step in ten left out and one in ten done twice or in between. */
function livedOf(design: DesignNode, random: () => number): LivedStep[] {
  const touchpoints: string[] = []
  const walk = (node: DesignNode): void => {
    if (node.kind === 'step') {
      if (random() < 0.1) return
      touchpoints.push(node.touchpoints[0]!)
      if (random() < 0.1) touchpoints.push(random() < 0.5 ? node.touchpoints[0]! : 'Something else')
      return
    }
    const children = [...node.children]
    if (node.kind === 'parallel') children.sort(() => random() - 0.5)
    for (let times = node.kind === 'repeat' ? 1 + Math.floor(random() * 3) : 1; times > 0; times--)
      for (const child of children) walk(child)
  }
  walk(design)
  return touchpoints.map((touchpoint, place) => ({
    touchpoint,
    channel: 'web',
    customer_facing: true,
    started_at: place * 1000,
    ended_at: null,
  }))
}

function measured(parallel: 3 | 8): Told {
  const { design } = designOf(parallel)
  const random = randomFrom(parallel)
  const lived = Array.from({ length: variants }, () => livedOf(design, random))
  const began = performance.now()
  const { check } = conformingTo(design)
  for (let run = 0; run < runs; run++) check(lived[run % variants]!, false)
  return atMost(
    `${runs.toLocaleString('en-GB')} runs of ${variants.toLocaleString('en-GB')} variants, block of ${parallel}`,
    (performance.now() - began) / 1000,
    's',
    seconds[parallel],
    '25 steps with a loop of 3; one thread',
  )
}

export const alignPart: Part = {
  name: 'align',
  title: 'Runs held against a storyboard by optimal alignment, and what the storyboard costs before',
  minutes: 3,
  run: async ({ say }) => [measured(3), measured(8), ...receiptAligned(say), ...designSpeed()],
}
