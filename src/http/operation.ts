import type { z } from 'zod'

/** Who may call an operation. `public` needs no sign-in, `person` only one, `member` and `owner` a role in the workspace. */
export type Permission = 'public' | 'person' | 'member' | 'owner'

/**
 * A contract is a value: the server serves it, the console and the command line call it, the OpenAPI
 * document lists it. Input fields named in `path` travel in the path, the rest as query (GET, DELETE)
 * or JSON body.
 */
export interface Operation<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  name: string
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** `/api/:workspace/journeys/:journey` */
  path: string
  summary: string
  permission: Permission
  input: I
  output: O
}

export function operation<I extends z.ZodType, O extends z.ZodType>(value: Operation<I, O>): Operation<I, O> {
  return value
}

export type Input<Op extends Operation> = z.input<Op['input']>
export type Output<Op extends Operation> = z.output<Op['output']>
/** The input as a handler gets it: checked, with what was left out filled in. */
export type Checked<Op extends Operation> = z.output<Op['input']>
