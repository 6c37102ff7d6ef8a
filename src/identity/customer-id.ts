import { z } from 'zod'

/** An unsigned 64-bit number as text. Browser-safe. */
export const customerId = z
  .string()
  .regex(/^\d{1,20}$/, 'an id is a number, as it is listed')
  .refine((text) => !/^\d+$/.test(text) || BigInt(text) < 2n ** 64n, 'an id has at most 64 bits')
