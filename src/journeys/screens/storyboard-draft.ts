/** The heading of a storyboard as text: its version and the date from which it holds. Only these lines are written. */
const versionLine = /^version:[ \t]*(\d+)/m
const dateLine = /^valid_from:[ \t]*(?:'([^'\n]*)'|"([^"\n]*)"|([^\s#]+))?/m

/** The version written in it; null where none can be read. */
export function draftVersion(yaml: string): number | null {
  const [, found] = versionLine.exec(yaml) ?? []
  return found === undefined ? null : Number(found)
}

/** The text with this version in the place of its own, or after its first line. */
export function withVersion(yaml: string, version: number): string {
  return versionLine.test(yaml)
    ? yaml.replace(versionLine, (line) => line.replace(/\d+$/, String(version)))
    : afterLine(yaml, /^journey:.*$/m, `version: ${version}`)
}

/** The date or moment from which it holds, as written; '' where it holds for all runs. */
export function draftFrom(yaml: string): string {
  const [, single, double, plain] = dateLine.exec(yaml) ?? []
  return single ?? double ?? plain ?? ''
}

/** The text holding from this day on; '' takes the line away. */
export function withFrom(yaml: string, day: string): string {
  if (day === '') return yaml.replace(/^valid_from:.*(?:\r?\n|$)/m, '')
  return dateLine.test(yaml)
    ? yaml.replace(dateLine, `valid_from: ${day}`)
    : afterLine(yaml, /^version:.*$/m, `valid_from: ${day}`)
}

function afterLine(yaml: string, line: RegExp, added: string): string {
  return line.test(yaml) ? yaml.replace(line, (found) => `${found}\n${added}`) : `${added}\n${yaml}`
}
