import { describe, expect, test } from 'vitest'
import { design, story } from '../../tools/sample-runs.ts'
import { designEdges } from './design-edges.ts'

const of = (steps: string) =>
  designEdges(
    story(
      `journey: j\nversion: 1\ncorrelate: { subject: s }\nsteps: ${steps}\noutcomes: { done: { kind: success, touchpoints: [A] } }`,
    ).design,
  )
const pairs = (edges: Set<string>) => [...edges].map((edge) => edge.replace('\u0000', '>')).sort()

describe('which steps of a design may follow each other', () => {
  test('in a sequence each follows the one before', () => {
    const { edges, finals } = designEdges(design(['A', 'B', 'C']).design)
    expect(pairs(edges)).toEqual(['A>B', 'B>C'])
    expect([...finals]).toEqual(['C'])
  })

  test('what is optional may be passed over, at the end too', () => {
    const { edges, finals } = of(
      '[{ step: A }, { optional: [{ step: B }] }, { step: C }, { optional: [{ step: D }] }]',
    )
    expect(pairs(edges)).toEqual(['A>B', 'A>C', 'B>C', 'C>D'])
    expect([...finals].sort()).toEqual(['C', 'D'])
  })

  test('a repeat leads back to its beginning, branches of a choice do not meet, parallel ones do', () => {
    expect(pairs(of('[{ repeat: { up_to: 2, steps: [{ step: A }, { step: B }] } }]').edges)).toEqual([
      'A>B',
      'B>A',
    ])
    expect(pairs(of('[{ step: A }, { choice: [{ step: B }, { step: C }] }]').edges)).toEqual(['A>B', 'A>C'])
    expect(pairs(of('[{ step: A }, { parallel: [{ step: B }, { step: C }] }]').edges)).toEqual([
      'A>B',
      'A>C',
      'B>C',
      'C>B',
    ])
  })
})
