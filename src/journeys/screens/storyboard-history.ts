/** A text with what it was before, and what was taken back of it. */
export interface History {
  past: string[]
  text: string
  future: string[]
  /** What the last change was made at, and when (epoch ms): a further one soon after, at the same, belongs to it. */
  last: { at: string; time: number } | null
}

const soon = 1500
const most = 500

export function historyOf(text: string): History {
  return { past: [], text, future: [], last: null }
}

/** `at` = what is written at: one field, or the text as a whole. '' = a change of its own. */
export function written(history: History, text: string, at: string, time: number): History {
  if (text === history.text) return history
  const { last, past } = history
  const on = at !== '' && last?.at === at && time - last.time <= soon
  return { past: on ? past : [...past, history.text].slice(-most), text, future: [], last: { at, time } }
}

export function undone(history: History): History {
  const before = history.past.at(-1)
  if (before === undefined) return history
  return {
    past: history.past.slice(0, -1),
    text: before,
    future: [history.text, ...history.future],
    last: null,
  }
}

export function redone(history: History): History {
  const [next, ...future] = history.future
  return next === undefined
    ? history
    : { past: [...history.past, history.text], text: next, future, last: null }
}
