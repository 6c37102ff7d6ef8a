import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { badInput } from '../http/errors.ts'
import type { Db } from '../storage/operational.ts'
import { guessMapping } from './guess-mapping.ts'
import type { ImportWish } from './imports.ts'
import { describeProblems, type Mapping, parseMapping } from './mapping.ts'
import type { CollectTables } from './tables.ts'

/** The mapping given, else the one saved for that source, else a guess. @throws Problem with every fault by line. */
export async function mappingFor(
  db: Db<CollectTables>,
  workspace: string,
  wish: Omit<ImportWish, 'replace'>,
): Promise<Mapping> {
  const file = wish.mapping_path ? basename(wish.mapping_path) : 'mapping.yaml'
  const given = wish.mapping ?? (wish.mapping_path ? await readGiven(wish.mapping_path) : undefined)
  const yaml = given ?? (await savedOrGuessed(db, workspace, wish.path))
  const { mapping, problems } = parseMapping(yaml, file)
  if (mapping) return mapping
  throw badInput('mapping', describeProblems(problems, file), 'Mend these lines, then import again.')
}

async function savedOrGuessed(db: Db<CollectTables>, workspace: string, path: string): Promise<string> {
  const guess = await guessMapping(path)
  const saved =
    guess.source === ''
      ? undefined
      : await db
          .selectFrom('sources')
          .select('mapping')
          .where('workspace', '=', workspace)
          .where('source', '=', guess.source)
          .executeTakeFirst()
  return saved?.mapping ?? guess.yaml
}

async function readGiven(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch {
    throw badInput(
      'mapping',
      `There is no mapping file ${path}.`,
      'Check the path; leave --mapping out to have one guessed.',
    )
  }
}
