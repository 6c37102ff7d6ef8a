import type { Found } from './storyboard-found.ts'

/** What was found at a field: a problem as its error, a note below it. */
export function noted(found: Found[], holds: (one: Found) => boolean) {
  const here = found.filter(holds)
  const problems = here.filter(({ warning }) => !warning).map(({ message }) => message)
  const notes = here.filter(({ warning }) => warning).map(({ message }) => message)
  return {
    error: problems.length ? problems.join(' ') : undefined,
    note: notes.length ? (
      <span>
        <span className="tl-tag" data-tone="warn">
          note
        </span>{' '}
        {notes.join(' ')}
      </span>
    ) : null,
  }
}
