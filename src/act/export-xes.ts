interface Event {
  started_at: string
  channel: string
  touchpoint: string
  text: string
  agent: string
  subjects: { type: string; id: string }[]
}

const escaped = (text: string) =>
  text
    .toWellFormed()
    // What XML 1.0 cannot hold at all.
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;')

const string = (key: string, value: string) =>
  value === '' ? '' : `<string key="${key}" value="${escaped(value)}"/>`

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
      `  <trace>${string('concept:name', name)}\n${events.map(eventOf).join('')}  </trace>\n`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xes.features="">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
  <extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
${written.join('')}</log>
`
}

const eventOf = ({ touchpoint, started_at, channel, agent, text }: Event) =>
  `    <event>${string('concept:name', touchpoint)}<date key="time:timestamp" value="${started_at}"/>${string('channel', channel)}${string('org:resource', agent)}${string('text', text)}</event>\n`
