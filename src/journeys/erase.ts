import { sql } from 'kysely'
import {
  countRows,
  type Erasing,
  type ErasureHandler,
  erasedInteractions,
  eraseRows,
} from '../storage/erasure.ts'
import { buildsEnded, type JourneyStore, latestVersion } from './build.ts'

const noted = (stays: 0 | 1, columns: string) =>
  `(SELECT ${columns} FROM throughline.erasing_runs WHERE {{workspace}} AND erasure_id = {erasure:UInt64} AND stays = ${stays})`
const place = 'journey, key, ordinal, started_at, version'
const touched = `key IN ${noted(0, 'key')}`

/** Notes the keys of all runs, of any version, in which an erased interaction stands: to be called while it still stands there. */
export async function noteTouchedRuns({ analytics }: JourneyStore, erasing: Erasing): Promise<void> {
  await note(
    analytics,
    erasing,
    `SELECT DISTINCT workspace, {erasure:UInt64}, 0, '', key, 0, 0, 0 FROM (
       SELECT workspace, key FROM throughline.history WHERE {{workspace}} AND interaction_id IN ${erasedInteractions}
       UNION ALL SELECT workspace, key FROM throughline.runs ARRAY JOIN steps.interaction_id AS id
       WHERE {{workspace}} AND snapshot = 0 AND id IN ${erasedInteractions})`,
  )
}

/**
 * Runs as of past moments are made again when somebody asks for them. Of the living ones only what stands now stays: it was built
 * anew when the interactions were withdrawn, from what others still have in it.
 */
export function journeyErasure({ db, analytics }: JourneyStore): ErasureHandler {
  const name = 'clickhouse.runs'
  const sample = 'clickhouse.sampled_runs'
  const builds = 'postgresql.builds'
  const columns = ['steps.interaction_id', 'key', 'subject', 'identifier_id', 'run_id', 'attributes']
  return {
    holds: {
      [name]: columns,
      [sample]: columns,
      [builds]: ['snapshot'],
    },
    // Every row of a touched key is replaced when its interactions are withdrawn.
    count: async (erasing) => ({
      [name]: await countRows(analytics, erasing, 'runs', `snapshot != 0 OR ${touched}`),
      [sample]: await countRows(analytics, erasing, 'sampled_runs', `snapshot != 0 OR ${touched}`),
      [builds]: await countPast(db, erasing),
    }),
    remove: async (erasing) => {
      const until = await latestVersion(db)
      await buildsEnded({ db }, erasing.workspace)
      const past =
        await sql`DELETE FROM builds WHERE workspace = ${erasing.workspace} AND snapshot <> 0`.execute(db)
      await noteStaying(analytics, erasing)
      // What is built from here on is not noted, and was built without the erased.
      const gone = `version <= {until:UInt64} AND (snapshot != 0 OR ${touched} AND (is_deleted = 1 OR (${place}) NOT IN ${noted(1, place)}))`
      // Runs last: what was read of either is remembered until they are written to.
      const sampled = await eraseRows(analytics, erasing, 'sampled_runs', gone, { until })
      const removed = await eraseRows(analytics, erasing, 'runs', gone, { until })
      return { [name]: removed, [sample]: sampled, [builds]: Number(past.numAffectedRows ?? 0) }
    },
  }
}

async function countPast(db: JourneyStore['db'], { workspace }: Erasing): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    SELECT count(*) AS n FROM builds WHERE workspace = ${workspace} AND snapshot <> 0`.execute(db)
  return Number(rows[0]!.n)
}

/** A row that a crash in the midst of erasing brought back is told by the erased interactions in it. */
function noteStaying(analytics: JourneyStore['analytics'], erasing: Erasing): Promise<void> {
  return note(
    analytics,
    erasing,
    `SELECT workspace, {erasure:UInt64}, 1, ${place} FROM throughline.runs FINAL
     WHERE {{workspace}} AND snapshot = 0 AND ${touched} AND (${place}) NOT IN (
       SELECT ${place} FROM throughline.runs ARRAY JOIN steps.interaction_id AS id
       WHERE {{workspace}} AND snapshot = 0 AND ${touched} AND id IN ${erasedInteractions})`,
  )
}

function note(analytics: JourneyStore['analytics'], erasing: Erasing, select: string): Promise<void> {
  return analytics.command(
    `INSERT INTO throughline.erasing_runs (workspace, erasure_id, stays, ${place}) ${select}`,
    { workspace: erasing.workspace, params: { erasure: erasing.erasure_id } },
    'erase',
    'throughline.erasing_runs',
  )
}
