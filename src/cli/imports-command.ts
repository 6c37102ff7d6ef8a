import type { Command } from 'commander'
import { type ImportState, listImports, redoImport, undoImport } from '../collect/contract.ts'
import { type Connection, type Globals, using } from './connect.ts'
import { follow } from './import-command.ts'
import { print, printJson, table } from './show.ts'

/** What was imported; to undo one import, and to do it again. */
export function importsCommand(program: Command, globals: () => Globals): void {
  const imports = program
    .command('imports')
    .description('What was imported, newest first; to undo one, or to do it again')
    .addHelpText(
      'after',
      '\nExamples:\n  throughline imports\n  throughline imports undo IMPORT_ID\n  throughline imports redo IMPORT_ID',
    )
    .action(() =>
      using(globals(), async (connection) => {
        const found = await connection.call(listImports, {})
        if (globals().json) return printJson(found)
        print(table(found.imports, ['import_id', 'source', 'path', 'state', 'stored', 'started_at']))
      }),
    )
  imports
    .command('undo <import_id>')
    .description('Take back what one import brought; what others say too stays')
    .addHelpText('after', '\nExample:\n  throughline imports undo 3f0c…')
    .action((import_id: string) =>
      using(globals(), async (connection) => {
        await connection.call(undoImport, { import_id })
        const state = await follow(connection, import_id, true)
        if (globals().json) printJson(state)
        else print(undoneText(state))
        if (state.state !== 'undone') process.exitCode = 1
      }),
    )
  imports
    .command('redo <import_id>')
    .description('Read the file of an import again, by the same mapping')
    .addHelpText('after', '\nExample:\n  throughline imports redo 3f0c…')
    .action((import_id: string) => using(globals(), (connection) => redo(connection, globals(), import_id)))
}

async function redo(connection: Connection, globals: Globals, import_id: string): Promise<void> {
  const again = await connection.call(redoImport, { import_id })
  const state = await follow(connection, again.import_id, globals.json === true)
  if (globals.json) printJson(state)
  else if (state.state === 'done') print(`${state.source}: read ${state.read}, stored ${state.stored}.`)
  else print(`Import of ${state.path} failed: ${state.error}`)
  if (state.state !== 'done') process.exitCode = 1
}

function undoneText(state: ImportState): string {
  if (state.state !== 'undone') return `The import of ${state.path} is not undone: ${state.error}`
  return `The import of ${state.path} is undone: ${state.undone_records} records went, ${state.restored_records} stand again as before it. To do it again: throughline imports redo ${state.import_id}`
}
