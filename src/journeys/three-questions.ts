import type { News } from '../collect/contract.ts'
import type { Contact } from './contact.ts'
import type { HistoryEntry } from './history-order.ts'

/** What a customer who handed something in wants to know (methods A.17), and the field of news that answers it. */
export const questions = [
  { question: 'received', answered_by: 'received' },
  { question: 'needed', answered_by: 'needed_from_you' },
  { question: 'next', answered_by: 'next_by' },
] as const
export type Question = (typeof questions)[number]['question']

/** One question after one hand-in; not answered = not until the outcome, or the judgement, at least. */
export interface QuestionClock {
  question: Question
  /** The interaction by which the customer handed something in. */
  interaction_id: string
  touchpoint: string
  from_at: number
  /** The answer, else the outcome; null = open still. */
  to_at: number | null
  answered: boolean
}

type Seen = Pick<
  HistoryEntry,
  'interaction_id' | 'touchpoint' | 'news' | 'information_given' | 'started_at' | 'direction'
>

/** What of a run the questions are seen by. */
export interface QuestionView {
  interactions: readonly Seen[]
  /** When each interaction was received. */
  received: readonly number[]
  contacts: readonly Contact[]
  /** Ids of interactions with which a chase began: asking is not handing in. */
  chases: ReadonlySet<string>
  /** Outcome; null = open, and judged at `judged_until`. */
  ended_at: number | null
  judged_until: number
}

/**
 * Three clocks from every hand-in: have you received it, do you need anything from me, when do I hear. Each stops at the
 * first news that says so, also of the hand-in itself (methods A.17). A hand-in is a contact of the customer before the
 * outcome that is no chase and no mere look at a page, or any in which they gave information.
 */
export function threeQuestions(view: QuestionView): QuestionClock[] {
  const { interactions, received, contacts, chases, ended_at } = view
  const until = Math.min(ended_at ?? view.judged_until, view.judged_until)
  const told = interactions
    .map(({ news }, position) => ({ news, at: received[position]! }))
    .filter(({ news, at }) => news !== null && news.delivery !== 'failed' && at <= until)
    .sort((a, b) => a.at - b.at)
  const answers = questions.map(({ question, answered_by }) => ({
    question,
    at: told.filter(({ news }) => says(news, answered_by)).map(({ at }) => at),
  }))
  const clocks: QuestionClock[] = []
  for (const contact of contacts) {
    if (!handsIn(contact, interactions, chases)) continue
    const { interaction_id, touchpoint } = interactions[contact.positions[0]!]!
    const from_at = received[contact.positions[0]!]!
    if (from_at > until || (ended_at !== null && from_at >= ended_at)) continue
    for (const { question, at } of answers) {
      const answer = firstFrom(at, from_at)
      const to_at = answer ?? ended_at
      clocks.push({ question, interaction_id, touchpoint, from_at, to_at, answered: answer !== undefined })
    }
  }
  return clocks
}

/** The first of ascending moments that is not before `from`. */
function firstFrom(moments: readonly number[], from: number): number | undefined {
  let low = 0
  let high = moments.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (moments[middle]! < from) low = middle + 1
    else high = middle
  }
  return moments[low]
}

function says(news: News | null, field: (typeof questions)[number]['answered_by']): boolean {
  return news !== null && news[field] !== null
}

function handsIn(contact: Contact, interactions: readonly Seen[], chases: ReadonlySet<string>): boolean {
  if (contact.by_customer !== true) return false
  const gave = contact.positions.some((position) => interactions[position]!.information_given.length > 0)
  const looked = contact.positions.every((position) => interactions[position]!.news?.delivery === 'viewed')
  return gave || !(looked || chases.has(interactions[contact.positions[0]!]!.interaction_id))
}
