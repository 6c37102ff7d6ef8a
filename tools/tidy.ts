// The rules of form (STYLE.md), held by a machine: each complaint names the place and what to write instead.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { argv, exit } from 'node:process'
import { fileURLToPath } from 'node:url'
import { formRule } from './tidy/form-rule.ts'
import { importRule } from './tidy/import-rule.ts'
import { languageRule } from './tidy/language-rule.ts'
import { reachRule } from './tidy/reach-rule.ts'
import { type Complaint, type Files, readSource } from './tidy/source.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Every complaint about these files, by file and line. */
export function tidy(files: Files): Complaint[] {
  const unreadable: Complaint[] = []
  const sources = [...files].flatMap(([file, text]) => {
    if (!/\.tsx?$/.test(file)) return []
    try {
      return [readSource(file, text)]
    } catch (error) {
      unreadable.push({
        file,
        line: 1,
        message: `cannot be read: ${error instanceof Error ? error.message : error}`,
      })
      return []
    }
  })
  const complaints = [
    ...sources.flatMap((source) => [...importRule(source), ...formRule(source), ...languageRule(source)]),
    ...reachRule(sources, files),
    ...unreadable,
  ]
  return complaints.sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line)
}

/** The repository's own files, as they lie in the working tree. */
export function repositoryFiles(): Files {
  const files: Files = new Map()
  for (const folder of ['src', 'sdk', 'tools', 'stories']) collect(folder, files)
  for (const file of readdirSync(root))
    if (/\.tsx?$/.test(file)) files.set(file, readFileSync(join(root, file), 'utf8'))
  return files
}

function collect(folder: string, files: Files) {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory() && entry.name !== 'node_modules' && entry.name !== 'dist') collect(path, files)
    if (entry.isFile() && /\.(tsx?|sql|html)$/.test(entry.name))
      files.set(path, readFileSync(join(root, path), 'utf8'))
  }
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const complaints = tidy(repositoryFiles())
  for (const { file, line, message } of complaints) console.log(`${file}:${line}: ${message}`)
  console.log(complaints.length === 0 ? 'tidy' : `${complaints.length} complaints`)
  exit(complaints.length === 0 ? 0 : 1)
}
