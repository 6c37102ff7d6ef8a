export interface Stretch {
  /** The number before the first. */
  after: number
  until: number
  commits: number[]
}

/** Numbers that lie so close are read in one go, with the few between them that need not be. */
const near = 100

/** Commits in stretches of numbers that lie close together: what many requests in a row left is read at once. */
export function stretchesOf(commits: readonly number[]): Stretch[] {
  const stretches: Stretch[] = []
  for (const commit of commits.toSorted((one, other) => one - other)) {
    const last = stretches.at(-1)
    if (last !== undefined && commit - last.until <= near) {
      last.until = commit
      last.commits.push(commit)
    } else stretches.push({ after: commit - 1, until: commit, commits: [commit] })
  }
  return stretches
}
