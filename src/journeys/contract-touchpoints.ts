import { z } from 'zod'
import { workspace } from '../collect/contract.ts'
import { operation } from '../http/operation.ts'

const stepAt = z.object({
  /** What the catalogue calls it. */
  touchpoint: z.string(),
  /** The word in the storyboard's text. */
  written: z.string(),
  journey: z.string(),
  version: z.number(),
  step: z.string(),
  stage: z.string(),
  owner: z.string(),
  /** Other steps of the journey that were told from it by their touchpoint and are no more. */
  same_as: z.array(z.string()),
})
export type StepAtTouchpoint = z.infer<typeof stepAt>

export const listTouchpointSteps = operation({
  name: 'list_touchpoint_steps',
  method: 'GET',
  path: '/api/:workspace/touchpoints/steps',
  permission: 'member',
  summary: 'Which steps of storyboards in force lie at which touchpoint, by old words too',
  input: z.object({ workspace }),
  output: z.object({ steps: z.array(stepAt) }),
})
