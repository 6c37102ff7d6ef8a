import { hash } from 'node:crypto'
import type { Analytics } from '../storage/analytics.ts'
import type { Interaction } from './interaction.ts'
import { recordIdOf } from './interaction-id.ts'

/** A record as the ledger knows it: what it made, and a hash of that, so that an unchanged one is left alone. */
export interface LedgerRecord {
  record_id: string
  record_hash: string
  interactions: Interaction[]
}

interface Known {
  record_hash: string
  interaction_ids: string[]
  import_number: number
}

/** Groups the interactions of one entry of a mapping by record. Of a record that comes twice the later one counts. */
export function recordsOf(interactions: Interaction[]): LedgerRecord[] {
  const records = new Map<string, Interaction[]>()
  for (const interaction of interactions) {
    const own = records.get(interaction.record_key)
    if (own === undefined || own.some((each) => each.interaction_id === interaction.interaction_id))
      records.set(interaction.record_key, [interaction])
    else own.push(interaction)
  }
  return [...records.values()].map((own) => ({
    record_id: recordIdOf(own[0]!.interaction_id),
    record_hash: contentHash(own),
    interactions: own,
  }))
}

/**
 * 40 bits of the content, then 24 of its places in the file. A row that only moved is unchanged, yet it is written
 * again: its place orders it among interactions of the same time.
 */
function contentHash(interactions: Interaction[]): string {
  const what = hash('sha1', interactions.map(contentOf).join('\u001e'), 'buffer').readBigUInt64BE(0)
  const where = interactions.reduce(
    (places, { sequence }) => (Math.imul(places, 31) + sequence) & 0xffffff,
    0,
  )
  return ((what & ~placeBits) | BigInt(where)).toString()
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
): Promise<Map<string, Known>> {
  const rows = await analytics.ask<Known & { record_id: string }>(
    `SELECT record_id, toString(record_hash) AS record_hash, interaction_ids, import_number
     FROM throughline.records FINAL WHERE {{workspace}} AND source = {source:String} AND record_id IN ({ids:Array(UInt64)})`,
    { workspace, params: { source, ids: record_ids.map(BigInt) } },
    'rebuild',
  )
  return new Map(rows.map((row) => [row.record_id, { ...row, import_number: Number(row.import_number) }]))
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
] as const

export interface LedgerStamp {
  workspace: string
  source: string
  import_number: number
  version: number
}

export function ledgerRow(stamp: LedgerStamp, record: LedgerRecord): unknown[] {
  return [
    stamp.workspace,
    stamp.source,
    record.record_id,
    record.record_hash,
    record.interactions.map((each) => each.interaction_id),
    stamp.import_number,
    stamp.version,
    0,
  ]
}

/** Records of a source that this import did not meet: an export no longer holds them. */
export async function vanishedRecords(
  analytics: Analytics,
  workspace: string,
  source: string,
  import_number: number,
): Promise<{ record_id: string; interaction_ids: string[] }[]> {
  return analytics.ask(
    `SELECT record_id, interaction_ids FROM throughline.records FINAL
     WHERE {{workspace}} AND source = {source:String} AND import_number != {import_number:UInt64}`,
    { workspace, params: { source, import_number } },
    'rebuild',
  )
}
