import { Anchor, Button, Chip, Group, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconBuilding, IconSearch } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { csvHref } from '../../console/call.ts'
import { count } from '../../console/fmt.ts'
import { Page } from '../../console/page.tsx'
import { Answered, Empty } from '../../console/states.tsx'
import { TableBox } from '../../console/table-box.tsx'
import { useCall, useWorkspace } from '../../console/use-call.ts'
import { useView } from '../../console/use-view.ts'
import { type GroupListed, listGroups } from '../../identity/contract.ts'
import { AddMember } from './add-member.tsx'
import { GroupLink } from './group-link.tsx'

/** Accounts, households and other groups of customers. */
export function GroupsPage() {
  const workspace = useWorkspace()
  const { view, set } = useView()
  const [text, setText] = useState(view.q ?? '')
  const [making, make] = useState(false)
  const [asked] = useDebouncedValue(text, 120)
  useEffect(() => {
    if (asked !== (view.q ?? '')) set({ q: asked })
  }, [asked, view.q, set])
  const kind = view.shown
  const input = { workspace, q: asked, ...(kind ? { kind } : {}), limit: 200 }
  const found = useCall(listGroups, input)
  return (
    <Page
      title="Accounts and households"
      crumbs={
        <Anchor
          inherit
          renderRoot={(props) => <Link {...props} to="/$workspace/customers" params={{ workspace }} />}
        >
          Customers
        </Anchor>
      }
      aside={
        <Button variant="default" onClick={() => make(true)}>
          New group
        </Button>
      }
    >
      <TextInput
        size="md"
        mb={12}
        maw={620}
        type="search"
        leftSection={<IconSearch size={18} aria-hidden />}
        aria-label="Find a group"
        placeholder="Name or key …"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Kinds chosen={kind ?? ''} choose={(shown) => set({ shown })} />
      <Answered of={found}>
        {({ groups }) => <Found groups={groups} text={asked} csv={csvHref(listGroups, input)} />}
      </Answered>
      {making ? <AddMember close={() => make(false)} /> : null}
    </Page>
  )
}

function Kinds({ chosen, choose }: { chosen: string; choose: (kind: string) => void }) {
  const workspace = useWorkspace()
  const { data } = useCall(listGroups, { workspace, limit: 1000 })
  const kinds = [...new Set(data?.groups.map(({ kind }) => kind))].sort()
  if (kinds.length < 2 && chosen === '') return null
  return (
    <Chip.Group value={chosen} onChange={(value) => choose(String(value))}>
      <Group gap={6} mb={14} role="radiogroup" aria-label="Kind">
        {['', ...new Set([...kinds, ...(chosen ? [chosen] : [])])].map((kind) => (
          <Chip key={kind} value={kind} size="xs" variant="outline">
            {kind === '' ? 'All' : kind.replaceAll('_', ' ')}
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  )
}

function Found({ groups, text, csv }: { groups: GroupListed[]; text: string; csv: string }) {
  if (groups.length === 0)
    return (
      <Empty
        title={text.trim() === '' ? 'No group yet' : `No group answers to “${text}”`}
        icon={<IconBuilding size={28} aria-hidden />}
      >
        Groups come from <code>groups:</code> in a mapping and from group calls, or are made here. See{' '}
        <a href="/docs/customers#accounts-and-households">accounts and households</a>.
      </Empty>
    )
  return (
    <TableBox label="Groups" csv={csv}>
      <table className="tl-table">
        <thead>
          <tr>
            <th scope="col">Group</th>
            <th scope="col">Kind</th>
            <th scope="col">Key</th>
            <th scope="col" className="n">
              Members
            </th>
          </tr>
        </thead>
        <tbody>
          {groups.map((one) => (
            <tr key={`${one.kind} ${one.key}`}>
              <td>
                <GroupLink group={one} />
              </td>
              <td>{one.kind.replaceAll('_', ' ')}</td>
              <td className="tl-mono">{one.key}</td>
              <td className="n">{count(one.members)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  )
}
