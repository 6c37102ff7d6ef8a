import type { Context, Hono } from 'hono'
import type { z } from 'zod'
import { isAway, isFull } from '../storage/away.ts'
import { checkedInput } from './checked-input.ts'
import {
  diskFull,
  engineAway,
  notAllowed,
  notFound,
  notSignedIn,
  Problem,
  type ProblemDetails,
} from './errors.ts'
import { listAsCsv } from './listed-rows.ts'
import type { Operation } from './operation.ts'
import { largest, tooLarge } from './room.ts'
import { sentBytes } from './sent-bytes.ts'

export interface Person {
  person_id: string
  name: string
  email: string
}

export type Role = 'owner' | 'member'

/** Who calls. The command line on the same data folder is the `local` owner of every workspace. */
export interface Caller {
  local: boolean
  /** Of an API key a person by its name, who is nobody outside its workspace. */
  person: Person | null
  by_key: boolean
  role(workspace: string): Promise<Role | null>
}

export type Identify = (headers: Headers) => Promise<Caller>
/** `signal` is aborted when the caller has gone. */
export type Handler<Op extends Operation> = (
  input: z.output<Op['input']>,
  caller: Caller,
  signal: AbortSignal,
) => Promise<z.input<Op['output']> | Response>
export type Mount = <Op extends Operation>(operation: Op, handler: Handler<Op>) => void

/** Serves contracts: reads and checks the input, the role and the output; nothing unvalidated passes. */
export function mounter(app: Hono, identify: Identify): Mount {
  return (operation, handler) => {
    app.on(operation.method, operation.path, async (context) => {
      const caller = await identify(context.req.raw.headers)
      const asked = await readInput(context, operation)
      await authorise(operation, caller, asked.workspace)
      const answer = await handler(checkedInput(operation, asked), caller, context.req.raw.signal)
      if (answer instanceof Response) return answer
      const output = operation.output.parse(answer)
      return context.req.query('format') === 'csv'
        ? listAsCsv(operation.name, output as object, context.req.query('list'))
        : context.json(output as object)
    })
  }
}

async function readInput(context: Context, operation: Operation): Promise<Record<string, unknown>> {
  const { format, list, ...asked } = context.req.query()
  const query = format === 'csv' || list === undefined ? asked : { ...asked, list }
  const inBody = operation.method === 'POST' || operation.method === 'PUT'
  return { ...(inBody ? await readBody(context) : query), ...context.req.param() }
}

async function readBody(context: Context): Promise<Record<string, unknown>> {
  const sent = await sentBytes(context.req.raw, largest)
  if (sent === 'too large') throw tooLarge
  if (sent === 'cut off') throw new Problem(400, 'Cut off', 'The body was cut off.')
  const text = sent.toString('utf8')
  if (text.trim() === '') return {}
  try {
    const body: unknown = JSON.parse(text)
    if (typeof body === 'object' && body !== null && !Array.isArray(body))
      return body as Record<string, unknown>
  } catch {
    // Not JSON at all: answered like JSON that is no object.
  }
  throw new Problem(400, 'Not JSON', 'The body is not a JSON object.', {
    remedy: 'Send {"field": value, …} as application/json.',
  })
}

async function authorise(operation: Operation, caller: Caller, workspace: unknown): Promise<void> {
  if (operation.permission === 'public' || caller.local) return
  if (!caller.person) throw notSignedIn()
  if (caller.by_key && operation.permission === 'person') throw notAllowed('of a person who is signed in')
  if (operation.permission === 'person' || typeof workspace !== 'string') return
  const role = await caller.role(workspace)
  if (role === null)
    throw notFound(`workspace '${workspace}' that you are a member of`, 'Choose one of your workspaces.')
  if (operation.permission === 'owner' && role !== 'owner') throw notAllowed('owner')
}

/** The one translation of errors. A surprise is logged with its cause and answered without it. */
export function answerError(error: unknown, log: (error: unknown) => void): Response {
  const details: ProblemDetails = error instanceof Problem ? error.details : surprise(error, log)
  const headers: Record<string, string> = { 'content-type': 'application/problem+json' }
  if (details.status === 503 || details.status === 429)
    headers['retry-after'] = String(details.retry_after ?? 2)
  return new Response(JSON.stringify(details), { status: details.status, headers })
}

function surprise(error: unknown, log: (error: unknown) => void): ProblemDetails {
  log(error)
  if (isFull(error)) return diskFull().details
  if (isAway(error)) return engineAway().details
  return {
    type: 'about:blank',
    title: 'Something broke here',
    status: 500,
    detail: 'The server met a fault of its own; it is in the server log.',
    remedy: 'Try again; if it stays, report it with the time.',
  }
}
