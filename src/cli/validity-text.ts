import type { Input, Output } from '../http/operation.ts'
import { readValidity } from '../journeys/contract.ts'
import type { Connection } from './connect.ts'
import { print, printJson } from './show.ts'

type Validity = Output<typeof readValidity>

/** Whether the design is a good one. */
export async function showValidity(
  connection: Connection,
  input: Omit<Input<typeof readValidity>, 'workspace'>,
  json: boolean,
): Promise<void> {
  const validity = await connection.call(readValidity, input)
  if (json) printJson(validity)
  else print(validityText(validity))
}

/** What `throughline journey NAME validity` prints. */
function validityText({ journey, as_of, conforming, attributes, success, score }: Validity): string {
  return [
    `${journey}, as of ${as_of}: runs with conformance from ${conforming} against the others, made comparable by ${attributes.join(', ') || 'nothing (no attribute of few values)'}`,
    ...told('success', success, (value) => `${(value * 100).toFixed(1)} points`),
    ...(score === null ? [] : told('score', score, (value) => value.toFixed(2))),
  ].join('\n')
}

function told(of: string, compared: Validity['success'], shown: (value: number) => string): string[] {
  const { conforming, others, difference, verdict, why } = compared
  const measured =
    difference === null
      ? ''
      : `; difference ${shown(difference.value)} (${shown(difference.low)} to ${shown(difference.high)}), unweighted ${shown(difference.raw)}`
  return [`${of}: ${verdict}: ${why}`, `  ${conforming} conforming, ${others} others${measured}`]
}
