import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useWorkspace } from '../../console/use-call.ts'
import type { GroupListed } from '../../identity/contract.ts'

/** A group by its name, else its key. */
export function GroupLink({ group }: { group: Pick<GroupListed, 'kind' | 'key' | 'name'> }) {
  const workspace = useWorkspace()
  return (
    <Anchor
      inherit
      fw={600}
      renderRoot={(props) => (
        <Link
          {...props}
          to="/$workspace/customers/groups/$kind/$group"
          params={{ workspace, kind: group.kind, group: group.key }}
        />
      )}
    >
      {group.name ?? group.key}
    </Anchor>
  )
}
