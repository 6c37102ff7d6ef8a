import type { RankOf } from '../collect/index.ts'
import type { Member } from './resolve.ts'
import { type LinkRule, linkRules } from './words.ts'

/** Two identifiers and what speaks for their being one person. */
export interface Link {
  a: Member
  b: Member
  rule: LinkRule
  /** That they are one person, 0..1; 1 for what a person or a source said. */
  probability: number
  /** When they were first seen together, epoch ms; for a decision, when it was taken. */
  first_at: number
  /** The source that showed them together, or the person who decided. */
  source: string
  /** Taken back: it stays on record and joins nothing. */
  undone: boolean
  /** A person said that the two are *not* one. */
  apart: boolean
  /** What a person gave as reason; '' where nobody was asked. */
  reason: string
}

/** The strongest first; of the set alone, so that any order of arrival gives the same customers. */
export const compareLinks = (rankOf: RankOf) => (one: Link, other: Link) =>
  linkRules.indexOf(one.rule) - linkRules.indexOf(other.rule) ||
  other.probability - one.probability ||
  ranks(one, rankOf) - ranks(other, rankOf) ||
  one.first_at - other.first_at ||
  compareText(one.a.identifier_id, other.a.identifier_id) ||
  compareText(one.b.identifier_id, other.b.identifier_id)

const ranks = ({ a, b }: Link, rankOf: RankOf) => rankOf(a.kind) + rankOf(b.kind)
const compareText = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)

/** Identifiers in the order of the numbers they are, which is that of the ledger's indexes. */
export const compareIds = (one: string, other: string): number =>
  one.length - other.length || compareText(one, other)
