import { Anchor, Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { Link } from '@tanstack/react-router'
import { count, plural } from '../../console/fmt.ts'
import { Section } from '../../console/page.tsx'
import { Answered } from '../../console/states.tsx'
import { TableBox } from '../../console/table-box.tsx'
import { useCall, useDo, useWorkspace } from '../../console/use-call.ts'
import { type FeedHealth, listQuarantine, listSources, readHealth, replayQuarantine } from '../contract.ts'

/** What is held in quarantine, by reason; once a mapping is mended its records are tried, then taken in. */
export function Held({ feeds }: { feeds: FeedHealth[] }) {
  const workspace = useWorkspace()
  const held = feeds.some(({ quarantined }) => quarantined > 0)
  const found = useCall(listQuarantine, { workspace, limit: 1 }, { enabled: held })
  if (!held) return null
  return (
    <div style={{ marginTop: 22 }}>
      <Section
        title="Held in quarantine"
        note="Mend the mapping under Sources, try, then take in. What is taken in twice stands once."
      >
        <Answered of={found} rows={3}>
          {({ reasons }) => (
            <TableBox label="Reasons of the quarantine">
              <table className="tl-table">
                <thead>
                  <tr>
                    <th scope="col">Source</th>
                    <th scope="col">Reason</th>
                    <th scope="col" className="n">
                      Records
                    </th>
                    <th scope="col">Once the mapping is mended</th>
                  </tr>
                </thead>
                <tbody>
                  {reasons.map((one) => (
                    <tr key={`${one.source} ${one.reason}`}>
                      <td>{one.source}</td>
                      <td style={{ minWidth: 220 }}>{one.reason}</td>
                      <td className="n">
                        <Anchor
                          renderRoot={(props) => (
                            <Link
                              {...props}
                              to="."
                              search={{ tab: 'quarantine', source: one.source, reason: one.reason }}
                            />
                          )}
                        >
                          {count(one.count)}
                        </Anchor>
                      </td>
                      <td>
                        <Again of={one} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </TableBox>
          )}
        </Answered>
      </Section>
    </div>
  )
}

function Again({ of: { source, reason } }: { of: { source: string; reason: string } }) {
  const workspace = useWorkspace()
  const attempt = useDo(replayQuarantine)
  const replay = useDo(replayQuarantine, [listQuarantine, listSources, readHealth])
  const asked = { workspace, source, reason }
  const tried = attempt.data
  return (
    <Group gap={8} wrap="nowrap">
      <Button
        size="compact-sm"
        variant="default"
        loading={attempt.isPending}
        aria-label={`Try ${source}: ${reason}`}
        onClick={() => attempt.mutate({ ...asked, only_try: true })}
      >
        Try
      </Button>
      {tried ? (
        <span role="status">
          {tried.stored === 0 ? 'none' : count(tried.stored)} of{' '}
          {plural(tried.stored + tried.still_quarantined, 'record')} would go in
        </span>
      ) : null}
      {tried && tried.stored > 0 ? (
        <Button
          size="compact-sm"
          loading={replay.isPending}
          onClick={() =>
            replay.mutate(asked, {
              onSuccess: ({ stored, still_quarantined }) =>
                notifications.show({
                  message: `${plural(stored, 'record')} taken in, ${count(still_quarantined)} stay.`,
                }),
            })
          }
        >
          Take them in
        </Button>
      ) : null}
    </Group>
  )
}
