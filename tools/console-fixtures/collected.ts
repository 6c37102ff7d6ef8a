import type { ImportState, Quarantined } from '../../src/collect/contract.ts'
import * as collect from '../../src/collect/contract.ts'
import { type Answer, answer, Refusal } from './answer.ts'
import { asOf, traces } from './report.ts'

const mapping = `source: claims
zone: Europe/Berlin
records:
  - file: claims.csv
    key: $claim_id
    subjects: { claim: $claim_id }
    identifiers: { user_id: $customer }
    interactions:
      - touchpoint: $step
        at: $happened_at
        channel: $channel
`
const keys = [
  {
    key_id: 'k1',
    name: 'web shop',
    source: 'http',
    created_at: '2026-09-02T10:00:00.000Z',
    revoked_at: null,
    hint: 'tl_8fK2',
    last_used_at: '2026-11-20T17:58:02.000Z',
    requests_per_second: 1000,
  },
  {
    key_id: 'k2',
    name: 'call centre',
    source: 'telephone',
    created_at: '2026-06-02T10:00:00.000Z',
    revoked_at: '2026-10-01T08:00:00.000Z',
    hint: 'tl_9aP0',
    requests_per_second: 50,
    last_used_at: null,
  },
]
const quarantine: Quarantined[] = Array.from({ length: 37 }, (_, index) => ({
  quarantine_id: `q${index}`,
  source: index < 30 ? 'claims' : 'telephone',
  file: index < 30 ? 'claims.csv' : 'calls.jsonl',
  row: 210 + index * 17,
  value: index < 22 ? '31/02/2026 10:00' : '',
  field: index < 22 ? 'happened_at' : index < 30 ? 'claim_id' : 'at',
  reason: index < 22 ? 'time not understood' : index < 30 ? 'subject is empty' : 'time before 1990',
  record: JSON.stringify({
    claim_id: index < 22 ? `K-${4300 + index}` : '',
    happened_at: index < 22 ? '31/02/2026 10:00' : '2026-05-01 10:00',
    step: 'Documents sent',
    channel: 'web',
    customer: `c${1000 + index}`,
  }),
  at: '2026-11-20T17:00:00.000Z',
}))
const imports = new Map<string, ImportState & { begun: number }>()
const done: ImportState = {
  import_id: 'i0',
  source: 'claims',
  path: 'claims.csv',
  state: 'done',
  read: 4765,
  stored: 4728,
  unchanged: 0,
  quarantined: 37,
  withdrawn: 0,
  erased: 0,
  interactions: 4728,
  bytes_read: 812_331,
  bytes_total: 812_331,
  started_at: '2026-11-20T17:59:00.000Z',
  finished_at: '2026-11-20T17:59:07.000Z',
  error: null,
  storyboards: ['claim'],
  subject_types: ['claim'],
  can_undo: true,
  undone_at: null,
  undone_by: null,
  undone_records: 0,
  restored_records: 0,
}

/** Ten seconds from start to done, so that progress can be seen. */
function progressed(one: ImportState & { begun: number }): ImportState {
  if (one.state === 'cancelled') return one
  const part = Math.min(1, (Date.now() - one.begun) / 10_000)
  const read = Math.round(4765 * part)
  return {
    ...one,
    state: part >= 1 ? 'done' : part > 0.8 ? 'building' : 'reading',
    read,
    stored: Math.round(read * 0.99),
    quarantined: Math.round(read * 0.01),
    interactions: read,
    bytes_read: Math.round(one.bytes_total * part),
    finished_at: part >= 1 ? new Date().toISOString() : null,
  }
}

