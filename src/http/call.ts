import type { Input, Operation, Output } from './operation.ts'

export type Transport = (
  path: string,
  init: { method: string; headers: Record<string, string>; body?: string },
) => Promise<Response>

/** What an operation's path, query and body become for a given input. */
export function requestOf(
  operation: Operation,
  input: Record<string, unknown>,
): { path: string; body?: string } {
  const left: Record<string, unknown> = { ...input }
  const path = operation.path.replace(/:([a-z_]+)/g, (_, name: string) => {
    const value = left[name]
    delete left[name]
    return encodeURIComponent(String(value))
  })
  if (operation.method === 'POST' || operation.method === 'PUT') return { path, body: JSON.stringify(left) }
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(left))
    if (value !== undefined && value !== null && value !== '') query.set(name, String(value))
  return { path: query.size > 0 ? `${path}?${query}` : path }
}

/**
 * Calls an operation over any transport: fetch in the browser, a socket or the app itself from the command line.
 * @throws CallFailed with the problem's own words when the answer is not 2xx.
 */
export async function call<Op extends Operation>(
  transport: Transport,
  operation: Op,
  input: Input<Op>,
): Promise<Output<Op>> {
  const { path, body } = requestOf(operation, input as Record<string, unknown>)
  const headers: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
  const response = await transport(path, {
    method: operation.method,
    headers,
    ...(body === undefined ? {} : { body }),
  })
  if (!response.ok) throw new CallFailed(response.status, await readProblem(response))
  return (await response.json()) as Output<Op>
}

export interface ProblemShown {
  title: string
  detail: string
  remedy?: string
  field?: string
  problems?: { line: number; field: string; message: string }[]
}

export class CallFailed extends Error {
  readonly status: number
  readonly problem: ProblemShown
  constructor(status: number, problem: ProblemShown) {
    super(problem.remedy ? `${problem.detail} ${problem.remedy}` : problem.detail)
    this.status = status
    this.problem = problem
  }
}

async function readProblem(response: Response): Promise<ProblemShown> {
  const text = await response.text()
  try {
    return JSON.parse(text) as ProblemShown
  } catch {
    return {
      title: `Status ${response.status}`,
      detail: text.slice(0, 200) || `The server answered ${response.status}.`,
    }
  }
}
