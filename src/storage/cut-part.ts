import type { ClickHouseClient } from '@clickhouse/client'

/** A part of a table as it stands on the disk. */
export interface CutPart {
  table: string
  part: string
}

/**
 * The part that an error is about when it came of one insert and its marks were never written: a full disk can leave one among those
 * that are read (one of some sixteen full disks, ClickHouse 26.7), and then nothing of its table can be read. Null for every other error
 * (246 is CORRUPTED_DATA), and for a part that was merged or rewritten: what stands in it was acknowledged, and is not to go unsaid.
 */
export function cutPartOf(error: unknown): CutPart | null {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown }
  if (code !== '246') return null
  const found = /^Empty marks file '[^']*\/(\w+_(\d+)_\2_0)\/[^/']+'.* in table throughline\.(\w+)/s.exec(
    String(message),
  )
  return found === null ? null : { table: found[3]!, part: found[1]! }
}

/** What is told of parts that the engine, or we, put aside; `told` gets the words for a log. */
export type TellAside = (words: string) => void

/** So many cut parts one question may meet: as many as a disk was full. */
const mostParts = 10

/**
 * Asks, and where a part is found that was never whole puts it aside and asks again, as the engine itself does with one that it finds
 * when it starts. What was acknowledged stands in other parts: an insert that was cut off was not acknowledged.
 */
export async function besideCutParts<Answer>(
  client: ClickHouseClient,
  told: TellAside,
  ask: () => Promise<Answer>,
  left = mostParts,
): Promise<Answer> {
  try {
    return await ask()
  } catch (error) {
    const cut = cutPartOf(error)
    if (cut === null || left === 0) throw error
    await putAside(client, cut, told)
    return besideCutParts(client, told, ask, left - 1)
  }
}

let last: Promise<void> = Promise.resolve()

/** One after the other: two connections that came upon a part at once would both put it aside. */
function putAside(client: ClickHouseClient, cut: CutPart, told: TellAside): Promise<void> {
  last = last.catch(() => undefined).then(() => putOneAside(client, cut, told))
  return last
}

async function putOneAside(
  client: ClickHouseClient,
  { table, part }: CutPart,
  told: TellAside,
): Promise<void> {
  const answer = await client.query({
    query: `SELECT name FROM system.parts WHERE database = 'throughline' AND table = '${table}' AND name = '${part}' AND active`,
    format: 'JSONEachRow',
  })
  // Whoever asked at the same time has done it already.
  if ((await answer.json()).length === 0) return
  await client.command({ query: `ALTER TABLE throughline.${table} DETACH PART '${part}'` })
  told(wordsOf(table, part))
}

/** Tells of parts that the engine put aside when it started, now and before. */
export async function tellAside(client: ClickHouseClient, told: TellAside): Promise<void> {
  const answer = await client.query({
    query: "SELECT table, name FROM system.detached_parts WHERE database = 'throughline'",
    format: 'JSONEachRow',
  })
  for (const { table, name } of await answer.json<{ table: string; name: string }>())
    told(wordsOf(table, name))
}

const wordsOf = (table: string, part: string) =>
  `ClickHouse could not read the part ${part} of the table ${table}, and it was put aside. A full disk leaves such parts of writes that were refused; after a damaged disk restore a backup. To remove it, stop the server and delete the folder detached/${part} below clickhouse/ in the data folder.`
