import type { tryStoryboard } from '../journeys/index.ts'

/** What became of each case, as the command line shows it. */
export function trialText(
  { problems, tried }: ReturnType<typeof tryStoryboard>,
  file: string,
  cases: string,
): string {
  const told = (name: string, found: typeof problems.cases) =>
    found.map(({ line, field, message }) => `${name}, line ${line}${field ? `, ${field}` : ''}: ${message}`)
  const wrong = [...told(file, problems.storyboard), ...told(cases, problems.cases)]
  if (wrong.length > 0) return wrong.join('\n')
  const failed = tried.filter(({ differs }) => differs.length > 0).length
  return [
    ...tried.map(({ case: name, line, differs }) =>
      differs.length === 0
        ? `passed   ${name}`
        : [`differs  ${name} (${cases}, line ${line})`, ...differs.map((each) => `           ${each}`)].join(
            '\n',
          ),
    ),
    `${tried.length - failed} of ${tried.length} cases passed.`,
  ].join('\n')
}
