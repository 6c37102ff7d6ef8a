import { Anchor, Button, Group, Modal, Text } from '@mantine/core'
import { useState } from 'react'
import { readSession } from '../../access/contract.ts'
import { Moment, Tag } from '../../console/figure.tsx'
import { count } from '../../console/fmt.ts'
import { Section } from '../../console/page.tsx'
import { Answered, Empty } from '../../console/states.tsx'
import { TableBox } from '../../console/table-box.tsx'
import { useCall, useDo, useWorkspace } from '../../console/use-call.ts'
import { useView } from '../../console/use-view.ts'
import { listMailSources, type MailSourceShown, removeMailSource } from '../contract.ts'
import { MailForm } from './mail-form.tsx'

/** Sources of mails: what is set, how it is doing, and for owners the form that sets it. */
export function Mail() {
  const workspace = useWorkspace()
  const { view, set } = useView()
  const session = useCall(readSession, {})
  const owner = session.data?.workspaces.find((one) => one.workspace === workspace)?.role === 'owner'
  const mails = useCall(listMailSources, { workspace }, { refetchInterval: 5_000 })
  return (
    <Answered of={mails}>
      {({ mail_sources: found }) => {
        const chosen = found.find(({ source }) => source === view.source)
        const adding = owner && chosen === undefined && (view.shown === 'new' || found.length === 0)
        return (
          <>
            <Section
              title="Mail"
              note={
                <>
                  Mails become interactions of their threads: by a door that mail servers send copies to, or
                  by a mailbox that is read and never changed. <Anchor href="/docs/mail">How it works</Anchor>
                </>
              }
              aside={
                owner && !adding && chosen === undefined ? (
                  <Button variant="default" onClick={() => set({ shown: 'new', source: '' })}>
                    Add a mail source
                  </Button>
                ) : null
              }
            >
              {found.length === 0 ? (
                <Empty title="No mail source yet">
                  {owner ? 'Set one below: it is off until then.' : 'An owner of the workspace can set one.'}
                </Empty>
              ) : (
                <MailTable found={found} owner={owner} edit={(source) => set({ source, shown: '' })} />
              )}
            </Section>
            {owner && (chosen !== undefined || adding) ? (
              <MailForm
                key={chosen?.source ?? 'new'}
                before={chosen ?? null}
                close={(saved) => set({ source: '', shown: saved || found.length > 0 ? '' : 'new' })}
              />
            ) : null}
          </>
        )
      }}
    </Answered>
  )
}

function MailTable({
  found,
  owner,
  edit,
}: {
  found: MailSourceShown[]
  owner: boolean
  edit: (source: string) => void
}) {
  const [asked, setAsked] = useState<string | null>(null)
  return (
    <TableBox label="Mail sources">
      <table className="tl-table">
        <thead>
          <tr>
            <th scope="col">Source</th>
            <th scope="col">Own addresses</th>
            <th scope="col">Door</th>
            <th scope="col">Mailbox</th>
            <th scope="col">Read up to</th>
            {owner ? (
              <th scope="col">
                <span className="tl-hidden">Actions</span>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {found.map((one) => (
            <tr key={one.source}>
              <td>
                <b>{one.source}</b>
              </td>
              <td>{one.own.join(', ')}</td>
              <td>
                <State of={one.door_state} />
                {one.door ? (
                  <div className="tl-mono">
                    {one.door.host}:{one.door.port}
                  </div>
                ) : null}
              </td>
              <td>
                <State of={one.mailbox_state} />
                {one.mailbox ? <div>{`${one.mailbox.user} at ${one.mailbox.host}`}</div> : null}
              </td>
              <td>
                {one.folders.length === 0 ? <span className="tl-soft">nothing yet</span> : null}
                {one.folders.map(({ folder, read_until, read_at }) => (
                  <div key={folder} className="tl-nowrap">
                    {folder}, no. {count(read_until)}, <Moment at={read_at} />
                  </div>
                ))}
              </td>
              {owner ? (
                <td>
                  <Group gap={6} wrap="nowrap">
                    <Button
                      size="compact-sm"
                      variant="default"
                      onClick={() => edit(one.source)}
                      aria-label={`Change ${one.source}`}
                    >
                      Change
                    </Button>
                    <Button
                      size="compact-sm"
                      variant="default"
                      onClick={() => setAsked(one.source)}
                      aria-label={`Turn off ${one.source}`}
                    >
                      Turn off
                    </Button>
                  </Group>
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
      <TurnOff source={asked} close={() => setAsked(null)} />
    </TableBox>
  )
}

function TurnOff({ source, close }: { source: string | null; close: () => void }) {
  const workspace = useWorkspace()
  const remove = useDo(removeMailSource, [listMailSources])
  const go = () => source !== null && remove.mutate({ workspace, source }, { onSettled: close })
  return (
    <Modal opened={source !== null} onClose={close} title={`Turn off ${source ?? ''}?`} centered>
      <Text mb={16}>
        Its door closes, its mailbox is left alone, and its settings and passwords are removed. Mails that
        came stay.
      </Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={close}>
          Keep it
        </Button>
        <Button color="red.9" loading={remove.isPending} onClick={go}>
          Turn off
        </Button>
      </Group>
    </Modal>
  )
}

const words = { off: 'off', starting: 'connecting', on: 'on', failed: 'failing' } as const
const tones = { off: 'unknown', starting: 'warn', on: 'good', failed: 'bad' } as const

function State({ of: { state, since, error } }: { of: MailSourceShown['door_state'] }) {
  return (
    <div>
      <Tag tone={tones[state]}>{words[state]}</Tag>
      {since && state !== 'off' ? (
        <span className="tl-soft">
          {' '}
          since <Moment at={since} />
        </span>
      ) : null}
      {error ? <div role="status">{error}</div> : null}
    </div>
  )
}
