import { type RunTrace, saidWords } from './contract.ts'

type Measures = NonNullable<RunTrace['measures']>
export type ToldMeasures = Pick<Measures, 'contradictions'> & {
  effort: Pick<Measures['effort'], 'chases'>
  asked_again: Pick<Measures['asked_again'][number], 'item' | 'security'>[]
}

/** What a run says of chases, items asked again and contradictions, one clause each; nothing of what did not happen. Days are of UTC. */
export function tellMeasures({ effort, asked_again, contradictions }: ToldMeasures): string[] {
  const clauses: string[] = []
  const chases = effort.chases ?? 0
  if (chases > 0) clauses.push(`had to ask where it stands ${often(chases)}`)
  const items = [...new Set(asked_again.filter(({ security }) => !security).map(({ item }) => item))]
  if (items.length > 0) clauses.push(`was asked again for ${listed(items)}`)
  for (const { what, about, first, second } of contradictions.slice(0, 2)) {
    const of = [what.replaceAll('_', ' '), about].filter(Boolean).join(' of ')
    const [before, after] = saidWords(first.value, second.value, 'UTC')
    clauses.push(`was told two things about the ${of}: “${before}”, then “${after}”`)
  }
  if (contradictions.length > 2) clauses.push(`and was contradicted ${often(contradictions.length - 2)} more`)
  return clauses
}

function often(times: number): string {
  return times === 1 ? 'once' : times === 2 ? 'twice' : `${times} times`
}

function listed(items: readonly string[]): string {
  return items.length === 1 ? items[0]! : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}
