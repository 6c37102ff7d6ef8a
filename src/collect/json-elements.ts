import { limits } from './limits.ts'
import { FileError } from './record.ts'

/**
 * Finds the elements of the lists that stand directly in the root object of a JSON text, `{"objects": [{…}], "events": [{…}]}`,
 * while the text comes in pieces: only one element is held, and only those of the wanted lists are cut out. A library that streams JSON
 * builds every value from its tokens, at half the speed (decision 0034); here JSON.parse gets an element whole.
 */
export class JsonElements {
  /** Names at the root met so far, whatever stands under them. */
  readonly names = new Set<string>()
  private readonly wanted: ReadonlySet<string>
  private readonly path: string
  private readonly take: (list: string, element: string) => void
  private text = ''
  private at = 0
  private depth = 0
  /** Where the open element begins in `text`; -1 = none is open. */
  private begun = -1
  /** The name at the root under which we are. */
  private list = ''
  private inString = false
  /** Where a string at the root begins: it may be a name. */
  private nameFrom = -1
  private ended = false

  constructor(path: string, wanted: readonly string[], take: (list: string, element: string) => void) {
    this.path = path
    this.wanted = new Set(wanted)
    this.take = take
  }

  write(piece: string): void {
    this.text = this.text === '' ? piece : this.text + piece
    const { text } = this
    while (this.at < text.length) {
      if (this.inString) {
        if (!this.skipString()) break
        continue
      }
      this.step(text.charCodeAt(this.at))
      this.at++
    }
    this.forget()
  }

  /** @throws FileError where the text ends before its root object does. */
  end(): void {
    if (this.depth > 0 || !this.ended)
      throw new FileError(`${this.path} ends before its JSON does: copy it again.`)
  }

  private step(code: number): void {
    if (code === quote) {
      this.inString = true
      if (this.depth === 1) this.nameFrom = this.at
    } else if (code === openBrace || code === openBracket) this.open(code)
    else if (code === closeBrace || code === closeBracket) this.close()
    else if (code === colon && this.depth === 1 && this.nameFrom >= 0) this.name()
    else if (this.depth === 0 && code > 32 && code !== 0xfeff)
      throw new FileError(
        `${this.path} is no JSON object: OCEL 2.0 begins with { and names its events and objects.`,
      )
  }

  private open(code: number): void {
    if (this.ended) throw new FileError(`${this.path} goes on after its JSON object ends.`)
    if (this.depth === 0 && code !== openBrace)
      throw new FileError(`${this.path} is a JSON list: OCEL 2.0 is one object with events and objects.`)
    if (this.depth === 2 && this.begun < 0 && this.wanted.has(this.list)) this.begun = this.at
    if (++this.depth > limits.depth) throw new FileError(`${this.path}: nested deeper than ${limits.depth}`)
  }

  private close(): void {
    if (--this.depth < 0)
      throw new FileError(`${this.path} is broken JSON: more brackets are closed than opened.`)
    if (this.depth === 0) this.ended = true
    if (this.depth !== 2 || this.begun < 0) return
    this.take(this.list, this.text.slice(this.begun, this.at + 1))
    this.begun = -1
  }

  private name(): void {
    const written = this.text.slice(this.nameFrom, this.at).trim()
    this.nameFrom = -1
    try {
      this.list = String(JSON.parse(written))
    } catch {
      throw new FileError(`${this.path} is broken JSON near ${written.slice(0, 60)}`)
    }
    this.names.add(this.list)
  }

  /** To the end of the string we are in; false where it ends in a later piece. */
  private skipString(): boolean {
    const { text } = this
    let from = this.at
    for (;;) {
      const end = text.indexOf('"', from)
      if (end < 0) {
        this.at = text.length
        return false
      }
      let strokes = 0
      while (text.charCodeAt(end - 1 - strokes) === backslash) strokes++
      from = end + 1
      if (strokes % 2 === 0) break
    }
    this.at = from
    this.inString = false
    return true
  }

  /** Text that no open element and no open name needs is let go. */
  private forget(): void {
    const keep = this.begun >= 0 ? this.begun : this.nameFrom >= 0 ? this.nameFrom : this.at
    if (this.at - keep > limits.record)
      throw new FileError(`${this.path} holds an element of more than ${limits.record} characters.`)
    // Strokes before the end say whether the next quote ends the string.
    const from = Math.max(0, this.inString ? Math.min(keep, this.at - 4096) : keep)
    this.text = this.text.slice(from)
    this.at -= from
    if (this.begun >= 0) this.begun -= from
    if (this.nameFrom >= 0) this.nameFrom -= from
  }
}

const quote = 34
const colon = 58
const openBracket = 91
const backslash = 92
const closeBracket = 93
const openBrace = 123
const closeBrace = 125
