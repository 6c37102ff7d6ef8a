import { isAscii } from 'node:buffer'
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

const readSize = 1 << 20

export interface TextChunk {
  text: string
  /** Bytes of the file on disk read so far. */
  bytes_read: number
}

/**
 * Characters that are made into records at a time: the records of a whole piece would outlive their youth in memory, which costs a
 * third of an import (measured).
 */
export const portion = 32_768

export interface ReadOptions {
  /** A WHATWG encoding name; null = UTF-8 or UTF-16 by its mark, else UTF-8, else windows-1252. */
  encoding?: string | null
  gzip?: GzipLimits
}

/** The text of a file in pieces of about a megabyte, unpacked and decoded; throws FileError. */
export async function* readText(path: string, options: ReadOptions = {}): AsyncGenerator<TextChunk> {
  let decoder: Decoder | null = null
  let read = 0
  for await (const { bytes, bytes_read } of readBytes(path, options.gzip ?? gzipLimits)) {
    decoder ??= new Decoder(options.encoding ?? markedEncoding(bytes))
    read = bytes_read
    const text = decoder.decode(bytes)
    if (text !== '') yield { text, bytes_read }
  }
  const rest = decoder?.end() ?? ''
  if (rest !== '') yield { text: rest, bytes_read: read }
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

/** UTF-8 until a byte proves otherwise; then windows-1252, if everything before was plain ASCII. */
class Decoder {
  private readonly guessing: boolean
  private decoder: TextDecoder
  private seenUtf8 = false
  /** Bytes of a character cut by the end of a piece. */
  private tail: Buffer = Buffer.alloc(0)
  constructor(encoding: string | null) {
    this.guessing = encoding === null
    this.decoder = new TextDecoder(encoding ?? 'utf-8')
  }

  decode(piece: Buffer): string {
    if (!this.guessing || this.decoder.encoding !== 'utf-8' || this.seenUtf8)
      return this.decoder.decode(this.withTail(piece), { stream: true })
    if (this.tail.length === 0 && isAscii(piece)) return this.decoder.decode(piece, { stream: true })
    const bytes = this.withTail(piece)
    const whole = wholeCharacters(bytes)
    try {
      const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, whole))
      this.tail = bytes.subarray(whole)
      if (whole > 0 && !isAscii(bytes.subarray(0, whole))) this.seenUtf8 = true
      return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
    } catch {
      this.decoder = new TextDecoder('windows-1252')
      return this.decoder.decode(bytes, { stream: true })
    }
  }

  end(): string {
    if (this.tail.length > 0 && !this.seenUtf8)
      return new TextDecoder('windows-1252').decode(this.withTail(Buffer.alloc(0)))
    return this.decoder.decode(this.withTail(Buffer.alloc(0)))
  }

  private withTail(piece: Buffer): Buffer {
    if (this.tail.length === 0) return piece
    const bytes = Buffer.concat([this.tail, piece])
    this.tail = Buffer.alloc(0)
    return bytes
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
