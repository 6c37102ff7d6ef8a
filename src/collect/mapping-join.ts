import type { Scope } from './mapping-scope.ts'
import type { FlatRecord } from './record.ts'
import type { Tree } from './yaml-tree.ts'

/** A left join: columns of another file of the import, by key. */
export interface JoinSpec {
  file: string
  /** The columns of this record, and of the other file, that must be equal. */
  on: string[]
  key: string[]
  line: number
}

/** A joined file in memory; filled by `planImport`. */
export interface LoadedJoin {
  on: string[]
  /** Columns under the names they get in the record. */
  columns: string[]
  rows: Map<string, string[]>
}

/** `join` of a mapping's entry. */
export function compileJoins(tree: Tree, field: string, scope: Scope): JoinSpec[] {
  const items = tree.kind === 'list' ? tree.items : [tree]
  return items.flatMap((item, i) => {
    const path = `${field}[${i}]`
    const entries = scope.fields(item, path, ['file', 'on', 'key'])
    if (entries === null) return []
    for (const key of ['file', 'on', 'key']) {
      if (!entries.has(key))
        scope.problem(
          item.line,
          `${path}.${key}`,
          'a join is {file: customers.csv, on: $customer_id, key: customer_id}',
        )
    }
    if (!(entries.has('file') && entries.has('on') && entries.has('key'))) return []
    const names = (key: string) =>
      scope.texts(entries.get(key)!.value, `${path}.${key}`).map((name) => name.replace(/^\$/, ''))
    const join = {
      file: scope.text(entries.get('file')!.value, `${path}.file`) ?? '',
      on: names('on'),
      key: names('key'),
      line: item.line,
    }
    if (/(^|[\\/])\.\.([\\/]|$)|^[\\/]/.test(join.file))
      scope.problem(item.line, `${path}.file`, `'${join.file}' leads out of the imported folder`)
    if (join.on.length !== join.key.length)
      scope.problem(
        item.line,
        path,
        `\`on\` names ${join.on.length} columns and \`key\` ${join.key.length}: they are compared one by one`,
      )
    for (const column of join.on) scope.named(column, item.line, `${path}.on`)
    return join
  })
}

/** Adds the joined columns to a record; its own columns stay as they are. */
export function addJoined(record: FlatRecord, join: LoadedJoin): void {
  const found = join.rows.get(joinKey(join.on.map((column) => record[column] ?? '')))
  if (!found) return
  for (let i = 0; i < join.columns.length; i++) {
    const column = join.columns[i]!
    if (record[column] === undefined) record[column] = found[i]!
  }
}

/** The key a join is looked up by; surrounding blanks do not matter. */
export function joinKey(values: string[]): string {
  return values.length === 1 ? values[0]!.trim() : values.map((value) => value.trim()).join('\u001f')
}
