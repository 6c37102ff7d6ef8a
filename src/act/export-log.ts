import type { Interaction } from '../collect/contract.ts'
import { eventPartsOf } from '../collect/index.ts'
import type { Traced } from './export-read.ts'
import { heldByXml, xesHead, xesString } from './export-xes.ts'

/**
 * Interactions as a log of IEEE 1849 (XES), one trace after the other: a subject each, or a run each. An interaction about two subjects
 * stands in both traces, as XES knows no other way, and is one again when it is read.
 */
export async function* eventLog(
  pieces: AsyncIterable<Traced[]>,
  attributesOf: (trace: unknown[]) => [name: string, value: string][],
): AsyncGenerator<string> {
  yield xesHead
  let open = ''
  for await (const piece of pieces) {
    const out: string[] = []
    for (const { interaction, trace } of piece) {
      const attributes = attributesOf(trace)
      const name = JSON.stringify(attributes)
      if (name !== open) {
        if (open !== '') out.push('  </trace>\n')
        out.push(`  <trace>${attributes.map(([key, value]) => xesString(key, value)).join('')}\n`)
        open = name
      }
      out.push(eventOf(interaction))
    }
    yield out.join('')
  }
  yield `${open === '' ? '' : '  </trace>\n'}</log>\n`
}

/** A subject names its trace. */
export const subjectTrace = ([type, id]: unknown[]): [string, string][] => [
  ['concept:name', type === '' ? 'no subject' : `${type} ${id}`],
]

/** A run names its trace, and tells what became of it. */
export const runTrace = ([run_id, journey, type, subject, , , outcome]: unknown[]): [string, string][] => [
  ['concept:name', String(run_id)],
  ['throughline:journey', String(journey)],
  ['throughline:subject', `${type} ${subject}`],
  ['throughline:outcome', String(outcome)],
]

const apart = ['touchpoint', 'started_at'] as const

function eventOf(each: Interaction): string {
  const { fields, attributes } = eventPartsOf(each, apart, heldByXml)
  const time = new Date(each.started_at).toISOString()
  return `    <event>${xesString('concept:name', each.touchpoint)}<date key="time:timestamp" value="${time}"/>${xesString('org:resource', each.agent)}${[...attributes, ...fields].map(([name, value]) => xesString(name, value)).join('')}</event>\n`
}
