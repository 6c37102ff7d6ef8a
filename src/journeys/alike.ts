/** The known word a mistyped one most likely meant; null when none is near (a third of its letters). */
export function alike(word: string, known: Iterable<string>): string | null {
  const wanted = word.toLowerCase().slice(0, 100)
  let nearest: string | null = null
  let least = Math.ceil(wanted.length / 3) + 1
  for (const candidate of known) {
    if (Math.abs(candidate.length - wanted.length) >= least) continue
    const edits = editsBetween(wanted, candidate.toLowerCase())
    if (edits < least) {
      nearest = candidate
      least = edits
    }
  }
  return nearest
}

function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const exchanged = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(exchanged, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row[b.length]!
}
