import { readFileSync } from 'node:fs'

/** The text of a file somebody named. @throws Error naming the file, and what to do. */
export function readText(path: string, what: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new Error(`There is no ${what} ${path}. Check the path.`)
    if (code === 'EISDIR') throw new Error(`${path} is a folder. Name the ${what} in it.`)
    throw new Error(`The ${what} ${path} cannot be read (${code ?? error}). Check its permissions.`)
  }
}
