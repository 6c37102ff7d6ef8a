import { Button, Tabs } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { Figure, Moment } from '../../console/figure.tsx'
import { percent, plural } from '../../console/fmt.ts'
import { Page, Section } from '../../console/page.tsx'
import { Answered, Empty, Notice } from '../../console/states.tsx'
import { TableBox } from '../../console/table-box.tsx'
import { useCall, useWorkspace } from '../../console/use-call.ts'
import { type IdentityShown, type LinkShown, readIdentity } from '../contract.ts'
import { EvidenceTable } from './evidence-table.tsx'
import { identityExplanations } from './explanations.ts'
import { SaidOfCustomer } from './said-of-customer.tsx'
import { UndoLink } from './undo-link.tsx'

/** Why some identifiers are one customer, and what would change if a link were taken back. */
export function CustomerPage({ rights }: { rights: (customer_id: string) => ReactNode }) {
  const workspace = useWorkspace()
  const { customerId = '' } = useParams({ strict: false })
  const identity = useCall(readIdentity, { workspace, customer_id: customerId })
  const crumbs = (
    <Link to="/$workspace/customers" params={{ workspace }}>
      Customers
    </Link>
  )
  return (
    <Answered of={identity}>
      {(shown) => (
        <Page title={titleOf(shown)} crumbs={crumbs}>
          {shown.redirected_from === null ? null : (
            <Notice title="This customer has another id now">
              {shown.redirected_from} is an identifier of customer {shown.customer_id}.
            </Notice>
          )}
          <div className="tl-figures" style={{ marginBottom: 18 }}>
            <Figure
              label="Weakest link"
              value={percent(shown.strength)}
              interval={`${plural(shown.identifiers.length, 'identifier')}, ${plural(shown.links.length, 'link')}`}
              info={identityExplanations.strength}
            />
          </div>
          <Identifiers shown={shown} />
          <Links links={shown.links} />
          <Acts acts={shown.acts} />
          <SaidOfCustomer customer={shown} />
          {rights(shown.customer_id)}
        </Page>
      )}
    </Answered>
  )
}

const titleOf = ({ identifiers }: IdentityShown) => `Customer ${identifiers[0]?.value ?? ''}`

function Identifiers({ shown }: { shown: IdentityShown }) {
  return (
    <Section title="Identifiers" note="The customer’s id is that of the strongest one.">
      <TableBox label="Identifiers">
        <table className="tl-table">
          <thead>
            <tr>
              <th scope="col">Kind</th>
              <th scope="col">Value</th>
              <th scope="col" className="n">
                Strength
              </th>
              <th scope="col">Note</th>
            </tr>
          </thead>
          <tbody>
            {shown.identifiers.map((each) => (
              <tr key={each.identifier_id}>
                <td>{each.kind.replaceAll('_', ' ')}</td>
                <td className="tl-mono">{each.value}</td>
                <td className="n">{percent(each.strength)}</td>
                <td className="tl-soft">{each.shared}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableBox>
    </Section>
  )
}

const resultWords: Record<LinkShown['result'], string> = {
  merged: 'holds them together',
  'already one': 'agrees; stronger links hold them',
  refused: 'refused',
  undone: 'taken back',
  apart: 'kept apart',
}

function Links({ links }: { links: LinkShown[] }) {
  const [opened, open] = useState<LinkShown | null>(null)
  if (links.length === 0)
    return (
      <Section title="Why they are one customer">
        <Empty title="One identifier only">It was never seen with another.</Empty>
      </Section>
    )
  return (
    <Section
      title="Why they are one customer"
      note="Each link is a record; taking one back is exact and can itself be taken back."
    >
      <TableBox label="Links">
        <table className="tl-table">
          <thead>
            <tr>
              <th scope="col">One</th>
              <th scope="col">Other</th>
              <th scope="col">Because</th>
              <th scope="col" className="n">
                Probability
              </th>
              <th scope="col">Since</th>
              <th scope="col">What became of it</th>
              <th scope="col">
                <span className="tl-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {links.map((link) => (
              <tr key={link.link_id}>
                <td className="tl-mono">{link.a.value}</td>
                <td className="tl-mono">{link.b.value}</td>
                <td>
                  {link.rule === 'match' ? 'what is said of them' : link.rule}
                  <div className="tl-soft">{link.source}</div>
                </td>
                <td className="n">{percent(link.probability)}</td>
                <td>{link.first_at === null ? null : <Moment at={link.first_at} />}</td>
                <td>
                  {resultWords[link.result]}
                  {link.reason ? <div className="tl-soft">{link.reason}</div> : null}
                </td>
                <td>
                  <Button
                    size="compact-sm"
                    variant="default"
                    onClick={() => open(link)}
                    aria-label={`${link.result === 'undone' ? 'Restore' : 'Take back'} the link of ${link.a.value} and ${link.b.value}`}
                  >
                    {link.result === 'undone' ? 'Restore' : 'Take back'}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableBox>
      <Evidence links={links} />
      {opened ? <UndoLink link={opened} close={() => open(null)} /> : null}
    </Section>
  )
}

function Evidence({ links }: { links: LinkShown[] }) {
  const matches = links.filter(({ evidence }) => evidence.length > 0)
  if (matches.length === 0) return null
  return (
    <Tabs defaultValue={String(matches[0]!.link_id)} mt={14}>
      <Tabs.List aria-label="Evidence of the matches">
        {matches.map(({ link_id, a, b }) => (
          <Tabs.Tab key={link_id} value={String(link_id)}>
            {a.value} and {b.value}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {matches.map(({ link_id, evidence }) => (
        <Tabs.Panel key={link_id} value={String(link_id)}>
          <EvidenceTable evidence={evidence} label={`What speaks for and against link ${link_id}`} />
        </Tabs.Panel>
      ))}
    </Tabs>
  )
}

const actWords = { merge: 'said one', apart: 'said two', undo: 'took back', redo: 'restored' } as const

function Acts({ acts }: { acts: IdentityShown['acts'] }) {
  if (acts.length === 0) return null
  return (
    <Section title="What people did">
      <ul>
        {acts.map(({ act_id, act, by, reason, at }) => (
          <li key={act_id}>
            <Moment at={at} /> {by} {actWords[act]}: {reason}
          </li>
        ))}
      </ul>
    </Section>
  )
}
