import { plural } from './fmt.ts'

export interface Destination {
  group: string
  label: string
  note: string
  href: string
}

const path = (...parts: string[]) => `/${parts.map(encodeURIComponent).join('/')}`

/** Every place the palette knows in a workspace. */
export function destinations(
  workspace: string,
  journeys: { journey: string; runs: number }[],
  subjects: { subject: string; runs: number }[],
  workspaces: { workspace: string }[],
): Destination[] {
  const pages: [string, string][] = [
    ['Home', path(workspace)],
    ['Journeys', path(workspace, 'journeys')],
    ['Customers', path(workspace, 'customers')],
    ['Kinds of identifiers', `${path(workspace, 'customers')}?tab=identifiers`],
    ['Accounts and households', path(workspace, 'customers', 'groups')],
    ['Sources', path(workspace, 'sources')],
    ['Data health', `${path(workspace, 'sources')}?tab=health`],
    ['Touchpoints', path(workspace, 'sources', 'touchpoints')],
    ['Tracking plan', `${path(workspace, 'sources', 'touchpoints')}?tab=tracking`],
    ['Imports', `${path(workspace, 'sources')}?tab=imports`],
    ['Export', path(workspace, 'export')],
    ['Quarantine', `${path(workspace, 'sources')}?tab=quarantine`],
    ['Mail', `${path(workspace, 'sources')}?tab=mail`],
    ['Write keys', `${path(workspace, 'sources')}?tab=keys`],
    ['Send a first event', `${path(workspace, 'sources')}?tab=event`],
    ['Settings', path(workspace, 'settings')],
    ['Webhook', path(workspace, 'settings')],
    ['Audit log and erasures', path(workspace, 'settings')],
  ]
  return [
    ...journeys.map((one) => ({
      group: 'Journeys',
      label: one.journey,
      note: plural(one.runs, 'run'),
      href: path(workspace, 'journeys', one.journey),
    })),
    ...subjects.map((one) => ({
      group: 'Subjects',
      label: one.subject,
      note: plural(one.runs, 'run'),
      href: path(workspace, 'subjects', one.subject),
    })),
    ...pages.map(([label, href]) => ({ group: 'Pages', label, note: '', href })),
    ...workspaces
      .filter((one) => one.workspace !== workspace)
      .map((one) => ({ group: 'Workspaces', label: one.workspace, note: '', href: path(one.workspace) })),
  ]
}

/** Customers that were found, by name and by what they answer to. */
export function customerPlaces(
  workspace: string,
  customers: { customer_id: string; name: string | null; value: string }[],
): Destination[] {
  return customers.map(({ customer_id, name, value }) => ({
    group: 'Customers',
    label: name ?? value,
    note: name === null || name === value ? '' : value,
    href: path(workspace, 'customers', customer_id),
  }))
}

/** What matches the text; `order 4711` (a subject type and an id) also finds that run. */
export function found(
  all: Destination[],
  subjectTypes: string[],
  workspace: string,
  text: string,
): Destination[] {
  const asked = text.trim().toLowerCase()
  const matches = all.filter((one) =>
    asked.split(/\s+/).every((word) => `${one.label} ${one.group}`.toLowerCase().includes(word)),
  )
  const [type = '', ...rest] = text.trim().split(/[\s:]+/)
  const subject = subjectTypes.find((one) => one.toLowerCase() === type.toLowerCase())
  if (!subject || rest.length === 0) return matches
  const id = rest.join(' ')
  return [
    {
      group: 'Runs',
      label: `${subject} ${id}`,
      note: 'open its trace',
      href: path(workspace, 'runs', `subject:${subject}:${id}`),
    },
    ...matches,
  ]
}
