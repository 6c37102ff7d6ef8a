import { hash } from 'node:crypto'

/**
 * Ids of the interactions that one record makes: UUIDs (version 8: by own hash) that share the SHA-1 of the record's name
 * and end in the interaction's place in the record. One hash for all of them: hashing is a good part of reading a file.
 */
export function idsOf(name: string): (place: number) => string {
  const hex = hash('sha1', name, 'hex')
  const shared = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 28)}`
  return (place) => shared + place.toString(16).padStart(4, '0')
}

/**
 * What the ledger knows an exported interaction by: each is a record of its own, because an export is in the order of time, and what
 * one record made lies far apart in it.
 */
export function exportedRecordId(interaction_id: string): string {
  return BigInt(`0x${hash('sha1', `exported\u0000${interaction_id}`, 'hex').slice(0, 16)}`).toString()
}

/** The 64 bits that the ids of a record's interactions begin with, as decimal text: what the ledger knows the record by. */
export function recordIdOf(interaction_id: string): string {
  const id = interaction_id
  return BigInt(`0x${id.slice(0, 8)}${id.slice(9, 13)}${id.slice(15, 18)}${id.slice(20, 21)}`).toString()
}
