import { sql } from 'kysely'
import { sqlFile } from '../storage/sql-file.ts'
import type { GroupListed } from './contract-groups.ts'
import type { IdentityStore } from './ledger.ts'
import { searchWords } from './search-words.ts'

const listSql = sqlFile(import.meta, 'list-groups.sql')

interface Word {
  kind: string
  key: string
  name: string
  group_id: string
  identifier_id: string
  act: 'add' | 'remove'
}

/** Groups whose name or key holds all words, the largest first. All that is said of membership is read: there is no index to keep. */
export async function listGroupsOf(
  store: IdentityStore,
  workspace: string,
  { q, kind, limit }: { q: string; kind?: string | undefined; limit: number },
): Promise<GroupListed[]> {
  const { rows: words } = await sql<Word>`
    SELECT DISTINCT ON (group_id, identifier_id) kind, key, name, group_id, identifier_id, act FROM group_acts
    WHERE workspace = ${workspace} ORDER BY group_id, identifier_id, act_id DESC`.execute(store.db)
  const rows = await store.analytics.ask<{ kind: string; key: string; called: string; members: string }>(
    listSql,
    {
      workspace,
      params: {
        kinds: words.map((word) => word.kind),
        keys: words.map((word) => word.key),
        names: words.map((word) => word.name),
        group_ids: words.map((word) => BigInt(word.group_id)),
        members: words.map((word) => BigInt(word.identifier_id)),
        stands: words.map((word) => (word.act === 'add' ? 1 : 0)),
        words: searchWords(q).map(({ word }) => word),
        kind: kind ?? '',
        limit,
      },
    },
    'lookup',
  )
  return rows.map(({ called, members, ...group }) => ({
    ...group,
    name: called === '' ? null : called,
    members: Number(members),
  }))
}
