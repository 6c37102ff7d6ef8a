import './customer.css'
import { Anchor, Button } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { Moment, Tag } from '../../console/figure.tsx'
import { plural } from '../../console/fmt.ts'
import { Page, Section } from '../../console/page.tsx'
import { Answered, Empty } from '../../console/states.tsx'
import { TableBox } from '../../console/table-box.tsx'
import { useCall, useWorkspace } from '../../console/use-call.ts'
import { type GroupView, readGroupView } from '../contract.ts'
import { AddMember } from './add-member.tsx'
import { CustomerLink, LastContact } from './customer-link.tsx'
import { calledOf } from './customer-sheet.tsx'
import { RemoveMember } from './remove-member.tsx'

type Member = GroupView['members'][number]

/** A group: who belongs to it in which role, when each was last heard of, what is open. */
export function GroupPage() {
  const workspace = useWorkspace()
  const { kind = '', group: key = '' } = useParams({ strict: false })
  const group = useCall(readGroupView, { workspace, kind, key }, { refetchInterval: 5_000 })
  return <Answered of={group}>{(view) => <Shown view={view} />}</Answered>
}

function Shown({ view }: { view: GroupView }) {
  const workspace = useWorkspace()
  const [adding, add] = useState(false)
  const [leaving, leave] = useState<Member | null>(null)
  const crumbs = (
    <>
      <Link to="/$workspace/customers" params={{ workspace }}>
        Customers
      </Link>
      <span aria-hidden>›</span>
      <Link to="/$workspace/customers/groups" params={{ workspace }}>
        Accounts and households
      </Link>
    </>
  )
  return (
    <Page
      title={view.name ?? view.key}
      crumbs={crumbs}
      aside={
        <Button variant="default" onClick={() => add(true)}>
          Add a member
        </Button>
      }
    >
      <p className="tl-soft" style={{ marginTop: 0 }}>
        {view.kind.replaceAll('_', ' ')} <span className="tl-mono">{view.key}</span> ·{' '}
        {plural(view.members_in_all, 'member')}
      </p>
      <Traits traits={view.traits} />
      <Members view={view} leave={leave} />
      <Runs view={view} />
      <Acts view={view} />
      {adding ? <AddMember group={view} close={() => add(false)} /> : null}
      {leaving ? <RemoveMember view={view} member={leaving} close={() => leave(null)} /> : null}
    </Page>
  )
}

function Traits({ traits }: { traits: GroupView['traits'] }) {
  const all = Object.entries(traits)
  if (all.length === 0) return null
  return (
    <section className="tl-panel tl-card" style={{ maxWidth: 620 }}>
      <h2>Said of it</h2>
      <dl>
        {all.map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name.replaceAll('_', ' ')}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Members({ view, leave }: { view: GroupView; leave: (member: Member) => void }) {
  const note =
    view.members_in_all > view.members.length
      ? `The first ${view.members.length} of ${view.members_in_all}.`
      : undefined
  return (
    <Section title="Members" {...(note ? { note } : {})}>
      {view.members.length === 0 ? (
        <Empty title="Nobody is in it">Who was in it has left, or was taken out.</Empty>
      ) : (
        <TableBox label="Members">
          <table className="tl-table">
            <thead>
              <tr>
                <th scope="col">Customer</th>
                <th scope="col">Role</th>
                <th scope="col">Since</th>
                <th scope="col">Last contact</th>
                <th scope="col">Open runs</th>
                <th scope="col">
                  <span className="tl-hidden">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {view.members.map((member) => (
                <MemberRow key={member.customer_id} member={member} leave={() => leave(member)} />
              ))}
            </tbody>
          </table>
        </TableBox>
      )}
    </Section>
  )
}

function MemberRow({ member, leave }: { member: Member; leave: () => void }) {
  return (
    <tr>
      <td>
        <CustomerLink customer={member} />
      </td>
      <td>{member.roles.length > 0 ? member.roles.join(', ') : <span className="tl-soft">not said</span>}</td>
      <td>
        <Moment at={member.since} />
        <div className="tl-soft">{member.said_by.join(', ')}</div>
      </td>
      <td>
        <LastContact customer={member} />
      </td>
      <td>
        {member.open_runs.length === 0 ? <span className="tl-soft">none</span> : null}
        {member.open_runs.slice(0, 5).map((run) => (
          <div key={run.run_id} style={{ minHeight: 26 }}>
            <RunLink run_id={run.run_id}>
              {run.journey} {run.subject}
            </RunLink>{' '}
            {run.silent ? <Tag>silent</Tag> : null}
          </div>
        ))}
        {member.open_runs.length > 5 ? (
          <div className="tl-soft">and {member.open_runs.length - 5} more</div>
        ) : null}
      </td>
      <td>
        <Button
          size="compact-sm"
          variant="default"
          onClick={leave}
          aria-label={`Take out ${calledOf(member)}`}
        >
          Take out
        </Button>
      </td>
    </tr>
  )
}

function RunLink({ run_id, children }: { run_id: string; children: ReactNode }) {
  const workspace = useWorkspace()
  return (
    <Anchor
      inherit
      renderRoot={(props) => (
        <Link {...props} to="/$workspace/runs/$runId" params={{ workspace, runId: run_id }} />
      )}
    >
      {children}
    </Anchor>
  )
}

function Runs({ view }: { view: GroupView }) {
  if (view.runs.length === 0) return null
  return (
    <Section title={`Journeys of the ${view.kind.replaceAll('_', ' ')}`} note="Over all members together.">
      <TableBox label="Runs">
        <table className="tl-table">
          <thead>
            <tr>
              <th scope="col">Journey</th>
              <th scope="col">How it stands</th>
              <th scope="col" className="n">
                Steps
              </th>
              <th scope="col">Began</th>
              <th scope="col">Last</th>
            </tr>
          </thead>
          <tbody>
            {view.runs.map((run) => (
              <tr key={run.run_id}>
                <td>
                  <RunLink run_id={run.run_id}>{run.journey}</RunLink>
                </td>
                <td>
                  <Tag>{run.ended_at === null ? (run.silent ? 'silent' : 'open') : run.outcome}</Tag>
                </td>
                <td className="n">{run.steps.length}</td>
                <td>
                  <Moment at={run.started_at} />
                </td>
                <td>
                  {run.steps.at(-1)?.touchpoint}
                  <div className="tl-soft">
                    <Moment at={run.last_at} />
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableBox>
    </Section>
  )
}

function Acts({ view }: { view: GroupView }) {
  if (view.acts.length === 0) return null
  return (
    <Section title="What people did">
      <ul>
        {view.acts.map((act) => (
          <li key={act.act_id}>
            <Moment at={act.at} />: {act.by} {act.act === 'add' ? 'added' : 'took out'} {act.called}
            {act.role ? ` as ${act.role}` : ''}. <span className="tl-soft">{act.reason}</span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
