import type { z } from 'zod'
import type { channelShown } from '../contract-hooks.ts'

/** A ready-made way in: a mapping, and how its payloads are signed. Everything in it can be changed by whoever uses it. */
export interface Channel extends Omit<z.input<typeof channelShown>, 'mapping'> {
  /** The mapping a source of this name begins with. */
  mapping(source: string): string
}

/** A name as YAML holds it. */
export const quoted = (name: string) => JSON.stringify(name)
