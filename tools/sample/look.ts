/** Imports a sample company like anybody's data and asks where it breaks. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createWorkspace } from '../../src/access/contract.ts'
import { type ImportState, readImport, startImport } from '../../src/collect/contract.ts'
import { call, type Transport } from '../../src/http/call.ts'
import { type BreaksReport, readBreaks } from '../../src/journeys/contract.ts'
import type { Throughline } from '../../src/main.ts'
import type { Fault } from './faults.ts'
import { generateSample } from './generate.ts'
import { type Judgement, judge } from './judge.ts'

export interface Looked {
  judgement: Judgement
  /** Breaks of both journeys together. */
  breaks: BreaksReport['breaks']
}

/** One company in a workspace of its own: generated, imported, looked at, judged against its truth. */
export async function lookAt(
  throughline: Throughline,
  company: { seed: number; customers: number; faults: Fault[] },
): Promise<Looked> {
  const dir = mkdtempSync(join(tmpdir(), 'throughline-company-'))
  try {
    const truth = generateSample({ ...company, dir })
    const workspace = `company-${company.seed}-${company.faults.length}`
    const transport = transportOf(throughline)
    await call(transport, createWorkspace, { workspace })
    await importFolder(transport, workspace, dir)
    const report = await call(transport, readBreaks, { workspace, journey: 'get-connected' })
    const help = await call(transport, readBreaks, { workspace, journey: 'help' })
    return { judgement: judge(truth, report), breaks: [...report.breaks, ...help.breaks] }
  } finally {
    rmSync(dir, { recursive: true })
  }
}

function transportOf({ app, token }: Throughline): Transport {
  return async (path, init) =>
    app.request(path, { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } })
}

async function importFolder(transport: Transport, workspace: string, path: string): Promise<ImportState> {
  const { import_id } = await call(transport, startImport, { workspace, path, replace: false })
  for (;;) {
    const state = await call(transport, readImport, { workspace, import_id })
    if (state.state === 'done') return state
    if (state.finished_at !== null) throw new Error(`The import ended as ${state.state}: ${state.error}`)
    await new Promise((next) => setTimeout(next, 50))
  }
}

/** One line per fault, for a person who reads why a company failed. */
export function told({ judgement, breaks }: Looked): string[] {
  const place = ({ kind, from, to, segment }: { kind: string; from: string; to: string; segment: string }) =>
    `${kind} ${from} → ${to} ${segment}`
  return [
    ...judgement.missing.map((fault) => `not found: ${place(fault)}, ${fault.touched} runs`),
    ...judgement.wrong_size.map(
      ({ fault, reported, break: found }) =>
        `wrong size: ${place(fault)}, truth ${fault.size}, reported ${reported} (${found.size_low} to ${found.size_high}; ${found.runs} of ${found.of})`,
    ),
    ...breaks.map((found) => `reported: ${place(found)}`),
  ]
}
