import { createWorkspace, readSession } from '../access/contract.ts'
import { type Config, readConfig } from '../config.ts'
import { call as callOver, type Transport } from '../http/call.ts'
import type { Input, Operation, Output } from '../http/operation.ts'
import { patientFetch } from '../http/patient-fetch.ts'
import type { Throughline } from '../main.ts'
import { readHolder } from '../storage/lock.ts'

export interface Globals {
  data?: string
  workspace: string
  asOf?: string
  json?: boolean
}

export interface Connection {
  workspace: string
  call<Op extends Operation>(operation: Op, input: Omit<Input<Op>, 'workspace'>): Promise<Output<Op>>
  /** For answers that are not JSON. */
  transport: Transport
  close(): Promise<void>
}

/**
 * Through the server that runs on the data folder, else by opening the folder here. A workspace that is not there is
 * made by commands that put something in (`makes`), and refused by the others.
 */
/** Loaded only when needed: a command that goes through a server starts in a fraction of the time. */
async function open(config: Config): Promise<Throughline> {
  const { openThroughline } = await import('../main.ts')
  return openThroughline(config)
}

async function connect(globals: Globals, makes: boolean): Promise<Connection> {
  const config = readConfig({ data: globals.data })
  const holder = readHolder(config.data)
  const opened = holder?.url && holder.token ? null : await open(config)
  const token = opened?.token ?? holder!.token!
  const transport: Transport = async (path, init) => {
    const headers = { ...init.headers, authorization: `Bearer ${token}` }
    return opened
      ? opened.app.request(path, { ...init, headers })
      : patientFetch(`${holder!.url}${path}`, { ...init, headers })
  }
  const connection: Connection = {
    workspace: globals.workspace,
    transport,
    call: (operation, input) =>
      callOver(transport, operation, { workspace: globals.workspace, ...input } as Input<typeof operation>),
    close: async () => opened?.close(),
  }
  try {
    await settle(connection, makes)
    await opened?.follow(globals.workspace)
    return connection
  } catch (error) {
    // Left open, it would hold the folder and never end.
    await connection.close()
    throw error
  }
}

async function settle(connection: Connection, makes: boolean): Promise<void> {
  const { workspace } = connection
  if (workspace === 'main') return
  if (makes) {
    await connection.call(createWorkspace, { workspace } as never)
    return
  }
  const { workspaces } = await connection.call(readSession, {})
  const names = workspaces.map((each) => each.workspace)
  if (!names.includes(workspace))
    throw new Error(
      `There is no workspace '${workspace}'. There are: ${names.join(', ')}. An import into a new name makes it.`,
    )
}

/** Opens a connection for one command and closes it whatever happens. */
export async function using<T>(
  globals: Globals,
  work: (connection: Connection) => Promise<T>,
  { makes = false } = {},
): Promise<T> {
  const connection = await connect(globals, makes)
  try {
    return await work(connection)
  } finally {
    await connection.close()
  }
}
