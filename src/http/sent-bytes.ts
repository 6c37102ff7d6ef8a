import { Problem } from './errors.ts'

const cutOff = new Problem(400, 'Cut off', 'The body was cut off.', { remedy: 'Send it again.' })

/**
 * A body as it arrives. Where the connection breaks, that is no fault of ours, and nobody reads the answer.
 * @throws Problem where it is cut off, or there is no room for it.
 */
export async function* arriving(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  try {
    yield* body ?? []
  } catch (error) {
    throw error instanceof Problem ? error : cutOff
  }
}

/** The body as it was sent: a chunked one does not say beforehand how long it is. @throws Problem where there is no room for it. */
export async function sentBytes(
  { body, headers }: Request,
  most: number,
): Promise<Buffer | 'too large' | 'cut off'> {
  if (Number(headers.get('content-length') ?? 0) > most) return 'too large'
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    for await (const chunk of arriving(body)) {
      length += chunk.byteLength
      if (length > most) return 'too large'
      chunks.push(chunk)
    }
  } catch (error) {
    if (error === cutOff) return 'cut off'
    throw error
  }
  return Buffer.concat(chunks)
}
