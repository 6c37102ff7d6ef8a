import type { Output } from '../http/operation.ts'
import type { Db } from '../storage/operational.ts'
import type { previewHook } from './contract-hooks.ts'
import type { Hook } from './hook.ts'
import { lastPayloads } from './hook-payload.ts'
import { contentKey } from './hook-read.ts'
import type { IdentifierKinds } from './identifier-kinds.ts'
import { showInteraction } from './interaction-shown.ts'
import { type Mapping, parseMapping } from './mapping.ts'
import { mostItems } from './mapping-payload.ts'
import type { Mapped, RecordMapping } from './mapping-record.ts'
import { emptyRecord, type FlatRecord, Rejection } from './record.ts'
import type { CollectTables } from './tables.ts'

type Preview = Output<typeof previewHook>
type Became = Preview['payloads'][number]['became'][number]

/** The last payloads and what each would become by a mapping, as if they came now, one after the other. Nothing is stored. */
export async function previewHookOf(
  db: Db<CollectTables>,
  hook: Hook,
  yaml: string,
  kinds: IdentifierKinds,
): Promise<Preview> {
  const { mapping, problems } = parseMapping(yaml)
  const payloads = await lastPayloads(db, hook.workspace, hook.source)
  const parts = new Map<string, FlatRecord[]>()
  const shown = payloads.toReversed().map(({ payload_id, received_at, bytes, record }) => ({
    payload_id,
    received_at: received_at.toISOString(),
    bytes,
    columns: { ...(record ?? emptyRecord()) },
    became: record === null || mapping === null ? [] : becameOf(mapping, record, parts, kinds),
  }))
  return { mapping: yaml, problems, payloads: shown.toReversed() }
}

function becameOf(
  mapping: Mapping,
  payload: FlatRecord,
  parts: Map<string, FlatRecord[]>,
  kinds: IdentifierKinds,
): Became[] {
  return mapping.records.flatMap((entry) =>
    (entry.recordsOf?.(payload) ?? []).slice(0, mostItems).flatMap((record) => {
      const read = readOne(entry, record, parts, kinds)
      if ('ignored' in read.mapped) return []
      return {
        entry: entry.name,
        gathered: read.gathered,
        interactions: 'interactions' in read.mapped ? read.mapped.interactions.map(showInteraction) : [],
        rejected: 'rejected' in read.mapped ? read.mapped.rejected : null,
      }
    }),
  )
}

function readOne(
  entry: RecordMapping,
  record: FlatRecord,
  parts: Map<string, FlatRecord[]>,
  kinds: IdentifierKinds,
): { mapped: Mapped; gathered: number | null } {
  const now = Date.now()
  const { gathered } = entry
  if (gathered === null)
    return { mapped: entry.map(record, { row: 0, key: contentKey(record), now, kinds }), gathered: null }
  if (!gathered.admits(record)) return { mapped: { ignored: true }, gathered: null }
  try {
    const place = `${entry.name}\0${gathered.keyOf(record)}`
    const all = [...(parts.get(place) ?? []), record]
    parts.set(place, all)
    return { mapped: entry.map(gathered.fold(all, now), { row: 0, now, kinds }), gathered: all.length }
  } catch (error) {
    if (!(error instanceof Rejection)) throw error
    const { field, value, reason } = error
    return { mapped: { rejected: { field, value, reason } }, gathered: null }
  }
}
