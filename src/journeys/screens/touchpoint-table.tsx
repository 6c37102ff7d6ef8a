import { Anchor, Button, Checkbox, Group, TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Catalogued } from '../../collect/contract.ts'
import { Moment } from '../../console/figure.tsx'
import { count, plural } from '../../console/fmt.ts'
import { Sparkline } from '../../console/sparkline.tsx'
import { Empty } from '../../console/states.tsx'
import { TableBox } from '../../console/table-box.tsx'
import { useWorkspace } from '../../console/use-call.ts'
import { useView } from '../../console/use-view.ts'
import type { StepAtTouchpoint } from '../contract.ts'
import { DescribeTouchpoint } from './describe-touchpoint.tsx'
import { NameTouchpoints } from './name-touchpoints.tsx'

/** What was seen, in its groups; some may be chosen to be one. */
export function TouchpointTable({
  of,
  found,
  steps,
}: {
  of: 'touchpoints' | 'channels'
  found: Catalogued[]
  steps: StepAtTouchpoint[]
}) {
  const { view, set } = useView()
  const [chosen, choose] = useState<Set<string>>(new Set())
  const [naming, setNaming] = useState(false)
  const [editing, edit] = useState<Catalogued | null>(null)
  if (found.length === 0)
    return (
      <Empty title={`No ${of} yet`}>
        They are found in what sources send: import a file, or send an event.
      </Empty>
    )
  const asked = (view.q ?? '').toLowerCase()
  const shown = found.filter((each) => textOf(each).includes(asked))
  const picked = found.filter(({ name }) => chosen.has(name))
  const toggle = (name: string) => {
    const next = new Set(chosen)
    if (!next.delete(name)) next.add(name)
    choose(next)
  }
  return (
    <>
      <Group mb={14} justify="space-between">
        <TextInput
          aria-label={`Find in ${of}`}
          placeholder="Name, word, owner, stage"
          value={view.q ?? ''}
          onChange={(event) => set({ q: event.currentTarget.value })}
        />
        <Button disabled={picked.length === 0} onClick={() => setNaming(true)}>
          {picked.length > 1 ? `Make ${count(picked.length)} one` : 'Name'}
        </Button>
      </Group>
      {shown.length === 0 ? (
        <Empty title="Nothing is called so">Take a letter away.</Empty>
      ) : (
        <Rows {...{ of, shown, steps, chosen, toggle, edit }} />
      )}
      {naming && picked.length > 0 ? (
        <NameTouchpoints
          of={of === 'touchpoints' ? 'touchpoint' : 'channel'}
          picked={picked}
          steps={steps}
          close={(done) => {
            setNaming(false)
            if (done) choose(new Set())
          }}
        />
      ) : null}
      {editing ? <DescribeTouchpoint of={editing} close={() => edit(null)} /> : null}
    </>
  )
}

const textOf = ({ name, words, owner, stage, grouped }: Catalogued) =>
  [name, ...words.map(({ word }) => word), owner, stage, grouped].join(' ').toLowerCase()

interface Shown {
  of: 'touchpoints' | 'channels'
  shown: Catalogued[]
  steps: StepAtTouchpoint[]
  chosen: Set<string>
  toggle: (name: string) => void
  edit: (one: Catalogued) => void
}

function Rows({ of, shown, ...rest }: Shown) {
  const groups = [...Map.groupBy(shown, ({ grouped }) => grouped)].sort(([a], [b]) =>
    a === '' ? 1 : b === '' ? -1 : a.localeCompare(b),
  )
  const lies = of === 'touchpoints'
  return (
    <TableBox label={lies ? 'Touchpoints' : 'Channels'}>
      <table className="tl-table">
        <thead>
          <tr>
            <th scope="col">
              <span className="tl-hidden">Choose</span>
            </th>
            <th scope="col">Name</th>
            <th scope="col" className="n">
              Interactions
            </th>
            <th scope="col">26 weeks</th>
            <th scope="col">First and last</th>
            <th scope="col">Sources</th>
            {lies ? <th scope="col">Channels</th> : null}
            <th scope="col">Owner</th>
            <th scope="col">Stage</th>
            {lies ? <th scope="col">Steps</th> : null}
            <th scope="col">
              <span className="tl-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        {groups.map(([group, own]) => (
          <tbody key={group}>
            {groups.length > 1 || group !== '' ? (
              <tr>
                <th scope="rowgroup" colSpan={lies ? 11 : 9} style={{ textAlign: 'left' }}>
                  {group === '' ? 'In no group' : group}
                </th>
              </tr>
            ) : null}
            {own.map((each) => (
              <Row key={each.name} each={each} lies={lies} {...rest} />
            ))}
          </tbody>
        ))}
      </table>
    </TableBox>
  )
}

function Row({
  each,
  lies,
  steps,
  chosen,
  toggle,
  edit,
}: Omit<Shown, 'of' | 'shown'> & { each: Catalogued; lies: boolean }) {
  const others = each.words.filter(({ word }) => word !== each.name)
  return (
    <tr>
      <td>
        <Checkbox
          size="xs"
          aria-label={`Choose ${each.name}`}
          checked={chosen.has(each.name)}
          onChange={() => toggle(each.name)}
        />
      </td>
      <td style={{ minWidth: 180 }}>
        <b>{each.name}</b>
        {others.length > 0 ? (
          <div className="tl-soft">
            written {others.map(({ word, interactions }) => `${word} (${count(interactions)})`).join(', ')}
          </div>
        ) : null}
        {each.note ? <div className="tl-soft">{each.note}</div> : null}
      </td>
      <td className="n">{each.interactions === 0 ? 'none' : count(each.interactions)}</td>
      <td>
        <Sparkline values={each.weeks} width={104} label={`${each.name} in each of the last 26 weeks`} />
      </td>
      <td>
        <Moment at={each.first_at} />
        <br />
        <Moment at={each.last_at} />
      </td>
      <td>{each.sources.join(', ')}</td>
      {lies ? <td>{each.channels.join(', ')}</td> : null}
      <td>{each.owner || <span className="tl-soft">nobody</span>}</td>
      <td>{each.stage || <span className="tl-soft">not said</span>}</td>
      {lies ? (
        <td>
          <Steps steps={steps.filter(({ touchpoint }) => touchpoint === each.name)} />
        </td>
      ) : null}
      <td>
        <Button
          size="compact-sm"
          variant="default"
          aria-label={`Describe ${each.name}`}
          onClick={() => edit(each)}
        >
          Describe
        </Button>
      </td>
    </tr>
  )
}

function Steps({ steps }: { steps: StepAtTouchpoint[] }) {
  const workspace = useWorkspace()
  if (steps.length === 0) return <span className="tl-soft">in no storyboard</span>
  const journeys = [...Map.groupBy(steps, ({ journey }) => journey)]
  return (
    <>
      {journeys.map(([journey, own]) => (
        <div key={journey}>
          <Anchor
            size="sm"
            renderRoot={(props) => (
              <Link {...props} to="/$workspace/journeys/$journey" params={{ workspace, journey }} />
            )}
          >
            {journey}
          </Anchor>{' '}
          <span className="tl-soft">{own.length > 1 ? plural(own.length, 'step') : own[0]!.step}</span>
        </div>
      ))}
    </>
  )
}
