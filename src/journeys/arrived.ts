import type { HistoryEntry } from './history-order.ts'

/** False for what is known not to have reached the customer: nobody was told, asked or promised anything by it. */
export function arrived({ news }: Pick<HistoryEntry, 'news'>): boolean {
  return news?.delivery !== 'failed'
}
