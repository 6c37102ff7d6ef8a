import { Button, Group, Modal, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, type ReactNode, useState } from 'react'
import { authenticate } from '../../console/call.ts'
import { ColourScheme } from '../../console/colour-scheme.tsx'
import { Tag } from '../../console/figure.tsx'
import { count } from '../../console/fmt.ts'
import { Page, Section } from '../../console/page.tsx'
import { Answered, Notice, ProblemNote } from '../../console/states.tsx'
import { notifyProblem, queries, useCall, useDo, useWorkspace } from '../../console/use-call.ts'
import { createWorkspace, readSession, removeWorkspace } from '../contract.ts'
import { ApiKeys } from './api-keys.tsx'

function RemoveWorkspace({
  workspace,
  sample,
  close,
}: {
  workspace: string
  sample: boolean
  close: () => void
}) {
  const here = useWorkspace()
  const remove = useDo(removeWorkspace, [readSession])
  const [typed, setTyped] = useState('')
  const go = () =>
    remove.mutate(
      { workspace },
      {
        onSuccess: () => {
          close()
          notifications.show({ message: `Workspace ${workspace} is removed.` })
          if (workspace === here) location.assign('/')
        },
      },
    )
  return (
    <Modal opened onClose={close} title={`Remove workspace ${workspace}?`} centered>
      <Stack>
        <Text>
          {sample
            ? 'The sample company and its journeys go. Your own workspaces stay.'
            : 'All its interactions, journeys, storyboards, mappings and keys go for good. Export what you want to keep first.'}
        </Text>
        {sample ? null : (
          <TextInput
            label={`Type ${workspace} to confirm`}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            data-autofocus
          />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Keep it
          </Button>
          <Button
            color="red.9"
            loading={remove.isPending}
            disabled={!sample && typed !== workspace}
            onClick={go}
          >
            Remove
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function Workspaces() {
  const session = useCall(readSession, {})
  const create = useDo(createWorkspace, [readSession], true)
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const [removing, setRemoving] = useState<{ workspace: string; sample: boolean } | null>(null)
  const add = (event: FormEvent) => {
    event.preventDefault()
    create.mutate(
      { workspace: name },
      { onSuccess: () => void navigate({ to: '/$workspace', params: { workspace: name } }) },
    )
  }
  return (
    <Section title="Workspaces" note="Each holds its own interactions, journeys and keys.">
      <Answered of={session} rows={2}>
        {({ workspaces }) => (
          <div className="tl-panel tl-scroll">
            <table className="tl-table">
              <thead>
                <tr>
                  <th scope="col">Workspace</th>
                  <th scope="col" className="n">
                    Interactions
                  </th>
                  <th scope="col">Your role</th>
                  <th scope="col">
                    <span className="tl-hidden">Actions</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {workspaces.map((one) => (
                  <tr key={one.workspace}>
                    <td>
                      {one.workspace} {one.sample ? <Tag>sample</Tag> : null}
                    </td>
                    <td className="n">{count(one.interactions)}</td>
                    <td>{one.role}</td>
                    <td className="n">
                      {one.role === 'owner' ? (
                        <Button
                          size="compact-sm"
                          variant="default"
                          onClick={() => setRemoving(one)}
                          aria-label={
                            one.sample
                              ? `Remove the sample workspace ${one.workspace}`
                              : `Remove workspace ${one.workspace}`
                          }
                        >
                          {one.sample ? 'Remove the sample' : 'Remove'}
                        </Button>
                      ) : null}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Answered>
      <Group component="form" mt={14} align="flex-end" onSubmit={(event: FormEvent) => add(event)}>
        <TextInput
          label="New workspace"
          description="a–z, 0–9 and -, at most 40"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          required
          pattern="[a-z0-9][a-z0-9\-]{0,39}"
        />
        <Button type="submit" loading={create.isPending}>
          Make it
        </Button>
      </Group>
      {create.error ? (
        <div style={{ marginTop: 12 }}>
          <ProblemNote error={create.error} />
        </div>
      ) : null}
      {removing ? <RemoveWorkspace {...removing} close={() => setRemoving(null)} /> : null}
    </Section>
  )
}

function Password() {
  const session = useCall(readSession, {})
  const [old, setOld] = useState('')
  const [fresh, setFresh] = useState('')
  const [busy, setBusy] = useState(false)
  const change = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      await authenticate('change-password', {
        currentPassword: old,
        newPassword: fresh,
        revokeOtherSessions: true,
      })
      setOld('')
      setFresh('')
      notifications.show({ message: 'Password changed. Other sessions are signed out.' })
      await queries.invalidateQueries({ queryKey: [readSession.name] })
    } catch (error) {
      notifyProblem(error)
    }
    setBusy(false)
  }
  return (
    <Section title="Password">
      {session.data?.person?.initial_password ? (
        <Notice title="The first password is still in force">
          It was printed when the server started. Choose your own.
        </Notice>
      ) : null}
      <Stack component="form" gap={12} maw={360} onSubmit={(event: FormEvent) => void change(event)}>
        <PasswordInput
          label="Present password"
          autoComplete="current-password"
          required
          value={old}
          onChange={(event) => setOld(event.currentTarget.value)}
        />
        <PasswordInput
          label="New password"
          description="At least 8 characters"
          autoComplete="new-password"
          required
          minLength={8}
          value={fresh}
          onChange={(event) => setFresh(event.currentTarget.value)}
        />
        <Group>
          <Button type="submit" variant="default" loading={busy}>
            Change password
          </Button>
        </Group>
      </Stack>
    </Section>
  )
}

export function SettingsPage({ children }: { children: ReactNode }) {
  const here = useWorkspace()
  const { data } = useCall(readSession, {})
  const owner = data?.workspaces.some(({ workspace, role }) => workspace === here && role === 'owner')
  return (
    <Page title="Settings">
      <Workspaces />
      {owner ? <ApiKeys /> : null}
      <Password />
      <Section title="Appearance">
        <ColourScheme />
      </Section>
      {children}
    </Page>
  )
}
