import { Anchor, Button, Group, Progress, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { type FormEvent, useState } from 'react'
import { readSession } from '../../access/contract.ts'
import {
  type KindSettings,
  type KindsShown,
  kindSettings,
  readKinds,
  setKinds,
} from '../../collect/contract.ts'
import { count, plural } from '../../console/fmt.ts'
import { Section } from '../../console/page.tsx'
import { Answered, Notice, ProblemNote } from '../../console/states.tsx'
import { TableBox } from '../../console/table-box.tsx'
import { useCall, useDo, useWorkspace } from '../../console/use-call.ts'
import { listReviews, readJudging } from '../contract.ts'
import { KindEditor } from './kind-rule.tsx'
import { KindsTable } from './kinds-table.tsx'

/** Kinds of identifiers: what form each has and what it may join; an owner changes them. */
export function IdentifierKinds() {
  const workspace = useWorkspace()
  const shown = useCall(readKinds, { workspace })
  const session = useCall(readSession, {})
  const own = session.data?.workspaces.find((one) => one.workspace === workspace)?.role === 'owner'
  return (
    <>
      <Judging />
      <Answered of={shown}>
        {(kinds) => (
          <>
            <Section
              title="Kinds of identifiers"
              note={
                <>
                  The strongest first. Changing them changes no interaction: who is one customer is judged
                  anew. <Anchor href="/docs/identity">Every rule in words</Anchor>
                </>
              }
            >
              {own ? (
                <Editor key={JSON.stringify(kinds.settings)} kinds={kinds} />
              ) : (
                <KindsTable settings={kinds.settings} />
              )}
            </Section>
            <NotNormalised kinds={kinds} />
          </>
        )}
      </Answered>
    </>
  )
}

function Judging() {
  const workspace = useWorkspace()
  const judging = useCall(
    readJudging,
    { workspace },
    { refetchInterval: (now) => (now?.pending ? 700 : false) },
  )
  if (!judging.data?.pending) return null
  const { judged, parts } = judging.data
  return (
    <Notice title="Who is one customer is being judged anew">
      {parts === null || judged === null ? (
        'Forms of identifiers are being looked for.'
      ) : (
        <>
          {count(judged)} of {plural(parts, 'part')} that hang together.
          <Progress
            mt={6}
            value={parts === 0 ? 100 : (100 * judged) / parts}
            aria-label="Parts of the ledger judged anew"
          />
        </>
      )}
    </Notice>
  )
}

/** What is wrong with settings somebody writes, in words; null = nothing. */
function faultOf(settings: KindSettings): string | null {
  const issue = kindSettings.safeParse(settings).error?.issues[0]
  if (issue === undefined) return null
  const kind = settings.kinds[Number(issue.path[1])]?.kind
  return kind === undefined ? issue.message : `${kind}: ${issue.message}`
}

function Editor({ kinds }: { kinds: KindsShown }) {
  const workspace = useWorkspace()
  const set = useDo(setKinds, [readKinds, readJudging, listReviews], true)
  const [draft, setDraft] = useState(kinds.settings)
  const [version, setVersion] = useState(0)
  const fault = faultOf(draft)
  const changed = JSON.stringify(draft) !== JSON.stringify(kinds.settings)
  const withKinds = (next: KindSettings['kinds']) => setDraft({ ...draft, kinds: next })
  const move = (place: number, by: number) => {
    const next = [...draft.kinds]
    next.splice(place + by, 0, ...next.splice(place, 1))
    withKinds(next)
  }
  const discard = () => {
    setDraft(kinds.settings)
    setVersion(version + 1)
  }
  const save = (event: FormEvent) => {
    event.preventDefault()
    set.mutate(
      { workspace, settings: draft },
      { onSuccess: () => notifications.show({ message: 'Set. Who is one customer is judged anew.' }) },
    )
  }
  return (
    <form onSubmit={save}>
      <TextInput
        label="Default country"
        description="Of phone numbers written without one: two letters, such as DE. Without it they join nobody."
        maw={340}
        mb={14}
        maxLength={2}
        value={draft.default_country ?? ''}
        onChange={(event) =>
          setDraft({ ...draft, default_country: event.currentTarget.value.toUpperCase() || null })
        }
      />
      {draft.kinds.map((rule, place) => (
        <KindEditor
          key={`${version} ${rule.kind}`}
          rule={rule}
          place={place}
          last={draft.kinds.length - 1}
          change={(next) => withKinds(draft.kinds.map((each, at) => (at === place ? next : each)))}
          move={(by) => move(place, by)}
          remove={() => withKinds(draft.kinds.filter((_, at) => at !== place))}
        />
      ))}
      <AddKind
        taken={draft.kinds.map(({ kind }) => kind)}
        add={(kind) =>
          withKinds([...draft.kinds, ...kindSettings.parse({ kinds: [{ kind, normalise: 'text' }] }).kinds])
        }
      />
      {fault ? (
        <Text c="red.9" role="alert" mt={10}>
          {fault}
        </Text>
      ) : null}
      {set.error ? <ProblemNote error={set.error} /> : null}
      <Group mt={14}>
        <Button type="submit" loading={set.isPending} disabled={!changed || fault !== null}>
          Set for this workspace
        </Button>
        <Button variant="default" disabled={!changed} onClick={discard}>
          Discard
        </Button>
      </Group>
    </form>
  )
}

function AddKind({ taken, add }: { taken: string[]; add: (kind: string) => void }) {
  const [name, setName] = useState('')
  const kind = name.trim()
  return (
    <Group align="flex-end" gap={10}>
      <TextInput
        label="Another kind"
        description="As mappings and merge calls name it"
        maxLength={60}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button
        variant="default"
        disabled={kind === '' || taken.includes(kind)}
        onClick={() => {
          add(kind)
          setName('')
        }}
      >
        Add it
      </Button>
    </Group>
  )
}

function NotNormalised({ kinds: { not_normalised, settings } }: { kinds: KindsShown }) {
  if (not_normalised.count === 0) return null
  const { count: n, at_least } = not_normalised
  const found = `${at_least ? 'At least ' : ''}${plural(n, 'number')} ${n === 1 ? 'has' : 'have'} no country or no valid form:`
  return (
    <Section
      title="Phone numbers that are not normalised"
      note={`${found} kept as written, joining nobody.${
        settings.default_country === null ? ' Set the default country above.' : ''
      }`}
    >
      <TableBox label="Phone numbers that are not normalised">
        <table className="tl-table">
          <thead>
            <tr>
              <th scope="col">Kind</th>
              <th scope="col">Written</th>
              <th scope="col" className="n">
                Interactions
              </th>
            </tr>
          </thead>
          <tbody>
            {not_normalised.examples.map(({ kind, value, interactions }) => (
              <tr key={`${kind} ${value}`}>
                <td>{kind}</td>
                <td className="tl-mono">{value}</td>
                <td className="n">{count(interactions)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableBox>
    </Section>
  )
}
