import { filtersOf, type Search } from '../../console/search.ts'
import type { Input } from '../../http/operation.ts'
import { type listRuns, runSorts } from '../contract.ts'
import { havingWords } from './having-words.ts'

/** What to ask the server for, from the URL. */
export function runsAsked(workspace: string, journey: string, view: Search): Input<typeof listRuns> {
  const { break: broken, edge, deviation, variant, having } = view
  const sort = runSorts.find((one) => one === view.sort) ?? 'started_at'
  return {
    workspace,
    journey,
    ...filtersOf(view),
    ...(broken ? { break: broken } : {}),
    ...(edge ? { edge } : {}),
    ...(deviation ? { deviation } : {}),
    ...(variant ? { variant } : {}),
    ...(having ? { having } : {}),
    sort,
    order: view.order === 'asc' ? 'asc' : 'desc',
  }
}

/** Why these runs and no others, in words; '' when all are listed. */
export function selectionWords(view: Search): string {
  if (view.break) {
    const [kind = '', from = '', to = '', segment = ''] = view.break.split('|')
    return `with the break “${kind.replace('_', ' ')}” at ${[from, to].filter(Boolean).join(' → ')}${segment ? ` in ${segment.replace('=', ' ')}` : ''}`
  }
  if (view.edge) return `that went ${view.edge.split('|').join(' → ')}`
  if (view.deviation) {
    const [kind = '', step = '', after = ''] = view.deviation.split('|')
    return `where “${step}” was ${kind.replace('_', ' ')}${after ? ` after “${after}”` : ''}`
  }
  if (view.having) return havingWords(view.having)
  return view.variant ? `that went exactly ${view.variant.split('|').join(' › ')}` : ''
}
