import { kaplanMeier, medianTime } from '../stats/kaplan-meier.ts'
import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { Filters, QuestionsReport } from './contract.ts'
import { headOf, proportionOf } from './measured-figure.ts'
import { observedRuns } from './observed-runs.ts'
import { questions } from './three-questions.ts'
import { openView } from './view.ts'

const questionsSql = sqlFile(import.meta, 'questions-report.sql')

const words: Record<(typeof questions)[number]['question'], string> = {
  received: 'Have you received it?',
  needed: 'Do you need anything from me?',
  next: 'When do I hear from you?',
}

/** The three questions after every hand-in (methods A.17): how many are answered, and how soon, open ones counted. */
export async function questionsReport(
  store: JourneyStore,
  workspace: string,
  name: string,
  filters: Filters,
): Promise<QuestionsReport> {
  const view = await openView(store, workspace, name, filters)
  const [rows, { runs, asking }] = await Promise.all([
    store.analytics.ask<{ question: string; seconds: number; answered: number; n: string }>(
      questionsSql,
      view.scope,
      'analysis',
    ),
    observedRuns(store, view, { asking: 'silence_unknown = 0 AND notEmpty(questions.question)' }),
  ])
  const clocks = questions.map(({ question }) => {
    const own = rows.filter((row) => row.question === question)
    const counts = own.map(({ n }) => Number(n))
    const answered = own.map((row) => row.answered === 1)
    const of = counts.reduce((sum, n) => sum + n, 0)
    const yes = counts.reduce((sum, n, at) => sum + (answered[at] ? n : 0), 0)
    const curve = kaplanMeier(
      own.map(({ seconds }) => Number(seconds)),
      answered,
      counts,
    )
    const { value: median, low, high } = medianTime(curve)
    return { question, words: words[question], answered: proportionOf(yes, of), median, low, high }
  })
  return { ...headOf(name, view, asking!, runs!), clocks }
}
