import { z } from 'zod'

/** The kind of key that a person is found by. */
export const identifierKind = 'identifier'

/** Every time on the wire is ISO 8601 in UTC with milliseconds; durations are seconds. */
export const time = z.string()
export const workspace = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'a workspace is named with a–z, 0–9 and -')
