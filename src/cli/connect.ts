import { readConfig } from '../config.ts'
import { call as callOver, type Transport } from '../http/call.ts'
import type { Input, Operation, Output } from '../http/operation.ts'
import { openThroughline } from '../main.ts'
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

/** Through the server that runs on the data folder, else by opening the folder here. */
export async function connect(globals: Globals, ensure = true): Promise<Connection> {
  const config = readConfig({ data: globals.data })
  const holder = readHolder(config.data)
  const opened = holder?.url && holder.token ? null : await openThroughline(config)
  const token = opened?.token ?? holder!.token!
  const transport: Transport = async (path, init) => {
    const headers = { ...init.headers, authorization: `Bearer ${token}` }
    return opened
      ? opened.app.request(path, { ...init, headers })
      : fetch(`${holder!.url}${path}`, { ...init, headers })
  }
  const connection: Connection = {
    workspace: globals.workspace,
    transport,
    call: (operation, input) =>
      callOver(transport, operation, { workspace: globals.workspace, ...input } as Input<typeof operation>),
    close: async () => opened?.close(),
  }
  if (ensure && globals.workspace !== 'main') await ensureThere(connection)
  await opened?.follow(globals.workspace)
  return connection
}

async function ensureThere(connection: Connection): Promise<void> {
  const { createWorkspace } = await import('../access/contract.ts')
  await connection.call(createWorkspace, { workspace: connection.workspace } as never)
}

/** Opens a connection for one command and closes it whatever happens. */
export async function using<T>(globals: Globals, work: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await connect(globals)
  try {
    return await work(connection)
  } finally {
    await connection.close()
  }
}
