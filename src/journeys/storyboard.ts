import type { Calendar, Span } from './business-time.ts'
import type { DesignedNode } from './contract.ts'
import { spanText } from './duration.ts'
import type { OutcomeKind } from './run.ts'
import { checkDesign } from './storyboard-check.ts'
import { readStoryboardTree } from './storyboard-read.ts'
import { readTree } from './storyboard-tree.ts'

/** The designed journey of one version (docs/storyboards.md). Durations are seconds; null = not stated. */
export interface Storyboard {
  journey: string
  version: number
  /** From when on it judges the runs that start, epoch ms; null = from ever, in the place of all versions before. */
  valid_from: number | null
  title: string
  /** Where it lies in the life of a customer; null = not stated. */
  lifecycle: Lifecycle | null
  correlate: Correlate
  /** Touchpoints at which a run starts; empty = at the first interaction. */
  starts: string[]
  /** Tolerated silence where neither a promise nor the step says otherwise. */
  silence: number
  /** When the company works; null = business time is not used. */
  calendar: Calendar | null
  /** Where the customer's days end; null = not stated. */
  zone: CustomerZone | null
  design: DesignNode
  /** What customers are told and asked; empty = no dictionary. */
  items: DesignedItem[]
  /** In the order of the file: the first that holds decides. */
  outcomes: DesignedOutcome[]
  objectives: Objective[]
}

export const lifecycles = [
  'aware',
  'buy',
  'start',
  'use',
  'get_help',
  'renew',
  'leave',
  'come_back',
  'recommend',
] as const
export type Lifecycle = (typeof lifecycles)[number]

/** The zone an attribute of the run names, otherwise this one. */
export interface CustomerZone {
  attribute: string | null
  otherwise: string
}

/** Something a customer is told or asked, under one name in every step and channel. */
export interface DesignedItem {
  item: string
  /** Asked again on purpose, to be sure who it is: counted apart. */
  security: boolean
  /** Seconds after which it may be asked again; null = never. */
  expires: number | null
}

/**
 * One run per subject of a type, with the subjects of `linked` types that are seen with it; or runs of a customer, apart
 * by an outcome or by `window` seconds of nothing, and by an attribute of the interactions, their `issue`.
 */
export type Correlate =
  | { by: 'subject'; subject: string; linked: string[] }
  | {
      by: 'customer'
      window: number
      issue: string | null
      /** Runs of groups of this kind instead, over all their members; null = of each customer. */
      group: string | null
    }

/** What a run is of: a type of subject, `customer`, or a kind of group. */
export const subjectTypeOf = (correlate: Correlate): string =>
  correlate.by === 'subject' ? correlate.subject : (correlate.group ?? 'customer')

export type DesignNode =
  | DesignedStep
  | { kind: 'sequence' | 'choice' | 'parallel' | 'optional'; children: DesignNode[] }
  | { kind: 'repeat'; children: DesignNode[]; up_to: number }

export interface DesignedStep {
  kind: 'step'
  step: string
  /** The part of the journey it lies in; '' = none. */
  stage: string
  touchpoints: string[]
  /** Empty = any. */
  channels: string[]
  owner: string
  /** Bound on the waiting since the designed step before was done. */
  within: Span | null
  /** What the customer learns here; not empty makes every interaction at its touchpoints news. */
  tells: string[]
  /** What the customer is asked for here. */
  asks: string[]
  says: string
  feeling: string
  moment_of_truth: boolean
  /** Tolerated silence after this step. */
  silence: number | null
  promise: DesignedPromise | null
}

/** A promise implied by the design: due `due_in` after the step's end, then to the end of that day if it says so. */
export interface DesignedPromise {
  what: string
  /** Null = on the same day; then `due` is `end_of_day`. */
  due_in: Span | null
  due: 'end_of_day' | null
  fulfilled_by: string[]
  voided_by: string[]
}

export interface DesignedOutcome {
  outcome: string
  kind: Exclude<OutcomeKind, 'open'>
  touchpoints: string[]
  /** All must hold; several values of one are alternatives. */
  attributes: Record<string, string[]>
  /** Kind `abandoned` only: this long without an interaction. */
  after: number | null
}

