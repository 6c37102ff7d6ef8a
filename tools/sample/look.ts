/** Imports a sample company like anybody's data and asks where it breaks. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BreaksReport, readBreaks } from '../../src/journeys/contract.ts'
import type { InProcess } from '../in-process.ts'
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
  product: InProcess,
  company: { seed: number; customers: number; faults: Fault[] },
): Promise<Looked> {
  const dir = mkdtempSync(join(tmpdir(), 'throughline-company-'))
  try {
    const truth = generateSample({ ...company, dir })
    const workspace = await product.workspace(`company-${company.seed}-${company.faults.length}`)
    const { state, error } = await product.import(workspace, dir)
    if (state !== 'done') throw new Error(`The import ended as ${state}: ${error}`)
    const report = await product.call(readBreaks, { workspace, journey: 'get-connected' })
    const help = await product.call(readBreaks, { workspace, journey: 'help' })
    return { judgement: judge(truth, report), breaks: [...report.breaks, ...help.breaks] }
  } finally {
    rmSync(dir, { recursive: true })
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
