import { toCsv } from '../http/csv.ts'
import type { Input, Operation, Output } from '../http/operation.ts'

/** What the server refused, in its words (RFC 9457), with what to do now. */
export class Problem extends Error {
  readonly status: number
  readonly title: string
  readonly detail: string
  readonly field: string | null
  readonly remedy: string | null
  constructor(given: {
    status: number
    title: string
    detail: string
    field?: string | null
    remedy?: string | null
  }) {
    super(given.detail || given.title)
    this.name = 'Problem'
    this.status = given.status
    this.title = given.title
    this.detail = given.detail
    this.field = given.field ?? null
    this.remedy = given.remedy ?? null
  }
}

export interface RequestShape {
  url: string
  method: Operation['method']
  body: string | null
}

/** An operation and its input as an HTTP request: path fields in the path, the rest as query or JSON body. */
export function requestOf(operation: Pick<Operation, 'method' | 'path'>, input: object): RequestShape {
  const rest = new Map(Object.entries(input).filter(([, value]) => value !== undefined && value !== null))
  const path = operation.path.replaceAll(/:(\w+)/g, (_, field: string) => {
    const value = rest.get(field)
    if (value === undefined) throw new Error(`${operation.path} needs ${field}`)
    rest.delete(field)
    return encodeURIComponent(String(value))
  })
  if (operation.method === 'GET' || operation.method === 'DELETE') {
    const query = new URLSearchParams([...rest].map(([field, value]) => [field, String(value)]))
    return { url: rest.size ? `${path}?${query}` : path, method: operation.method, body: null }
  }
  return { url: path, method: operation.method, body: JSON.stringify(Object.fromEntries(rest)) }
}

/** Reads a refusal whatever form it has; an answer that is not problem+json still says what to do. */
export async function problemOf(response: Response): Promise<Problem> {
  const told: unknown = await response.json().catch(() => null)
  const given = typeof told === 'object' && told !== null ? (told as Record<string, unknown>) : {}
  const text = (field: string) => (typeof given[field] === 'string' ? given[field] : null)
  return new Problem({
    status: response.status,
    title: text('title') ?? text('message') ?? `The server answered ${response.status}`,
    detail: text('detail') ?? text('message') ?? '',
    field: text('field'),
    remedy:
      text('remedy') ?? (response.status >= 500 ? 'Try again; if it stays, look at the server’s log.' : null),
  })
}

async function send(url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, init).catch(() => {
    throw new Problem({
      status: 0,
      title: 'The server cannot be reached',
      detail: `No answer from ${location.host}.`,
      remedy: 'Check that throughline is running and that you are online, then try again.',
    })
  })
  if (!response.ok) throw await problemOf(response)
  return response
}

/** Calls an operation; throws a `Problem` when refused. */
export async function call<Op extends Operation>(
  operation: Op,
  input: Input<Op>,
  signal?: AbortSignal,
): Promise<Output<Op>> {
  const { url, method, body } = requestOf(operation, input as object)
  const init: RequestInit = { method, headers: { accept: 'application/json' } }
  if (signal) init.signal = signal
  if (body !== null) {
    init.body = body
    init.headers = { accept: 'application/json', 'content-type': 'application/json' }
  }
  const response = await send(url, init)
  return (await response.json()) as Output<Op>
}

/** Where a list can be fetched as CSV: the same path with `format=csv`, and `list` where the answer holds several. */
export function csvHref<Op extends Operation>(operation: Op, input: Input<Op>, list?: string): string {
  return requestOf(operation, { ...(input as object), format: 'csv', list }).url
}

/** The same of rows that are put together here, not by the server. */
export function csvOf(rows: Record<string, unknown>[]): string {
  return `data:text/csv;charset=utf-8,${encodeURIComponent(toCsv(rows))}`
}

/** Sends a file to the server's upload door, reporting the share sent (0–1). */
export function upload(
  workspace: string,
  file: File,
  sent: (share: number) => void,
): Promise<{ upload_id: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ upload_id: string }>()
  const request = new XMLHttpRequest()
  request.open('PUT', `/api/${encodeURIComponent(workspace)}/uploads?name=${encodeURIComponent(file.name)}`)
  request.upload.onprogress = (event) => sent(event.lengthComputable ? event.loaded / event.total : 0)
  request.onerror = () =>
    reject(
      new Problem({
        status: 0,
        title: 'The upload broke off',
        detail: file.name,
        remedy: 'Drop the file again.',
      }),
    )
  request.onload = () => {
    if (request.status < 300) resolve(JSON.parse(request.responseText) as { upload_id: string })
    else problemOf(new Response(request.responseText, { status: request.status })).then(reject)
  }
  request.send(file)
  return promise
}

/** Posts to the sign-in service, which is not one of our operations. */
export async function authenticate(path: string, body: object): Promise<void> {
  await send(`/api/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}
