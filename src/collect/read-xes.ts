import { gzipLimits, type ReadOptions, readBytes, readText } from './read-text.ts'
import { inPieces, type ReadBatch } from './record.ts'
import { XesEvents } from './xes-events.ts'

/**
 * Reads an XES log (.xes, .xes.gz) event by event; memory is bounded by one trace. Broken XML throws FileError naming
 * the line; what stood before it has been handed out, and keeps its ids when the mended file is read again.
 */
export async function* readXes(path: string, options: ReadOptions = {}): AsyncGenerator<ReadBatch> {
  const events = new XesEvents(path)
  let read = 0
  for await (const { text, bytes_read } of readText(path, {
    ...options,
    encoding: await declaredEncoding(path),
  })) {
    events.write(text)
    read = bytes_read
    const batch = events.take(read)
    if (batch) yield* inPieces(batch)
  }
  events.end()
  const batch = events.take(read)
  if (batch) yield* inPieces(batch)
}

/** The encoding of `<?xml … encoding="ISO-8859-1"?>`, or null. */
async function declaredEncoding(path: string): Promise<string | null> {
  for await (const { bytes } of readBytes(path, gzipLimits)) {
    const name = /^<\?xml[^>]*encoding=["']([^"']+)["']/.exec(bytes.toString('latin1', 0, 200))?.[1]
    if (!name || /^utf-?(8|16)/i.test(name)) return null
    try {
      return new TextDecoder(name).encoding
    } catch {
      return null
    }
  }
  return null
}
