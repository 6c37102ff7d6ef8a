import type { z } from 'zod'
import type { Operation, Output } from '../../src/http/operation.ts'

export type Given<Op extends Operation> = z.output<Op['input']>
export interface Answer {
  operation: Operation
  give: (input: never) => unknown
}
export function answer<Op extends Operation>(
  operation: Op,
  give: (input: Given<Op>) => Output<Op> | Promise<Output<Op>>,
): Answer {
  return { operation, give: give as (input: never) => unknown }
}

export class Refusal extends Error {
  problem: Record<string, unknown>
  constructor(problem: Record<string, unknown>) {
    super(String(problem.detail))
    this.problem = problem
  }
}
