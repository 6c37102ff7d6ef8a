/** That some words are one touchpoint, or one channel, and what it is called. */
export interface NamingAct {
  of: 'touchpoint' | 'channel'
  words: readonly string[]
  name: string
}

/** What words are called, by the word as it is written. A word that is not there is called itself. */
export interface Names {
  touchpoints: ReadonlyMap<string, string>
  channels: ReadonlyMap<string, string>
}

export const noNames: Names = { touchpoints: new Map(), channels: new Map() }

/**
 * What the acts that stand make of words: each joins the classes of its words and of its name, and calls the joined one by the name.
 * A name is therefore always called itself, whatever came before. Without an act all is as if it had never been.
 */
export function namesOf(acts: readonly NamingAct[]): Names {
  const of = (kind: NamingAct['of']) => classesOf(acts.filter((act) => act.of === kind))
  return { touchpoints: of('touchpoint'), channels: of('channel') }
}

function classesOf(acts: readonly NamingAct[]): Map<string, string> {
  const members = new Map<string, string[]>()
  const called = new Map<string, string>()
  for (const { words, name } of acts) {
    const joined = new Set<string>([name])
    for (const word of [...words, name]) {
      const current = called.get(word) ?? word
      for (const member of members.get(current) ?? [word]) joined.add(member)
      members.delete(current)
    }
    members.set(name, [...joined])
    for (const member of joined) called.set(member, name)
  }
  for (const [word, name] of called) if (word === name) called.delete(word)
  return called
}

/** Every word that is called so, the name itself first. */
export function wordsOf(called: ReadonlyMap<string, string>, name: string): string[] {
  return [name, ...[...called].flatMap(([word, its]) => (its === name ? [word] : []))]
}

/** Names as plain data, and back: a thread is given them. */
export const plainNames = ({ touchpoints, channels }: Names): PlainNames => ({
  touchpoints: [...touchpoints],
  channels: [...channels],
})
export interface PlainNames {
  touchpoints: [string, string][]
  channels: [string, string][]
}
export const namesFrom = ({ touchpoints, channels }: PlainNames): Names => ({
  touchpoints: new Map(touchpoints),
  channels: new Map(channels),
})

export const namesNothing = ({ touchpoints, channels }: Names) =>
  touchpoints.size === 0 && channels.size === 0

/** Words called by their names, each once, in the order of the first. Left as they are where nothing changes. */
export function namedAll(called: ReadonlyMap<string, string>, words: string[]): string[] {
  if (called.size === 0 || !words.some((word) => called.has(word))) return words
  return [...new Set(words.map((word) => called.get(word) ?? word))]
}
