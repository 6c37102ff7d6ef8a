// Stands between the shards of a test: connections that are broken off reach a server as ones that were closed.
import { connect, createServer, type Socket } from 'node:net'

export interface ClosingProxy {
  /** Takes connections for the server behind it. */
  open(): Promise<void>
  /** Refuses them, as the machine of a server that has ended does. */
  close(): Promise<void>
}

/**
 * The library that serves in tests ends its whole process when a connection to its native port is reset, which shards do to each other
 * when an answer is given up half read; a ClickHouse server writes that into its log and goes on.
 */
export function closingProxy(port: number, server: number): ClosingProxy {
  const held = new Set<Socket>()
  const proxy = createServer({ allowHalfOpen: true, noDelay: true }, (asking) => {
    const answering = connect({ port: server, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
    held.add(asking)
    asking.on('close', () => held.delete(asking))
    asking.on('error', () => {
      // What is still answered is read and dropped: unread, it would become a reset of its own.
      answering.unpipe().resume()
      answering.end()
    })
    answering.on('error', () => asking.destroy())
    asking.pipe(answering)
    answering.pipe(asking)
  })
  return {
    open: () => new Promise((opened) => proxy.listen(port, '127.0.0.1', opened)),
    close: async () => {
      const closed = new Promise<void>((done) => proxy.close(() => done()))
      for (const socket of held) socket.destroy()
      await closed
    },
  }
}
