import { z } from 'zod'
import { operation } from '../http/operation.ts'
import { head, measuredInput as input, proportion, ratio, seen } from './contract-figures.ts'
import { said } from './contract-run-measures.ts'

export const consistencyReport = z.object({
  ...head,
  asked_twice: z.object({
    seen,
    /** Items asked again, of all asked. */
    again: proportion,
    /** Of items that prove who one is, counted apart. */
    security: proportion,
    /** In how many runs. */
    runs: z.object({ again: z.number(), security: z.number() }),
    items: z.array(
      z.object({
        item: z.string(),
        channel: z.string(),
        given_in: z.string(),
        security: z.boolean(),
        times: z.number(),
        runs: z.number(),
      }),
    ),
  }),
  contradictions: z.object({
    /** Runs that hold two statements or more: the others tell nothing about consistency. */
    seen,
    runs: proportion,
    examples: z.array(
      z.object({
        run_id: z.string(),
        subject: z.string(),
        about: z.string(),
        what: z.string(),
        first: said,
        second: said,
      }),
    ),
    pairs: z.array(z.object({ first: z.string(), second: z.string(), times: z.number(), runs: z.number() })),
    /** By what was told: a date, a state, a price … */
    kinds: z.array(z.object({ what: z.string(), times: z.number(), runs: z.number() })),
  }),
  hand_offs: z.object({
    seen,
    /** 1 − mean failure of a run’s hand-offs, over the runs with one at which something was observed. */
    seamless: ratio,
    /** Runs without any hand-off: a journey is not seamless by hiding. */
    without: proportion,
    /** Runs with one at least. */
    runs: z.number(),
    failures: z.array(proportion.extend({ failure: z.string(), runs: z.number() })),
    pairs: z.array(
      z.object({
        kind: z.string(),
        from: z.string(),
        to: z.string(),
        hand_offs: z.number(),
        observed: z.number(),
        failed: z.number(),
        runs: z.number(),
        failed_runs: z.number(),
      }),
    ),
  }),
})
export type ConsistencyReport = z.infer<typeof consistencyReport>

export const readConsistency = operation({
  name: 'consistency',
  method: 'GET',
  path: '/api/:workspace/journeys/:journey/consistency',
  permission: 'member',
  summary: 'Items asked twice, contradictions with both statements, and hand-offs with what failed at them',
  input,
  output: consistencyReport,
})

export const questionsReport = z.object({
  ...head,
  clocks: z.array(
    z.object({
      question: z.string(),
      words: z.string(),
      answered: proportion,
      /** Seconds until half are answered, by Kaplan–Meier; null = not while watched. */
      median: z.number().nullable(),
      low: z.number().nullable(),
      high: z.number().nullable(),
    }),
  ),
})
export type QuestionsReport = z.infer<typeof questionsReport>

export const readQuestions = operation({
  name: 'questions',
  method: 'GET',
  path: '/api/:workspace/journeys/:journey/questions',
  permission: 'member',
  summary: 'Have you received it, do you need anything from me, when do I hear: how soon each is answered',
  input,
  output: questionsReport,
})