/** `share` (0–1) of the runs should keep to one bound. */
export interface Objective {
  name: string
  share: number
  /** Rolling window of its budget, seconds. */
  window: number
  bound:
    | { kind: 'outcome'; outcome: string; within: number | null }
    | { kind: 'promise'; what: string }
    | { kind: 'silence'; longest: number }
    | { kind: 'contacts'; most: number }
}

/** What is wrong with a storyboard: where, and what to do. Lines count from 1. */
export interface StoryboardProblem {
  line: number
  field: string
  message: string
}

export interface StoryboardChecked {
  /** Null as soon as there is one problem. */
  storyboard: Storyboard | null
  /** A storyboard with problems cannot be used. */
  problems: StoryboardProblem[]
  /** It can be used, but something is probably not meant. */
  warnings: StoryboardProblem[]
}

/** Silence tolerated where a storyboard declares nothing: 3 days (methods A.6, the declared default). */
export const defaultSilence = 3 * 86_400

/** Window of an objective's budget where it names none: 30 days. */
export const defaultWindow = 30 * 86_400

/** Longest storyboard text, in characters. */
export const longestStoryboard = 256 * 1024

/** Deepest nesting of steps. */
export const deepestDesign = 32

/** Reads and checks a storyboard. What the author got wrong comes back as problems by line; it never throws for it. */
export function parseStoryboard(yaml: string): StoryboardChecked {
  const { tree, problems } = readTree(yaml)
  if (tree === null) return { storyboard: null, problems, warnings: [] }
  const read = readStoryboardTree(tree)
  const found = [...read.problems]
  const warnings = [...read.warnings]
  if (read.storyboard !== null) {
    const checked = checkDesign(read.storyboard, read.lines, read.problems.length === 0)
    found.push(...checked.problems)
    warnings.push(...checked.warnings)
  }
  const byLine = (a: StoryboardProblem, b: StoryboardProblem) => a.line - b.line
  return {
    storyboard: found.length === 0 ? read.storyboard : null,
    problems: found.sort(byLine),
    warnings: warnings.sort(byLine),
  }
}

/**
 * Reads a storyboard that was accepted before: what is only checked of new ones never turns one away that is in use.
 * @throws Error when it no longer reads.
 */
export function storedStoryboard(yaml: string): Storyboard {
  const { tree, problems } = readTree(yaml)
  const read = tree === null ? null : readStoryboardTree(tree)
  const found = read?.problems[0] ?? problems[0]
  if (found || !read?.storyboard) throw new Error(`A stored storyboard no longer reads: ${found?.message}`)
  return read.storyboard
}

/** All steps of a design in the order they are written. */
export function stepsOf(node: DesignNode): DesignedStep[] {
  return node.kind === 'step' ? [node] : node.children.flatMap(stepsOf)
}

/** Fewest steps any path through the design takes. */
export function designedMinimum(node: DesignNode): number {
  if (node.kind === 'step') return 1
  if (node.kind === 'optional') return 0
  const counts = node.children.map(designedMinimum)
  return node.kind === 'choice' ? Math.min(...counts) : counts.reduce((sum, count) => sum + count, 0)
}

/** The design as the contract shows it. */
export function designedNode(node: DesignNode): DesignedNode {
  if (node.kind === 'step') {
    return {
      kind: 'step',
      step: node.step,
      stage: node.stage,
      touchpoints: node.touchpoints,
      channels: node.channels,
      owner: node.owner,
      tells: node.tells,
      asks: node.asks,
      says: node.says,
      feeling: node.feeling,
      moment_of_truth: node.moment_of_truth,
      within: node.within === null ? null : spanText(node.within),
      within_seconds: typeof node.within === 'number' ? node.within : null,
      promise: node.promise?.what ?? null,
    }
  }
  const children = node.children.map(designedNode)
  return node.kind === 'repeat'
    ? { kind: 'repeat', children, up_to: node.up_to }
    : { kind: node.kind, children }
}
