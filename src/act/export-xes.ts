interface Event {
  started_at: string
  channel: string
  touchpoint: string
  text: string
  agent: string
  subjects: { type: string; id: string }[]
}

/** Whether XML 1.0 can hold a text as it is. */
export const heldByXml = (text: string) =>
  text.isWellFormed() && !/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(text)

export const escaped = (text: string) =>
  text
    .toWellFormed()
    // What XML 1.0 cannot hold at all.
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\r', '&#13;')
    .replaceAll('\t', '&#9;')

export const xesString = (key: string, value: string) =>
  value === '' ? '' : `<string key="${escaped(key)}" value="${escaped(value)}"/>`

/** Interactions as a log of IEEE 1849 (XES): one trace for each subject, and one of what was about none. Oldest first. */
export function toXes(interactions: readonly Event[]): string {
  const traces = new Map<string, Event[]>()
  for (const each of interactions)
    for (const name of each.subjects.length === 0
      ? ['no subject']
      : each.subjects.map(({ type, id }) => `${type} ${id}`))
      traces.set(name, [...(traces.get(name) ?? []), each])
  const written = [...traces].map(
    ([name, events]) =>
      `  <trace>${xesString('concept:name', name)}\n${events.map(eventOf).join('')}  </trace>\n`,
  )
  return `${xesHead}${written.join('')}</log>\n`
}

export const xesHead = `<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xes.features="">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
  <extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
`

const eventOf = ({ touchpoint, started_at, channel, agent, text }: Event) =>
  `    <event>${xesString('concept:name', touchpoint)}<date key="time:timestamp" value="${started_at}"/>${xesString('channel', channel)}${xesString('org:resource', agent)}${xesString('text', text)}</event>\n`
