import { byOf, noteDeed } from '../access/index.ts'
import { countOlder, pendingImports, renewGuard } from '../collect/index.ts'
import { badInput } from '../http/errors.ts'
import type { Mount } from '../http/serve.ts'
import type { Certificate } from './certificate.ts'
import { applyRetention, readRetention, setRetention } from './contract-rights.ts'
import { type ErasureParts, performErasure } from './erasure.ts'
import { refuseWhileImporting, shownCertificate } from './erasure-routes.ts'
import { recordErasure } from './record-erasure.ts'

export function mountRetention(mount: Mount, parts: ErasureParts): void {
  const { db } = parts
  mount(readRetention, async ({ workspace }) => {
    const rows = await periodsOf(parts, workspace)
    const last = rows.flatMap((row) => row.last_run_on ?? []).sort((a, b) => b.getTime() - a.getTime())[0]
    return {
      periods: rows.map(({ channel, days }) => ({ channel, days })),
      last_run_on: last?.toISOString().slice(0, 10) ?? null,
    }
  })
  mount(setRetention, async ({ workspace, periods }, caller) => {
    const by = byOf(caller)
    if (new Set(periods.map(({ channel }) => channel)).size < periods.length)
      throw badInput('periods', 'A channel has two periods.', 'Give each channel one.')
    await db.transaction().execute(async (trx) => {
      await trx.deleteFrom('retention_periods').where('workspace', '=', workspace).execute()
      if (periods.length > 0)
        await trx
          .insertInto('retention_periods')
          .values(periods.map((each) => ({ workspace, ...each, set_by: by, last_run_on: null })))
          .execute()
    })
    renewGuard(db, workspace)
    const detail = periods.map(({ channel, days }) => `${channel || 'all channels'} ${days} d`).join(', ')
    await noteDeed(db, {
      workspace,
      by,
      act: 'set retention',
      on_what: 'interactions',
      detail: detail || 'for ever',
    })
    return { periods }
  })
  mount(applyRetention, async ({ workspace, dry }, caller) => {
    if (dry) return { interactions: await olderIn(parts, workspace, Date.now()), certificate: null }
    await refuseWhileImporting(parts, workspace)
    const done = await eraseOlder(parts, workspace, Date.now(), byOf(caller))
    return {
      interactions: done?.interactions.named ?? 0,
      certificate: done === null ? null : shownCertificate(done),
    }
  })
}

const periodsOf = ({ db }: ErasureParts, workspace: string) =>
  db
    .selectFrom('retention_periods')
    .selectAll()
    .where('workspace', '=', workspace)
    .orderBy('channel')
    .execute()

async function olderIn(parts: ErasureParts, workspace: string, now: number): Promise<number> {
  const rows = await periodsOf(parts, workspace)
  if (rows.length === 0) return 0
  return countOlder(parts, workspace, new Map(rows.map((row) => [row.channel, row.days])), now)
}

/** Erases what is older than it may be kept; null = nothing was. */
export async function eraseOlder(
  parts: ErasureParts,
  workspace: string,
  now: number,
  by: string,
): Promise<Certificate | null> {
  if ((await olderIn(parts, workspace, now)) === 0) return null
  const rows = await periodsOf(parts, workspace)
  const job = await recordErasure(
    parts,
    workspace,
    { by, ground: 'older than it may be kept', kind: 'retention' },
    { periods: Object.fromEntries(rows.map((row) => [row.channel, row.days])), now },
  )
  return performErasure(parts, job)
}

/** The hour of the server's clock in which little is asked. */
const quietHour = 3

/** Once a day, in the quiet hour, for every workspace with a period; imports under way put it off until they have ended. */
export async function eraseNightly(parts: ErasureParts, now: Date): Promise<void> {
  if (now.getHours() !== quietHour) return
  const today = new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()))
  const due = await parts.db
    .selectFrom('retention_periods')
    .select('workspace')
    .distinct()
    .where(({ or, eb }) => or([eb('last_run_on', 'is', null), eb('last_run_on', '<', today)]))
    .execute()
  for (const { workspace } of due) {
    if ((await pendingImports(parts.db, workspace)) > 0) continue
    await eraseOlder(parts, workspace, now.getTime(), 'the nightly erasing')
    await parts.db
      .updateTable('retention_periods')
      .set({ last_run_on: today })
      .where('workspace', '=', workspace)
      .execute()
  }
}
