import { hash } from 'node:crypto'
import type { ErasureCounts } from '../storage/erasure.ts'

/** Proof of an erasure. Holds nothing personal of the customer, and the hash of the certificate before it. */
export interface Certificate {
  format: 'throughline erasure 1'
  erasure_id: number
  workspace: string
  kind: 'customer' | 'retention'
  /** The customer's salted name; null where interactions were erased for their age. */
  customer: string | null
  ground: string
  asked_by: string
  asked_at: string
  finished_at: string
  interactions: { named: number; by_subject: number; of_others: number }
  /** Rows or files removed, by table, as they were found before anything went; 0 = looked for, none found. Replaced versions are counted too. */
  removed: ErasureCounts
  tombstones: number
  /** What the engines still hold of it, and until when. */
  remains: string[]
  /** Hash of the certificate before this one in the workspace; null = the first. */
  previous: string | null
}

export const hashOf = (text: string): string => hash('sha256', text, 'hex')

/** Whether each certificate is as it was hashed and names the one before it. Oldest first. */
export function intactChain(rows: readonly { certificate: string; hash: string }[]): boolean[] {
  return rows.map(({ certificate, hash: told }, place) => {
    const before = place === 0 ? null : rows[place - 1]!.hash
    return hashOf(certificate) === told && (JSON.parse(certificate) as Certificate).previous === before
  })
}
