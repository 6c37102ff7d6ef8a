import { z } from 'zod'
import { workspace } from '../collect/contract.ts'
import { operation } from '../http/operation.ts'

export const exportForms = ['csv', 'parquet', 'xes', 'ocel'] as const
export type ExportForm = (typeof exportForms)[number]
export const exportedThings = ['interactions', 'runs'] as const

/** Ending of the file in each form. */
export const exportEndings: Record<ExportForm, string> = {
  csv: 'csv',
  parquet: 'parquet',
  xes: 'xes',
  ocel: 'jsonocel',
}

export const exportData = operation({
  name: 'export_data',
  method: 'GET',
  path: '/api/:workspace/export',
  permission: 'member',
  summary: 'Interactions or runs of a workspace or journey as a file: CSV, Parquet, XES or OCEL 2.0',
  input: z.object({
    workspace,
    what: z.enum(exportedThings).default('interactions'),
    form: z.enum(exportForms).default('csv'),
    /** Runs of this journey alone, and the interactions they hold. */
    journey: z.string().optional(),
    /** Interactions that begin in the period; of a journey, and of runs: runs that begin in it, whole. */
    since: z.string().optional(),
    until: z.string().optional(),
    /** A name of the caller's under which `export_progress` tells how far it is. */
    export_id: z
      .string()
      .regex(/^[\w-]{8,64}$/)
      .optional(),
  }),
  /** A file. */
  output: z.unknown(),
})

export const readExportProgress = operation({
  name: 'export_progress',
  method: 'GET',
  path: '/api/:workspace/exports/:export_id',
  permission: 'member',
  summary: 'How far an export is that was begun under this name',
  input: z.object({ workspace, export_id: z.string() }),
  output: z.object({
    state: z.enum(['waiting', 'writing', 'done', 'failed']),
    /** What is counted: in XES an interaction about two subjects is two events. */
    what: z.enum([...exportedThings, 'events']),
    done: z.number(),
    /** Null while they are counted. */
    of: z.number().nullable(),
    error: z.string().nullable(),
  }),
})
export type ExportProgress = z.infer<(typeof readExportProgress)['output']>
