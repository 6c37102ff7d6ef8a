import type { Mount } from '../http/serve.ts'
import type { Store } from './commit.ts'
import { listFeedRows, listFeedSilences, readHealth } from './contract.ts'
import { readFeedRows } from './feed-rows.ts'
import { listSilences } from './feed-watch.ts'
import { readHealthOf } from './health.ts'

export function mountHealth(mount: Mount, store: Store): void {
  mount(readHealth, ({ workspace }) => readHealthOf(store, workspace, Date.now()))
  mount(listFeedRows, async ({ workspace, ...asked }) => ({
    rows: await readFeedRows(store, workspace, asked, Date.now()),
  }))
  mount(listFeedSilences, async ({ workspace }) => ({ silences: await listSilences(store.db, workspace) }))
}
