/** What somebody wrote themselves in a mail. */
export interface MailWords {
  /** Without what was quoted and without the signature; the whole text where nothing else is left. */
  text: string
  /** Something quoted was left out. */
  quoted: boolean
}

/** Lines longer than this are no header of a quotation: every look at a line stays short, whatever somebody sends. */
const longest = 400

const dashed =
  /^[>\s]*[-_=*]{2,}\s*(?:original message|original appointment|forwarded message|reply message|begin forwarded message|ursprüngliche nachricht|ursprüngliche mail|weitergeleitete nachricht|message d'origine|message transféré|mensaje original|mensaje reenviado|messaggio originale|mensagem original|oorspronkelijk bericht|originalmeddelande|oprindelig meddelelse|oprindelig besked|alkuperäinen viesti|wiadomość oryginalna|исходное сообщение|пересылаемое сообщение|原始邮件)\s*[-_=*]{0,40}\s*$/iu

/** How a quotation begins, where its header is one line or is broken into two or three. */
const attributions: readonly [begins: RegExp, ends: RegExp][] = [
  [/^(?:-+\s*)?on\s/iu, /\bwrote\s*:?\s*-*$/iu],
  [/^am\s/iu, /\bschrieb\b.{0,200}:$/iu],
  [/^le\s/iu, /\ba écrit\s*:?$/iu],
  [/^el\s/iu, /\bescribió\s*:?$/iu],
  [/^(?:il|in data)\s/iu, /\bha scritto\s*:?$/iu],
  [/^em\s/iu, /\bescreveu\s*:?$/iu],
  [/^op\s/iu, /\b(?:schreef|het volgende geschreven)\b.{0,200}:$/iu],
  [/^(?:den|man|tis|ons|tor|fre|lör|sön)\b/iu, /\b(?:skrev|följande)\b.{0,200}:$/iu],
  [/^(?:w dniu|dnia)\s/iu, /\b(?:pisze|napisał(?:\(a\))?|napisała)\s*:$/iu],
  [/^(?:ma|ti|ke|to|pe|la|su)\b/iu, /\bkirjoitti\s*:$/iu],
  [/^在/u, /写道\s*[:：]$/u],
  [/^\d/u, /(?:<[^<>\s]{3,200}>|\bwrote|\bschrieb|のメッセージ|작성|пишет|написал(?:\(а\))?)\s*:$/iu],
  [/^(?:пн|вт|ср|чт|пт|сб|вс)[.,\s]/iu, /<[^<>\s]{3,200}>\s*:$/iu],
]

/** As it stands in one line, with nothing before the name. */
const attributed =
  /<[^<>\s]{3,200}@[^<>\s]{1,200}>\s*(?:wrote|schrieb|a écrit|escribió|ha scritto|schreef|skrev|пишет)\s*:$/iu

/** Names of the lines that Outlook and others put over a quotation. */
const headed =
  /^[>\s*]*(?:from|von|de|van|da|från|fra|od|от|发件人|sent|date|gesendet|datum|envoyé|enviado|inviato|verzonden|skickat|wysłano|отправлено|发送时间|to|an|à|para|a|aan|till|til|do|кому|收件人|cc|kopie|subject|betreff|objet|asunto|oggetto|assunto|onderwerp|ämne|emne|temat|тема|主题)\s*\*?\s?[:：]\*?\s*\S/iu
const headedFrom = /^[>\s*]*(?:from|von|de|van|da|från|fra|od|от|发件人)\s*\*?\s?[:：]\*?\s*\S/iu

const delimiter = /^\s*(?:--|—|__|–)\s*$/u
const ruled = /^\s*[_-]{10,}\s*$/u
const device =
  /^\s*(?:sent (?:from|with|via|using) [^.,!?]{1,60}|get outlook for [^.,!?]{1,60}|von meinem [^.,!?]{1,40} gesendet|gesendet (?:von|mit) [^.,!?]{1,60}|envoyé (?:de|depuis|à partir de) [^.,!?]{1,60}|enviado (?:desde|do) [^.,!?]{1,60}|inviato (?:da|dal) [^.,!?]{1,60}|(?:verzonden|verstuurd) (?:vanaf|met) [^.,!?]{1,60}|skickat från [^.,!?]{1,60}|sendt fra [^.,!?]{1,60}|отправлено (?:с|из) [^.,!?]{1,60})\s*$/iu
/** `-Abhishek Kona` alone at the end. */
const signedOff = /^\s*-{1,2}\s?\p{Lu}[\p{L}.'-]{1,30}(?: \p{Lu}[\p{L}.'-]{0,30}){0,2}\s*$/u

