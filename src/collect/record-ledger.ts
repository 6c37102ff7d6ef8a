import { hash } from 'node:crypto'
import type { Analytics } from '../storage/analytics.ts'
import type { Interaction } from './interaction.ts'
import { exportedRecordId, recordIdOf } from './interaction-id.ts'

/** A record as the ledger knows it: what it made, and a hash of that, so that an unchanged one is left alone. */
export interface LedgerRecord {
  source: string
  record_id: string
  record_hash: string
  interaction_ids: string[]
}

/** A record with what it made. */
export interface WholeRecord extends LedgerRecord {
  interactions: Interaction[]
}

export interface KnownRecord {
  record_hash: string
  interaction_ids: string[]
  /** The imports that said what it holds now; 0 = somebody else: a person who mended it, or whoever came before this was noted. */
  said_by: number[]
}

/** The ids of a record's interactions differ in their last four digits only (interaction-id.ts). */
const sharedDigits = 32

/** Exported interactions, each a record of its own. Of one that comes twice the later one counts. */
export function exportedRecords(interactions: Interaction[]): WholeRecord[] {
  const last = new Map(interactions.map((each) => [each.interaction_id, each]))
  return [...last.values()].map((each) => ({
    source: each.source,
    record_id: exportedRecordId(each.interaction_id),
    record_hash: contentHash([each]),
    interaction_ids: [each.interaction_id],
    interactions: [each],
  }))
}

/** Groups interactions by record. Of a record that comes twice the later one counts. */
export function recordsOf(interactions: Interaction[]): WholeRecord[] {
  const records = new Map<string, Interaction[]>()
  for (const interaction of interactions) {
    const record = interaction.interaction_id.slice(0, sharedDigits)
    const own = records.get(record)
    if (own === undefined || own.some((each) => each.interaction_id === interaction.interaction_id))
      records.set(record, [interaction])
    else own.push(interaction)
  }
  return [...records.values()].map((own) => ({
    source: own[0]!.source,
    record_id: recordIdOf(own[0]!.interaction_id),
    record_hash: contentHash(own),
    interaction_ids: own.map((each) => each.interaction_id),
    interactions: own,
  }))
}

/**
 * 40 bits of the content, then 24 of its places in the file. A row that only moved is unchanged, yet it is written
 * again: its place orders it among interactions of the same time.
 */
function contentHash(interactions: Interaction[]): string {
  const text =
    interactions.length === 1 ? contentOf(interactions[0]!) : interactions.map(contentOf).join('\u001e')
  // As digits: taking bytes out of a buffer costs as much again as the hash (measured).
  const what = hash('sha1', text, 'hex').slice(0, 10)
  let where = 0
  for (const { sequence } of interactions) where = (Math.imul(where, 31) + sequence) & 0xffffff
  return BigInt(`0x${what}${where.toString(16).padStart(6, '0')}`).toString()
}

/** All that an interaction says, without its place: a third of the time that turning it into JSON takes. */
function contentOf(each: Interaction): string {
  const plain = `${each.interaction_id}\u001f${each.source}\u001f${each.record_key}\u001f${each.started_at}\u001f${each.ended_at}\u001f${each.channel}\u001f${each.touchpoint}\u001f${each.direction}\u001f${each.begun_by}\u001f${each.ball_after}\u001f${each.agent}\u001f${each.team}\u001f${each.cost}\u001f${each.text}`
  let nested = ''
  for (const list of [
    each.identifiers,
    each.subjects,
    each.information_given,
    each.information_asked,
    each.promises,
    each.statements,
  ])
    nested += list.length === 0 ? '\u001f' : `\u001f${JSON.stringify(list)}`
  // Records that say nothing of the customer keep the hash they had before there were traits and groups.
  if (hasAny(each.traits)) nested += `\u001ftraits${JSON.stringify(each.traits)}`
  if (each.groups.length > 0) nested += `\u001fgroups${JSON.stringify(each.groups)}`
  return `${plain}${nested}\u001f${JSON.stringify(each.news)}\u001f${JSON.stringify(each.score)}\u001f${JSON.stringify(each.attributes)}`
}

/** Whether a record of traits holds any, without making a list of them: this is asked of every interaction that is imported. */
function hasAny(traits: Record<string, string>): boolean {
  for (const _ in traits) return true
  return false
}

const placeBits = 0xffffffn

/** Whether two hashes of records say the same content, wherever it stands in the file. */
export const sameContent = (one: string, other: string) =>
  one === other || (BigInt(one) & ~placeBits) === (BigInt(other) & ~placeBits)

/** Of the records asked for, those the source already has. */
export async function knownRecords(
  analytics: Analytics,
  workspace: string,
  source: string,
  record_ids: string[],
): Promise<Map<string, KnownRecord>> {
  const rows = await analytics.ask<KnownRecord & { record_id: string }>(
    `SELECT record_id, toString(record_hash) AS record_hash, interaction_ids, said_by
     FROM throughline.records FINAL WHERE {{workspace}} AND source = {source:String} AND record_id IN ({ids:Array(UInt64)})`,
    { workspace, params: { source, ids: record_ids.map(BigInt) } },
    'rebuild',
  )
  return new Map(rows.map((row) => [row.record_id, { ...row, said_by: saidBy(row.said_by) }]))
}

/** As it was written; of a record written before this was noted nothing is known. */
export const saidBy = (written: readonly (number | string)[]): number[] =>
  written.length === 0 ? [0] : written.map(Number)

/** Imports noted of one record; of more it counts as said for good. */
const notedImports = 100

/** Who says what a record holds, once an import found it so too. */
export function saidAlso(known: readonly number[], import_number: number): number[] {
  if (known.includes(import_number)) return [...known]
  return known.length < notedImports
    ? [...known, import_number]
    : [0, ...known.slice(-notedImports + 2), import_number]
}

export async function hasRecords(analytics: Analytics, workspace: string, source: string): Promise<boolean> {
  const rows = await analytics.ask(
    'SELECT 1 FROM throughline.records WHERE {{workspace}} AND source = {source:String} LIMIT 1',
    { workspace, params: { source } },
  )
  return rows.length > 0
}

export const ledgerColumns = [
  'workspace',
  'source',
  'record_id',
  'record_hash',
  'interaction_ids',
  'import_number',
  'version',
  'is_deleted',
  'said_by',
] as const

export interface LedgerStamp {
  workspace: string
  import_number: number
  version: number
}

export function ledgerRow(
  stamp: LedgerStamp,
  record: LedgerRecord,
  said_by: readonly number[] = [stamp.import_number],
): unknown[] {
  return [
    stamp.workspace,
    record.source,
    record.record_id,
    record.record_hash,
    record.interaction_ids,
    stamp.import_number,
    stamp.version,
    0,
    said_by,
  ]
}

/** Records of a source that this import did not meet: an export no longer holds them. */
export async function vanishedRecords(
  analytics: Analytics,
  workspace: string,
  source: string,
  import_number: number,
): Promise<(KnownRecord & { record_id: string })[]> {
  const rows = await analytics.ask<KnownRecord & { record_id: string }>(
    `SELECT record_id, toString(record_hash) AS record_hash, interaction_ids, said_by FROM throughline.records FINAL
     WHERE {{workspace}} AND source = {source:String} AND import_number != {import_number:UInt64}`,
    { workspace, params: { source, import_number } },
    'rebuild',
  )
  return rows.map((row) => ({ ...row, said_by: saidBy(row.said_by) }))
}
