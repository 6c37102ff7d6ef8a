import type { Analytics } from '../storage/analytics.ts'
import { type Journey, kindsOf } from './journey.ts'

/**
 * Whether any interaction that a journey's runs may hold carries news, up to a moment (epoch ms): without any, silence
 * is unknown everywhere (methods A.6). The cheap questions first: some rows that say so, whether one of these still stands, and only then all.
 */
export async function newsSeen(
  analytics: Analytics,
  workspace: string,
  journey: Pick<Journey, 'storyboard'>,
  as_of: number,
): Promise<boolean> {
  const kinds = kindsOf(journey)
  const kind = kinds.length > 0 ? 'kind IN ({kinds:Array(String)})' : '1'
  const seen = (what: string, final: 'FINAL' | '', where: string, keys: bigint[] = []) =>
    analytics.ask<{ key: string }>(
      `SELECT ${what} FROM throughline.history ${final} PREWHERE {{workspace}} AND ${kind}${where}
       WHERE is_news = 1 AND is_deleted = 0 AND started_at <= {as_of:Int64} LIMIT 20`,
      { workspace, params: { as_of, kinds, keys } },
      'rebuild',
    )
  const perhaps = await seen('toString(key) AS key', '', '')
  if (perhaps.length === 0) return false
  const keys = perhaps.map(({ key }) => BigInt(key))
  if ((await seen('1', 'FINAL', ' AND key IN ({keys:Array(UInt64)})', keys)).length > 0) return true
  return (await seen('1', 'FINAL', '')).length > 0
}
