import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Channel } from '../../console/channel.tsx'
import { Info, Moment, Tag } from '../../console/figure.tsx'
import { percent, plural } from '../../console/fmt.ts'
import { identityExplanations } from '../../identity/screens/explanations.ts'
import type { CustomerView } from '../contract.ts'
import { GroupLink } from './group-link.tsx'

/** Traits in the order in which people look for them; the rest follows as it comes. */
const order = ['email', 'phone', 'birth_date', 'street', 'postcode', 'city', 'country', 'company']
const shownElsewhere = new Set(['full_name', 'given_name', 'family_name', 'middle_name'])

/** What is said of the customer beside what they are known by. */
function traitsOf({ traits, identifiers }: CustomerView): [string, string][] {
  const known = new Set(identifiers.map(({ kind }) => kind))
  const place = (name: string) => (order.indexOf(name) + order.length) % order.length
  return Object.entries(traits)
    .filter(([name]) => !shownElsewhere.has(name) && !known.has(name))
    .sort(([a], [b]) => Number(!order.includes(a)) - Number(!order.includes(b)) || place(a) - place(b))
}

/** Who the customer is: identifiers and how surely they belong together, what is said of them, by which channels they come. */
export function CustomerWho({ view, links }: { view: CustomerView; links: boolean }) {
  const named = view.identifiers.filter(({ kind }) => kind !== 'anonymous_id')
  const devices = view.identifiers.length - named.length
  const traits = traitsOf(view)
  return (
    <div className="tl-customer-who">
      <section className="tl-panel tl-card">
        <h2>Who</h2>
        <dl>
          {named.map((each) => (
            <div key={each.identifier_id} style={{ display: 'contents' }}>
              <dt>{each.kind.replaceAll('_', ' ')}</dt>
              <dd>
                <span className="tl-mono">{each.value}</span>
                {each.strength < 1 ? <span className="tl-interval"> {percent(each.strength)}</span> : null}
              </dd>
            </div>
          ))}
          {devices === 0 ? null : (
            <>
              <dt>anonymous</dt>
              <dd>{plural(devices, 'browser or device', 'browsers and devices')}</dd>
            </>
          )}
          <dt>
            Weakest link <Info of={identityExplanations.strength} />
          </dt>
          <dd>
            {percent(view.strength)}
            {links ? (
              <>
                {' '}
                <Anchor
                  inherit
                  renderRoot={(props) => (
                    <Link
                      {...props}
                      to="/$workspace/customers/$customerId/identity"
                      params={{ workspace: view.workspace, customerId: view.customer_id }}
                    />
                  )}
                >
                  why one person
                </Anchor>
              </>
            ) : null}
          </dd>
        </dl>
      </section>
      {traits.length === 0 ? null : (
        <section className="tl-panel tl-card">
          <h2>Said of them</h2>
          <dl>
            {traits.map(([name, value]) => (
              <div key={name} style={{ display: 'contents' }}>
                <dt>{name.replaceAll('_', ' ')}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      <Consent view={view} links={links} />
      <Groups view={view} links={links} />
      <section className="tl-panel tl-card">
        <h2>Channels</h2>
        {view.channels.length === 0 ? <span className="tl-soft">Nothing happened yet.</span> : null}
        <ul>
          {view.channels.map(({ channel, interactions, last_at }) => (
            <li key={channel}>
              <Channel name={channel} />{' '}
              <span className="tl-soft">{plural(interactions, 'interaction')}</span>
              <div className="tl-soft">
                last <Moment at={last_at} />
              </div>
            </li>
          ))}
        </ul>
      </section>
    </div>
  )
}

/** Accounts, households and others the customer is in, with their role. */
function Groups({ view, links }: { view: CustomerView; links: boolean }) {
  if (view.groups.length === 0) return null
  return (
    <section className="tl-panel tl-card">
      <h2>Belongs to</h2>
      <ul>
        {view.groups.map((group) => (
          <li key={`${group.kind} ${group.key}`}>
            {links ? <GroupLink group={group} /> : <b>{group.name ?? group.key}</b>}{' '}
            <span className="tl-soft">{group.kind.replaceAll('_', ' ')}</span>
            <div className="tl-soft">
              {group.roles.length > 0 ? `${group.roles.join(', ')}, ` : ''}since <Moment at={group.since} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** May they be written to? What is not on record is unknown: neither yes nor no. */
function Consent({ view, links }: { view: CustomerView; links: boolean }) {
  return (
    <section className="tl-panel tl-card">
      <h2>Consent</h2>
      {view.consent.length === 0 ? (
        <div className="tl-soft">Nothing on record: unknown.</div>
      ) : (
        <ul>
          {view.consent.map(({ channel, purpose, state, at }) => (
            <li key={`${channel} ${purpose}`}>
              <Channel name={channel} /> {purpose}{' '}
              <Tag tone={state === 'given' ? 'good' : 'bad'}>{state}</Tag>
              <div className="tl-soft">
                <Moment at={at} />
              </div>
            </li>
          ))}
        </ul>
      )}
      {links ? (
        <div style={{ marginTop: 8 }}>
          <Anchor
            inherit
            renderRoot={(props) => (
              <Link
                {...props}
                to="/$workspace/customers/$customerId/rights"
                params={{ workspace: view.workspace, customerId: view.customer_id }}
              />
            )}
          >
            Consent, export, erase
          </Anchor>
        </div>
      ) : null}
    </section>
  )
}
