import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

/** A folder of mappings and storyboards, as it is kept in git. */
export interface PlanFolder {
  mappings: { file: string; yaml: string; source: string }[]
  /** By journey and version. */
  storyboards: { file: string; yaml: string; journey: string; version: number }[]
  /** What cannot be used, with the reason. */
  problems: string[]
}

/** Reads every YAML file below a folder; hidden ones and `*.tests.yaml` are left out. @throws Error where there is no such folder. */
export async function readPlanFolder(folder: string): Promise<PlanFolder> {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new Error(`There is no folder ${folder}. Give a folder of mappings and storyboards.`)
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ya?ml$/.test(name) && !/\.tests\.ya?ml$/.test(name) && !/(^|[\\/])\./.test(name))
    .sort()
  const found: PlanFolder = { mappings: [], storyboards: [], problems: [] }
  const [{ describeProblems, parseMapping }, { checkStoryboardText }] = await Promise.all([
    import('../collect/index.ts'),
    import('../journeys/index.ts'),
  ])
  for (const file of files) {
    const yaml = readFileSync(join(folder, file), 'utf8')
    const fields = fieldsOf(yaml)
    if (fields === null) found.problems.push(`${file} is not YAML with named fields.`)
    else if ('journey' in fields) {
      const { journey, version, problems } = checkStoryboardText(yaml)
      if (journey === null || version === null || problems.length > 0)
        found.problems.push(describeProblems(problems, file))
      else found.storyboards.push({ file, yaml, journey, version })
    } else if ('records' in fields) {
      const { mapping, problems } = parseMapping(yaml, file)
      if (mapping === null) found.problems.push(describeProblems(problems, file))
      else found.mappings.push({ file, yaml, source: mapping.source })
    } else
      found.problems.push(
        `${file} is neither a mapping (it has no records) nor a storyboard (it has no journey): take it out of the folder.`,
      )
  }
  found.storyboards.sort((a, b) => a.journey.localeCompare(b.journey) || a.version - b.version)
  found.problems.push(
    ...twins(found.mappings.map(({ file, source }) => ({ file, name: `source ${source}` }))),
    ...twins(
      found.storyboards.map(({ file, journey, version }) => ({
        file,
        name: `${journey} version ${version}`,
      })),
    ),
  )
  return found
}

function fieldsOf(yaml: string): object | null {
  try {
    const tree: unknown = parse(yaml)
    return typeof tree === 'object' && tree !== null && !Array.isArray(tree) ? tree : null
  } catch {
    return null
  }
}

function twins(named: { file: string; name: string }[]): string[] {
  return [...Map.groupBy(named, (each) => each.name)].flatMap(([name, own]) =>
    own.length < 2 ? [] : [`${own.map((each) => each.file).join(' and ')} are both of ${name}: keep one.`],
  )
}
