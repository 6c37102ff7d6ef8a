import type { Analytics } from '../storage/analytics.ts'
import { type Journey, kindsOf } from './journey.ts'

/**
 * Whether any interaction that a journey's runs may hold carries news, up to a moment (epoch ms): without any, silence
 * is unknown everywhere (methods A.6). The cheap question first: only where some row says so are withdrawn ones told apart.
 */
export async function newsSeen(
  analytics: Analytics,
  workspace: string,
  journey: Pick<Journey, 'storyboard'>,
  as_of: number,
): Promise<boolean> {
  const kinds = kindsOf(journey)
  const kind = kinds.length > 0 ? 'kind IN ({kinds:Array(String)})' : '1'
  const seen = async (final: 'FINAL' | '') => {
    const rows = await analytics.ask(
      `SELECT 1 FROM throughline.history ${final}
       WHERE {{workspace}} AND ${kind} AND is_news = 1 AND is_deleted = 0 AND started_at <= {as_of:Int64} LIMIT 1`,
      { workspace, params: { as_of, kinds } },
      'rebuild',
    )
    return rows.length > 0
  }
  return (await seen('')) && (await seen('FINAL'))
}
