// Hostile forms of good input: bytes cut and filled with noise, JSON with other values, names, nesting and sizes. The same seed gives the same.
import { randomFrom } from '../../src/stats/random.ts'

export interface Mutator {
  /** A whole number from 0 to `below` - 1. */
  upTo(below: number): number
  pick<Each>(list: readonly Each[]): Each
  /** Up to six places lose bytes and get noise. */
  bytes(good: Buffer): Buffer
  /** The JSON of a value in which some places are changed. */
  json(good: unknown): string
}

type Json = null | boolean | number | string | Json[] | { [name: string]: Json }

/** Names that have meant something to a program that was careless with them. */
export const hostileNames = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '__proto__.polluted',
  'constructor.prototype.polluted',
  'then',
  'toJSON',
  'length',
  '',
  '.',
  'a.b.c',
  '$ref',
  '0',
  '-1',
  '../../../../etc/passwd',
  'x\u0000y',
  '\ud83d',
]

export const hostileTexts = [
  ...hostileNames,
  "'; DROP TABLE throughline.interactions; --",
  "1' OR '1'='1",
  "') UNION ALL SELECT * FROM system.tables --",
  '{{workspace}}',
  '{ids:Array(UUID)}',
  '`; rm -rf / #',
  '$(touch /tmp/polluted)',
  '%s%n%00%2e%2e%2f',
  '..\\..\\windows\\system32',
  '<script>alert(1)</script>',
  '\u202e\u200b\ufeff',
  '\udc00',
  '=cmd|"/c calc"!A1',
  '9'.repeat(400),
  '1e999',
  '0000-00-00T00:00:00Z',
  '+275760-09-13T00:00:00.001Z',
  '2024-02-30T25:61:61Z',
  'x'.repeat(3_000),
  '\\'.repeat(50),
  '"'.repeat(50),
] as const

const hostileValues: readonly Json[] = [
  null,
  true,
  false,
  0,
  -1,
  -0,
  2 ** 53 + 2,
  8.64e15 + 1,
  -8.64e15 - 1,
  1e308,
  [],
  {},
  [[]],
  [null],
  Array.from({ length: 200 }, () => 'x'),
]

export function mutatorFrom(seed: number): Mutator {
  const random = randomFrom(seed)
  const upTo = (below: number) => Math.floor(random() * below)
  const pick = <Each>(list: readonly Each[]): Each => list[upTo(list.length)]!
  const value = (): Json => {
    const chance = upTo(1_000)
    if (chance < 6) return nested(pick([70, 500, 1_000]), upTo(2) === 0)
    if (chance < 7) return 'y'.repeat(pick([20_000, 600_000]))
    if (chance < 8) return wide(6_000)
    return upTo(2) === 0 ? pick(hostileTexts) : pick(hostileValues)
  }
  return {
    upTo,
    pick,
    bytes: (good) => {
      let bytes = good
      for (let cut = upTo(7); cut > 0; cut--) {
        const at = upTo(bytes.length + 1)
        const noise = upTo(3) === 0 ? Buffer.from(pick(hostileTexts)) : noiseOf(upTo(12), upTo)
        bytes = Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at + upTo(20))])
      }
      return bytes
    },
    json: (good) => {
      let tree = good as Json
      for (let change = 1 + upTo(3); change > 0; change--) tree = changed(tree, { upTo, pick, value })
      return JSON.stringify(tree)
    },
  }
}

const noiseOf = (length: number, upTo: (below: number) => number) =>
  Buffer.from(Array.from({ length }, () => upTo(256)))

/** Without recursion, but for JSON.stringify: deeper than that bears is written as text by who needs it. */
function nested(depth: number, lists: boolean): Json {
  let tree: Json = 'deep'
  for (let level = 0; level < depth; level++) tree = lists ? [tree] : { a: tree }
  return tree
}

const wide = (columns: number): Json =>
  Object.fromEntries(Array.from({ length: columns }, (_, at) => [`column ${at}`, at]))

interface Changing extends Pick<Mutator, 'upTo' | 'pick'> {
  value(): Json
}

/** One place of the tree is replaced, renamed, left out, doubled or put a level deeper. `Object.fromEntries` makes `__proto__` a name like any other. */
function changed(tree: Json, by: Changing): Json {
  if (typeof tree !== 'object' || tree === null || by.upTo(6) === 0) return by.value()
  const entries = Object.entries(tree)
  if (entries.length === 0) return by.value()
  const at = by.upTo(entries.length)
  const [name, own] = entries[at]!
  const next: [string, Json][] =
    by.upTo(2) === 0
      ? [[name, changed(own, by)]]
      : by.pick([
          () => [],
          () => [[by.pick(hostileNames), own] as [string, Json]],
          () => [[name, { [name]: own }] as [string, Json]],
          () => [[name, own] as [string, Json], [`${name} again`, own] as [string, Json]],
          () => [[name, by.value()] as [string, Json]],
        ])()
  entries.splice(at, 1, ...next)
  return Array.isArray(tree) ? entries.map(([, each]) => each) : Object.fromEntries(entries)
}