/** So many lines may a signature have: what is longer after a `--` was written to be read. */
const signatureLines = 12

/**
 * What a mail's writer wrote, line by line and in time that grows with its length alone: the libraries for this take minutes
 * for a mail made to hurt them (decision 0032).
 */
export function wordsOf(text: string): MailWords {
  const lines = text.replaceAll('\r\n', '\n').replaceAll('\r', '\n').split('\n')
  const end = quotationBelow(lines)
  const kept: string[] = []
  let quoted = end < lines.length
  for (let at = 0; at < end; at++) {
    if (lines[at]!.startsWith('>')) {
      quoted = true
      dropAttribution(kept)
    } else kept.push(lines[at]!)
  }
  const own = tidied(withoutSignature(kept))
  return own === '' ? { text: tidied(lines), quoted: false } : { text: own, quoted }
}

/** The line from which on all is quoted, without a sign before each line; the number of lines where there is none. */
function quotationBelow(lines: readonly string[]): number {
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!
    if (line.length > longest || line === '') continue
    if (dashed.test(line)) return at
    if (headedFrom.test(line) && headers(lines, at) >= 2) return at
    const length = attribution(lines, at)
    if (length > 0 && !isInline(lines, at + length)) return at
  }
  return lines.length
}

/** How many of the lines from `at` on, blank ones left aside, are headers of a quoted mail. */
function headers(lines: readonly string[], at: number): number {
  let found = 0
  for (let next = at, looked = 0; next < lines.length && looked < 6; next++) {
    const line = lines[next]!
    if (line.trim() === '') continue
    looked++
    if (line.length > longest || !headed.test(line)) break
    found++
  }
  return found
}

/** Of how many lines the header of a quotation at `at` is; 0 = there is none. */
function attribution(lines: readonly string[], at: number): number {
  let joined = ''
  for (let length = 1; length <= 3 && at + length <= lines.length; length++) {
    const line = lines[at + length - 1]!.trim()
    if (line === '' || line.startsWith('>')) return 0
    joined = length === 1 ? line : `${joined} ${line}`
    if (joined.length > longest) return 0
    if (length === 1 && attributed.test(joined)) return 1
    if (attributions.some(([begins, ends]) => begins.test(joined) && ends.test(joined))) return length
  }
  return 0
}

/** What follows is quoted line by line: the writer's own words may stand between. */
function isInline(lines: readonly string[], from: number): boolean {
  const next = lines.slice(from, from + 6).find((line) => line.trim() !== '')
  return next?.startsWith('>') ?? false
}

/** Takes the header of a quotation, and blank lines, from the end of what was kept. */
function dropAttribution(kept: string[]): void {
  let end = kept.length
  while (end > 0 && kept[end - 1]!.trim() === '') end--
  for (const length of [3, 2, 1])
    if (end - length >= 0 && attribution(kept.slice(end - length, end), 0) === length) {
      kept.length = end - length
      return
    }
}

function withoutSignature(lines: readonly string[]): string[] {
  const own = [...lines]
  const trim = () => {
    while (own.length > 0 && own.at(-1)!.trim() === '') own.pop()
  }
  trim()
  const from = Math.max(0, own.length - signatureLines - 1)
  const cut = own.findIndex((line, at) => at >= from && (delimiter.test(line) || ruled.test(line)))
  if (cut >= 0) own.length = cut
  trim()
  if (own.length > 1 && signedOff.test(own.at(-1)!)) own.pop()
  trim()
  while (own.length > 1 && own.at(-1)!.length <= longest && device.test(own.at(-1)!)) {
    own.pop()
    trim()
  }
  return own
}

/** Without blanks at line ends and more than one empty line in a row. */
function tidied(lines: readonly string[]): string {
  const text: string[] = []
  for (const line of lines) {
    const tidy = line.trimEnd()
    if (tidy !== '' || (text.length > 0 && text.at(-1) !== '')) text.push(tidy)
  }
  while (text.at(-1) === '') text.pop()
  return text.join('\n')
}