export const collectAnswers: Answer[] = [
  answer(collect.listSources, ({ workspace }) => ({
    sources:
      workspace === 'empty'
        ? []
        : [
            {
              source: 'claims',
              kind: 'file' as const,
              interactions: 4728,
              records: 4765,
              quarantined: 30,
              first_at: traces.at(-1)!.started_at,
              last_at: asOf,
              horizon: asOf,
              silent: false,
              mapping: true,
              hook_id: null,
            },
            {
              source: 'telephone',
              kind: 'live' as const,
              interactions: 84,
              records: 91,
              quarantined: 7,
              first_at: '2026-06-03T08:11:00.000Z',
              last_at: '2026-11-20T17:58:02.000Z',
              horizon: new Date().toISOString(),
              silent: false,
              mapping: false,
              hook_id: null,
            },
          ],
  })),
  answer(collect.previewImport, ({ mapping: given }) => {
    if (given?.includes('oops'))
      throw new Refusal({
        title: 'Mapping not understood',
        status: 422,
        detail: 'Line 3: “oops” is not a field of a mapping.',
        field: 'mapping',
        remedy: 'Remove it, or use one of source, zone, records.',
      })
    return {
      mapping: given ?? mapping,
      guessed: !given,
      subject_type: 'claim',
      interactions: traces
        .slice(0, 3)
        .flatMap((run) => run.interactions)
        .slice(0, 12),
      read: 4765,
      rejected: quarantine
        .slice(0, 9)
        .map(({ file, row, field, value, reason, record }) => ({ file, row, field, value, reason, record })),
    }
  }),
  answer(collect.startImport, ({ path, upload_id }) => {
    const import_id = `i${imports.size + 1}`
    imports.set(import_id, {
      ...done,
      import_id,
      path: path ?? upload_id ?? '',
      started_at: new Date().toISOString(),
      state: 'reading',
      begun: Date.now(),
    })
    return { import_id }
  }),
  answer(collect.readImport, ({ import_id }) => {
    const one = imports.get(import_id)
    return one ? progressed(one) : done
  }),
  answer(collect.listImports, ({ workspace }) => ({
    imports: workspace === 'empty' ? [] : [...[...imports.values()].map(progressed).reverse(), done],
  })),
  answer(collect.cancelImport, ({ import_id }) => {
    const one = imports.get(import_id)
    if (one) one.state = 'cancelled'
    return one ?? done
  }),
  answer(collect.readMapping, ({ source }) => {
    if (source !== 'claims')
      throw new Refusal({
        title: 'No mapping',
        status: 404,
        detail: `Source ${source} has no mapping of its own.`,
        remedy: 'Write one and save it.',
      })
    return { source, mapping, changed_at: '2026-11-01T10:00:00.000Z' }
  }),
  answer(collect.saveMapping, ({ source }) => ({ source })),
  answer(collect.listQuarantine, ({ workspace, source, reason }) => {
    const found =
      workspace === 'empty'
        ? []
        : quarantine.filter((one) => (!source || one.source === source) && (!reason || one.reason === reason))
    const reasons =
      workspace === 'empty'
        ? []
        : [...Map.groupBy(quarantine, (one) => `${one.source}\n${one.reason}`)].map(([key, some]) => ({
            source: key.split('\n')[0]!,
            reason: key.split('\n')[1]!,
            count: some.length,
          }))
    return { quarantine: found, total: found.length, reasons, next: null }
  }),
  answer(collect.mendQuarantined, ({ record }) => ({
    stored: record.includes('31/02') ? 0 : 1,
    reason: record.includes('31/02') ? 'time not understood' : null,
  })),
  answer(collect.replayQuarantine, () => ({ stored: 3, still_quarantined: quarantine.length - 3 })),
  answer(collect.discardQuarantined, ({ quarantine_ids }) => ({ discarded: quarantine_ids.length })),
  answer(collect.listKeys, ({ workspace }) => ({ keys: workspace === 'empty' ? [] : keys })),
  answer(collect.createKey, ({ name, source }) => ({
    key: { ...keys[0]!, key_id: 'k9', name, source: source ?? 'http' },
    write_key: 'tl_Q2hG8nV0pXr5sYw1ZbT7uKd3',
  })),
  answer(collect.revokeKey, () => ({ key: { ...keys[0]!, revoked_at: new Date().toISOString() } })),
]
