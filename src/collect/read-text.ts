import { isAscii, isUtf8 } from 'node:buffer'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { FileError } from './record.ts'

/** When a compressed file is refused: both bounds must be passed, so that small files may be as dense as they like. */
export interface GzipLimits {
  ratio: number
  bytes: number
}

export const gzipLimits: GzipLimits = { ratio: 200, bytes: 1_000_000_000 }

/** What is made of more would outlive its youth in memory, which costs a third of an import (measured). */
const readSize = 1 << 15
/** What the encoding is, and how a table is written, is judged by a megabyte. */
const judgedSize = 1 << 20

export interface TextChunk {
  text: string
  /** The first megabyte of the text, by which it can be judged. */
  beginning: string
  /** Bytes of the file on disk read so far. */
  bytes_read: number
}

export interface ReadOptions {
  /** A WHATWG encoding name; null = UTF-8 or UTF-16 by its mark, else UTF-8, else windows-1252. */
  encoding?: string | null
  gzip?: GzipLimits
}

/** The text of a file in pieces of 32 kB, unpacked and decoded; throws FileError. */
export async function* readText(path: string, options: ReadOptions = {}): AsyncGenerator<TextChunk> {
  let decoder: Decoder | null = null
  let beginning = ''
  let begun = false
  let seen = 0
  let read = 0
  for await (const { bytes, bytes_read } of readBytes(path, options.gzip ?? gzipLimits)) {
    decoder ??= new Decoder(options.encoding ?? markedEncoding(bytes))
    read = bytes_read
    seen += bytes.length
    const text = decoder.decode(bytes)
    if (begun) {
      if (text !== '') yield { text, beginning, bytes_read }
      continue
    }
    beginning += text
    begun = seen >= judgedSize
    if (begun) for (const piece of piecesOf(beginning)) yield { text: piece, beginning, bytes_read }
  }
  const rest: string = decoder?.end() ?? ''
  if (!begun) beginning += rest
  for (const piece of piecesOf(begun ? rest : beginning)) yield { text: piece, beginning, bytes_read: read }
}

/** So short from the start: what survives early is taken for what lasts from then on (measured). */
function* piecesOf(text: string): Generator<string> {
  for (let from = 0; from < text.length; from += readSize) yield text.slice(from, from + readSize)
}

/** The bytes of a file, unpacked if it is gzip by its first two bytes, whatever its name. */
export async function* readBytes(
  path: string,
  gzip: GzipLimits,
): AsyncGenerator<{ bytes: Buffer; bytes_read: number }> {
  const { size, gzipped } = await lookAt(path)
  const file = createReadStream(path, { highWaterMark: readSize })
  if (!gzipped) {
    try {
      for await (const bytes of file) yield { bytes: bytes as Buffer, bytes_read: file.bytesRead }
    } finally {
      file.destroy()
    }
    return
  }
  const unpack = createGunzip({ chunkSize: readSize })
  file.on('error', (error) => unpack.destroy(error))
  file.pipe(unpack)
  let unpacked = 0
  try {
    for await (const bytes of unpack) {
      unpacked += (bytes as Buffer).length
      if (unpacked > gzip.bytes && unpacked > size * gzip.ratio) {
        throw new FileError(
          `${path} unpacks to more than ${gzip.ratio} times its ${size} bytes and more than ${gzip.bytes} bytes: unpack it yourself and import the unpacked file if that is right`,
        )
      }
      yield { bytes: bytes as Buffer, bytes_read: Math.min(file.bytesRead, size) }
    }
  } catch (error) {
    if (error instanceof FileError) throw error
    throw new FileError(
      `${path} is not whole: ${(error as Error).message} after ${unpacked} unpacked bytes; copy or pack it again`,
      { cause: error },
    )
  } finally {
    unpack.destroy()
    file.destroy()
  }
}

async function lookAt(path: string): Promise<{ size: number; gzipped: boolean }> {
  try {
    await using handle = await open(path)
    const { size } = await handle.stat()
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0)
    return { size, gzipped: bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b }
  } catch (error) {
    throw new FileError(`${path} cannot be read: ${(error as Error).message}`, { cause: error })
  }
}

/** The encoding a byte order mark or a pattern of zero bytes tells, else null. */
function markedEncoding(bytes: Buffer): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  if (bytes.length >= 4 && bytes[1] === 0 && bytes[3] === 0 && bytes[0] !== 0) return 'utf-16le'
  if (bytes.length >= 4 && bytes[0] === 0 && bytes[2] === 0 && bytes[1] !== 0) return 'utf-16be'
  return null
}

/** UTF-8 where the first megabyte that is more than plain ASCII is; else windows-1252. */
class Decoder {
  private decoder: TextDecoder
  /** Nothing but ASCII so far, which is the same in both. */
  private guessing: boolean
  private seen = 0
  /** What is to be judged, once there is enough of it. */
  private held: Buffer[] = []

  constructor(encoding: string | null) {
    this.guessing = encoding === null
    this.decoder = new TextDecoder(encoding ?? 'utf-8')
  }

  decode(piece: Buffer): string {
    const before = this.seen
    this.seen += piece.length
    if (!this.guessing || (this.held.length === 0 && isAscii(piece)))
      return this.decoder.decode(piece, { stream: true })
    this.held.push(piece)
    const judged = Math.floor(before / judgedSize) < Math.floor(this.seen / judgedSize)
    return judged ? this.judge() : ''
  }

  end(): string {
    return this.judge(true) + this.decoder.decode()
  }

  private judge(last = false): string {
    const bytes = Buffer.concat(this.held)
    const whole = bytes.subarray(0, wholeCharacters(bytes))
    if (!last && isAscii(whole)) {
      // What is cut by the end of the piece is judged with the next one.
      this.held = [bytes.subarray(whole.length)]
      return this.decoder.decode(whole, { stream: true })
    }
    this.held = []
    if (bytes.length === 0) return ''
    this.guessing = false
    const cutOnly = last && isAscii(whole) && whole.length < bytes.length
    if (cutOnly || !isUtf8(whole)) this.decoder = new TextDecoder('windows-1252')
    return this.decoder.decode(bytes, { stream: true })
  }
}

/** How many bytes make whole UTF-8 characters: a lead byte near the end without all its followers is left. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!
    if (byte < 0x80) return bytes.length
    if (byte >= 0xc0)
      return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? bytes.length - back : bytes.length
  }
  return bytes.length
}
