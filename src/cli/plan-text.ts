import { comparisonText } from './comparison-text.ts'
import type { MappingPlanned, Plan, StoryboardPlanned } from './plan-changes.ts'
import type { Difference } from './tree-difference.ts'

const signs = { added: '+', changed: '~', unchanged: '=', removed: '-' } as const

/** A plan as the command line shows it. */
export function planText(plan: Plan): string {
  const { mappings, storyboards, only_here, problems } = plan
  const lines = [
    ...mappings.flatMap(mappingLines),
    ...storyboards.flatMap(storyboardLines),
    ...only_here.sources.map((source) => `  source ${source}: not in the folder; its mapping stays`),
    ...only_here.journeys.map((journey) => `  journey ${journey}: not in the folder; it stays`),
  ]
  const changes = [...mappings, ...storyboards].filter((each) => each.change !== 'unchanged').length
  const end =
    problems.length > 0
      ? ['', 'Nothing can be applied before this is mended:', ...problems]
      : ['', changes === 0 ? 'Nothing to do: the workspace is as the folder says.' : `${changes} to apply.`]
  return [...lines, ...end].join('\n')
}

export function appliedText({ mappings, storyboards }: Plan, applied: string[]): string {
  if (applied.length === 0) return 'Nothing to do: the workspace is as the folder says.'
  return [...mappings, ...storyboards]
    .filter((each) => applied.includes(each.file))
    .map(
      (each) =>
        `${signs[each.change]} ${each.file}: ${'source' in each ? `mapping of ${each.source}` : `${each.journey} version ${each.version}`}`,
    )
    .join('\n')
}

function mappingLines({
  file,
  source,
  change,
  differences,
  effect,
  effect_unknown,
}: MappingPlanned): string[] {
  return [
    `${signs[change]} ${file}: mapping of ${source}, ${change}`,
    ...differences.map(differenceLine),
    ...(effect === null
      ? []
      : [
          `    Of ${effect.path}, last imported: ${effect.differing} of its first ${effect.looked_at} interactions would be others; rejected rows ${effect.rejected_before} → ${effect.rejected_after}. What is stored changes when the file is imported again.`,
        ]),
    ...(effect_unknown === null ? [] : [`    What it would change is unknown: ${effect_unknown}.`]),
  ]
}

function storyboardLines(each: StoryboardPlanned): string[] {
  const { file, journey, version, change, against, differences, compared, compared_unknown } = each
  return [
    `${signs[change]} ${file}: ${journey} version ${version}, ${change}${change === 'changed' ? `, beside version ${against}` : ''}`,
    ...differences.map(differenceLine),
    ...(compared === null
      ? []
      : [
          '',
          ...comparisonText(compared)
            .split('\n')
            .map((line) => `    ${line}`.trimEnd()),
          '',
        ]),
    ...(compared_unknown === null || change === 'added' ? [] : [`    Not compared: ${compared_unknown}`]),
  ]
}

function differenceLine({ place, change, before, after }: Difference): string {
  const what = change === 'changed' ? `${before} → ${after}` : (after ?? before)
  return `    ${signs[change]} ${place}: ${what}`
}
