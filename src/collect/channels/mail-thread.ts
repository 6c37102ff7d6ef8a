/** What threading needs to know of a mail. */
export interface Threadable {
  /** Its Message-ID. */
  id: string
  /** Message-IDs of References, oldest first; without any, the one of In-Reply-To. */
  references: readonly string[]
  /** Epoch ms. */
  at: number
  /** Subject and customer: what two mails without a common reference may be one thread by; null = nothing. */
  topic: string | null
  /** Its subject begins with `Re:` or the like. */
  is_reply: boolean
}

/** A mail in its thread; `mail` null: others refer to it and it never came. */
export interface Threaded<M> {
  id: string
  mail: M | null
  children: Threaded<M>[]
}

export interface Thread<M> {
  /** The Message-ID of the first mail that is known of, whether it came or not. */
  id: string
  top: Threaded<M>
}

interface Container<M> extends Threaded<M> {
  parent: Container<M> | null
  children: Container<M>[]
}

/**
 * Jamie Zawinski's algorithm (https://www.jwz.org/doc/threading.html, RFC 5256 REFERENCES) over mails in the order of their
 * times, so that the order in which they came does not matter. It differs in one point: two mails of one subject that are
 * both no replies stay apart, since a customer may have two matters under one subject.
 */
export function threadsOf<M extends Threadable>(mails: readonly M[]): Thread<M>[] {
  const ordered = [...mails].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
  const containers = linked(ordered)
  const roots = [...containers.values()].filter((each) => each.parent === null)
  return gathered(roots).flatMap((root) => {
    const id = root.id
    return pruned(root).map((top) => ({ id, top }))
  })
}

/** All mails of a thread, whatever answers whatever. */
export function mailsIn<M>({ top }: Thread<M>): M[] {
  return walked(top).flatMap(({ mail }) => (mail === null ? [] : [mail]))
}

/**
 * Step 1: every mail and every mail referred to has a container. What a mail says of itself, its last reference, goes before
 * what others presume of it: one that lies in its references cannot part those that tell the truth.
 */
function linked<M extends Threadable>(mails: readonly M[]): Map<string, Container<M>> {
  const containers = new Map<string, Container<M>>()
  const of = (id: string): Container<M> => {
    const known = containers.get(id) ?? { id, mail: null, parent: null, children: [] }
    containers.set(id, known)
    return known
  }
  for (const mail of mails) {
    const own = of(mail.id)
    const parent = mail.references.at(-1)
    // Of two mails under one Message-ID the first has the container.
    if (own.mail !== null) continue
    own.mail = mail
    if (parent !== undefined) link(of(parent), own)
  }
  for (const { references } of mails) {
    let before: Container<M> | null = null
    for (const reference of references) {
      const container = of(reference)
      if (before !== null && container.parent === null) link(before, container)
      before = container
    }
  }
  return containers
}

/** Never makes a circle. */
function link<M>(parent: Container<M>, child: Container<M>): void {
  if (parent === child) return
  for (let above = child.children.length > 0 ? parent.parent : null; above !== null; above = above.parent)
    if (above === child) return
  child.parent = parent
  parent.children.push(child)
}

function unlink<M>(child: Container<M>): void {
  const siblings = child.parent!.children
  siblings.splice(siblings.indexOf(child), 1)
  child.parent = null
}

/** Step 5: threads of one subject, of which one is a reply without references or lacks its first mail, are one. */
function gathered<M extends Threadable>(roots: Container<M>[]): Container<M>[] {
  const firsts = new Map<string, Container<M>>()
  for (const root of roots) {
    const topic = topicOf(root)
    if (topic === null) continue
    const known = firsts.get(topic)
    if (
      known === undefined ||
      (root.mail === null && known.mail !== null) ||
      (isReply(known) && root.mail !== null && !root.mail.is_reply)
    )
      firsts.set(topic, root)
  }
  return roots.filter((root) => {
    const topic = topicOf(root)
    const first = topic === null ? undefined : firsts.get(topic)
    if (first === undefined || first === root) return true
    const apart = root.mail !== null && !root.mail.is_reply && first.mail !== null
    if (apart) return true
    if (root.mail === null) for (const child of [...root.children]) move(child, first)
    else link(first, root)
    return false
  })
}

function move<M>(child: Container<M>, parent: Container<M>): void {
  unlink(child)
  link(parent, child)
}

const topicOf = <M extends Threadable>({ mail, children }: Container<M>): string | null =>
  (mail ?? children.find((child) => child.mail !== null)?.mail)?.topic ?? null

const isReply = <M extends Threadable>({ mail }: Container<M>): boolean => mail?.is_reply ?? false

/** Step 4: containers without a mail go, their children move up; a first one stays where it holds several together. */
function pruned<M>(root: Container<M>): Container<M>[] {
  for (const each of walked(root).reverse())
    each.children = each.children.flatMap((child) => (child.mail === null ? child.children : [child]))
  if (root.mail !== null) return [root]
  return root.children.length > 1 ? [root] : root.children
}

/** Without recursion: a chain of references may be as long as somebody likes. */
function walked<Node extends { children: Node[] }>(top: Node): Node[] {
  const nodes = [top]
  for (let at = 0; at < nodes.length; at++) for (const child of nodes[at]!.children) nodes.push(child)
  return nodes
}

/** Signs that a mail answers or passes on another, as mail programs of some languages write them. */
const prefixes =
  /^\s*(?:(?:re|aw|antw|antwort|sv|vs|ref|res|rif|r|odp|ynt|fw|fwd|wg|tr|rv|enc|pd|doorst|回复|答复|转发)(?:\s?\[\d+\]|\s?\(\d+\)|\^\d+)?\s?[:：])/iu
const forwards = /^\s*(?:fw|fwd|wg|tr|rv|enc|pd|doorst|转发)\b/iu

export interface Topic {
  /** The subject without `Re:`, `Fwd:`, `[list]` and blanks, in lower case; '' = there is none. */
  base: string
  is_reply: boolean
}

/** What a subject is about, as RFC 5256 2.1 has it, in more languages. */
export function topicOfSubject(subject: string): Topic {
  let base = subject.slice(0, 1_000)
  let is_reply = false
  for (let before = ''; before !== base; ) {
    before = base
    const prefix = prefixes.exec(base)
    if (prefix !== null) {
      is_reply ||= !forwards.test(base)
      base = base.slice(prefix[0].length)
    }
    const list = /^\s*\[[^[\]]{1,60}\]\s*(?=\S)/.exec(base)
    if (list !== null) base = base.slice(list[0].length)
  }
  return { base: base.trim().replace(/\s+/g, ' ').toLowerCase(), is_reply }
}
