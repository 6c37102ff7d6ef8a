import { z } from 'zod'
import { operation } from '../http/operation.ts'
import { head, measuredInput as input } from './contract-figures.ts'

const unknown = z.number().nullable()

const placeTime = z.object({
  place: z.string(),
  /** Runs that came there. */
  runs: z.number(),
  /** From when something began there until the next began, over all runs, and the mean of those that came there. */
  days: z.number(),
  mean_days: unknown,
  /** Of the whole time, with its interval over customers. */
  share: unknown,
  low: unknown,
  high: unknown,
  /** The same days by who held the ball; `active`: the customer took part. */
  holders: z.object({
    active: z.number(),
    company: z.number(),
    customer: z.number(),
    third_party: z.number(),
    unknown: z.number(),
  }),
})
export type PlaceTime = z.infer<typeof placeTime>

export const placesReport = z.object({
  ...head,
  /** All the time: stages, and steps, each come to it together with what could not be placed. */
  days: z.number(),
  /** In the order of the design; '' = outside of every stage. Empty where the design has none. */
  stages: z.array(placeTime),
  /** Designed steps (else touchpoints): the design first, in its order. */
  steps: z.array(placeTime.extend({ stage: z.string(), owner: z.string(), designed: z.boolean() })),
  /** Runs whose time is known but cannot be parted by place. */
  unplaced: placeTime.omit({ place: true }).nullable(),
})
export type PlacesReport = z.infer<typeof placesReport>

export const readPlaces = operation({
  name: 'places',
  method: 'GET',
  path: '/api/:workspace/journeys/:journey/places',
  permission: 'member',
  summary: 'Where the time goes: by stage and step, and who held the ball there',
  input,
  output: placesReport,
})
