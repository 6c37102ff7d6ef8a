import { z } from 'zod'
import { operation } from '../http/operation.ts'
import { head, measuredInput as input, ratio } from './contract-figures.ts'

export const meansReport = z.object({
  ...head,
  /** Each a mean per run in which it was observed. */
  means: z.object({
    /** Days from the start to a success whose time is known. */
    days: ratio,
    contacts: ratio,
    switches: ratio,
    /** Days of silence beyond tolerance. */
    excess_days: ratio,
    conformance: ratio,
    /** Customer-minutes, and of them the avoidable. */
    minutes: ratio,
    avoidable: ratio,
  }),
})
export type MeansReport = z.infer<typeof meansReport>

export const readMeans = operation({
  name: 'means',
  method: 'GET',
  path: '/api/:workspace/journeys/:journey/means',
  permission: 'member',
  summary: 'Means per run, each with its interval over customers, to be compared between sides',
  input,
  output: meansReport,
})
