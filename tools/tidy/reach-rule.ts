import { isScreen } from './import-rule.ts'
import { type Complaint, type Files, isTest, type Source, targetOf } from './source.ts'

/** Files that nobody imports because a person, Node, Vite or Vitest starts them. */
const doors = /^src\/(main|cli\/main)\.ts$|\.d\.ts$|\/vite\.config\.ts$/
/** Proven against published values and waiting for their first screen. */
const awaited = /^src\/stats\/(cox|log-rank|token-replay)\.ts$/
const laidOut = /^src\/storage\/(migrations\/|[^/]*schema\.sql$)/

/** Every file is needed by another; every SQL file has the one caller that bears its name. */
export function reachRule(sources: Source[], files: Files): Complaint[] {
  const needed = new Set<string>()
  for (const source of sources)
    if (!isTest(source.file)) for (const target of targetsOf(source)) needed.add(target)
  for (const [file, text] of files)
    if (file.endsWith('.html')) for (const target of scriptsOf(file, text)) needed.add(target)
  const dead = sources.filter(
    ({ file }) =>
      file.startsWith('src/') &&
      !isTest(file) &&
      !doors.test(file) &&
      !awaited.test(file) &&
      !needed.has(file),
  )
  const deadComplaints = dead.map(({ file }) => ({
    file,
    line: 1,
    message: 'nothing but tests needs this file: use it or delete it',
  }))
  return [...deadComplaints, ...sqlRule(sources, files), ...browserRule(sources)]
}

/** Imports, and files named in a string: new URL('./worker.ts', import.meta.url), sqlFile(import.meta, 'breaks.sql'). */
function targetsOf(source: Source): string[] {
  const named = source.strings.map(({ value }) =>
    targetOf(source.file, value.endsWith('.sql') ? `./${value}` : value),
  )
  return [...source.imports.map((one) => one.target), ...named].filter((target) => target !== undefined)
}

function scriptsOf(file: string, text: string): string[] {
  return [...text.matchAll(/src="\/?(?:\.\/)?([^"]+\.tsx?)"/g)].flatMap(
    ([, path]) => targetOf(file, `./${path}`) ?? [],
  )
}

function sqlRule(sources: Source[], files: Files): Complaint[] {
  const queries = [...files.keys()].filter(
    (file) => file.endsWith('.sql') && file.startsWith('src/') && !laidOut.test(file),
  )
  return queries.flatMap((query) => {
    const owner = query.replace(/\.sql$/, '.ts')
    const callers = sources.filter((source) => !isTest(source.file) && targetsOf(source).includes(query))
    const foreign = callers.filter((source) => source.file !== owner)
    if (foreign.length > 0) {
      return foreign.map(({ file }) => ({
        file,
        line: 1,
        message: `${query} is called by ${owner} only: call that function`,
      }))
    }
    if (callers.length > 0) return []
    return [
      {
        file: query,
        line: 1,
        message: `no caller: read it in ${owner} by sqlFile(import.meta, '${query.split('/').at(-1)}'), or delete it`,
      },
    ]
  })
}

/** What a screen or a contract loads, directly or through others, runs in the browser: no Node in it. */
function browserRule(sources: Source[]): Complaint[] {
  const byFile = new Map(sources.map((source) => [source.file, source]))
  const start = sources.filter(
    ({ file }) => !isTest(file) && (isScreen(file) || file.endsWith('/contract.ts')) && !doors.test(file),
  )
  const open = start.map((source) => ({ source, by: source.file }))
  const seen = new Set<string>()
  const complaints: Complaint[] = []
  for (let one = open.pop(); one; one = open.pop()) {
    if (seen.has(one.source.file)) continue
    seen.add(one.source.file)
    for (const { specifier, target, line, type_only } of one.source.imports) {
      if (type_only) continue
      if (specifier.startsWith('node:')) {
        const message = `the browser loads this file (through ${one.by}) and has no ${specifier}: move the Node part into another file`
        complaints.push({ file: one.source.file, line, message })
      }
      const next = target === undefined ? undefined : byFile.get(target)
      if (next) open.push({ source: next, by: one.by })
    }
  }
  return complaints
}
