import { readGroupOf } from '../identity/index.ts'
import { lastContacts, readCustomerRuns, readMemberRuns } from '../journeys/index.ts'
import type { GroupView } from './contract-groups.ts'
import { type CustomerStore, runShown } from './customer-view.ts'

const iso = (at: number) => new Date(at).toISOString()

/**
 * A group with what its members do.
 * @throws notFound when nobody ever named it.
 */
export async function readGroupViewOf(
  store: CustomerStore,
  workspace: string,
  named: { kind: string; key: string },
): Promise<GroupView> {
  const group = await readGroupOf(store, workspace, named)
  const ids = new Map(
    group.members.map(({ customer_id, identifiers }) => [
      customer_id,
      [...new Set([customer_id, ...identifiers.map(({ identifier_id }) => identifier_id)])],
    ]),
  )
  const [contacts, open, runs] = await Promise.all([
    lastContacts(store, workspace, ids),
    readMemberRuns(store, workspace, [...ids.values()].flat()),
    readCustomerRuns(store, workspace, [group.group_id]),
  ])
  const owner = new Map([...ids].flatMap(([customer, all]) => all.map((id) => [id, customer] as const)))
  const openOf = Map.groupBy(open, ({ identifier_id }) => owner.get(identifier_id))
  return {
    ...group,
    runs: runs.map(runShown),
    members: group.members.map((member) => {
      const last = contacts.get(member.customer_id)
      return {
        ...member,
        last_at: last === undefined ? null : iso(last.at),
        last_touchpoint: last?.touchpoint ?? '',
        open_runs: (openOf.get(member.customer_id) ?? []).map(({ identifier_id: _, ...run }) => ({
          ...run,
          started_at: iso(run.started_at),
          last_at: iso(run.last_at),
        })),
      }
    }),
  }
}
