import { Button, Drawer, Group, Stack, Text } from '@mantine/core'
import { Moment, Tag } from '../../console/figure.tsx'
import { count, plural } from '../../console/fmt.ts'
import { Answered } from '../../console/states.tsx'
import { TableBox } from '../../console/table-box.tsx'
import { useCall, useDo, useWorkspace } from '../../console/use-call.ts'
import { useView } from '../../console/use-view.ts'
import { type DeliveryShown, listDeliveries, readDelivery, resendDelivery } from '../contract.ts'

const tones = { pending: 'warn', delivered: 'good', failed: 'bad' } as const

/** The last events posted; which one is open stands in the address. */
export function Deliveries() {
  const workspace = useWorkspace()
  const { view, set } = useView()
  const found = useCall(listDeliveries, { workspace }, { refetchInterval: 5_000 })
  return (
    <div style={{ marginTop: 18 }}>
      <Answered of={found} rows={3}>
        {({ deliveries }) =>
          deliveries.length === 0 ? (
            <Text className="tl-soft">Nothing was posted yet.</Text>
          ) : (
            <DeliveryTable rows={deliveries} open={(delivery) => set({ delivery })} />
          )
        }
      </Answered>
      {view.delivery ? <Opened delivery_id={view.delivery} close={() => set({ delivery: '' })} /> : null}
    </div>
  )
}

function DeliveryTable({ rows, open }: { rows: DeliveryShown[]; open: (delivery_id: string) => void }) {
  return (
    <TableBox label="Events posted">
      <table className="tl-table">
        <thead>
          <tr>
            <th scope="col">Event</th>
            <th scope="col">Made</th>
            <th scope="col">State</th>
            <th scope="col" className="n">
              Tries
            </th>
            <th scope="col">Last answer</th>
            <th scope="col">Next try</th>
            <th scope="col">
              <span className="tl-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((one) => (
            <tr key={one.delivery_id}>
              <td>{one.event}</td>
              <td>
                <Moment at={one.created_at} />
              </td>
              <td>
                <Tag tone={tones[one.state]}>{one.state}</Tag>
              </td>
              <td className="n">{count(one.attempts)}</td>
              <td>{one.error ?? one.status ?? <span className="tl-soft">not tried yet</span>}</td>
              <td>
                {one.next_at === null ? <span className="tl-soft">none</span> : <Moment at={one.next_at} />}
              </td>
              <td className="n">
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={`Tries of ${one.event} ${one.delivery_id}`}
                  onClick={() => open(one.delivery_id)}
                >
                  Tries
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  )
}

function Opened({ delivery_id, close }: { delivery_id: string; close: () => void }) {
  const workspace = useWorkspace()
  const found = useCall(readDelivery, { workspace, delivery_id }, { refetchInterval: 5_000 })
  const resend = useDo(resendDelivery, [listDeliveries, readDelivery])
  return (
    <Drawer
      opened
      onClose={close}
      position="right"
      size="lg"
      title={`Event ${delivery_id}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
      attributes={{ header: { role: 'presentation' } }}
    >
      <Answered of={found}>
        {({ delivery, body, attempts }) => (
          <Stack gap={14}>
            <Text component="div">
              {delivery.event} <Tag tone={tones[delivery.state]}>{delivery.state}</Tag>
              <div className="tl-mono tl-soft">{delivery.message_id}</div>
            </Text>
            <Tries attempts={attempts} />
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1) */}
            <pre className="tl-code" tabIndex={0}>
              {pretty(body)}
            </pre>
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                Close
              </Button>
              <Button
                loading={resend.isPending}
                disabled={delivery.state === 'pending'}
                onClick={() => resend.mutate({ workspace, delivery_id })}
              >
                Send it again
              </Button>
            </Group>
          </Stack>
        )}
      </Answered>
    </Drawer>
  )
}

interface Try {
  at: string
  milliseconds: number
  status: number | null
  error: string | null
  answer: string
}

function Tries({ attempts }: { attempts: Try[] }) {
  if (attempts.length === 0) return <Text className="tl-soft">Not tried yet.</Text>
  return (
    <section aria-label={plural(attempts.length, 'try', 'tries')}>
      {attempts.map((one) => (
        <div key={one.at} style={{ padding: '8px 0', borderBottom: '1px solid var(--tl-line)' }}>
          <Group gap={10}>
            <Moment at={one.at} />
            <Tag tone={one.error === null ? 'good' : 'bad'}>{one.error ?? `answered ${one.status}`}</Tag>
            <span className="tl-soft">{count(one.milliseconds)} ms</span>
          </Group>
          {one.answer === '' ? null : (
            <div className="tl-mono tl-soft" style={{ overflowWrap: 'anywhere' }}>
              {one.answer}
            </div>
          )}
        </div>
      ))}
    </section>
  )
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}
