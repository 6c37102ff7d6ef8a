import { Button, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { authenticate, Problem } from '../../console/call.ts'
import { Notice } from '../../console/states.tsx'
import { queries, useCall } from '../../console/use-call.ts'
import { useTitle, useView } from '../../console/use-view.ts'
import { readSession } from '../contract.ts'

/** Only ways inside this console: never off to another host. */
function within(next: string | undefined): string {
  return next?.startsWith('/') && !next.startsWith('//') ? next : '/'
}

export function SignIn() {
  useTitle('Sign in')
  const { view } = useView()
  const session = useCall(readSession, {})
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [refused, setRefused] = useState<Problem | null>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setRefused(null)
    try {
      await authenticate('sign-in/email', { email, password })
      queries.clear()
      location.assign(within(view.next))
    } catch (error) {
      setRefused(error instanceof Problem ? error : null)
      setBusy(false)
    }
  }
  return (
    <main className="tl-sign">
      <div style={{ width: 'min(380px, 100%)' }}>
        <Stack align="center" gap={6} mb={22}>
          <img src="/throughline.svg" alt="" width={44} height={44} />
          <Title order={1}>Sign in to Throughline</Title>
        </Stack>
        <Paper
          className="tl-panel"
          p={24}
          component="form"
          onSubmit={(event: FormEvent) => void submit(event)}
        >
          <Stack gap={14}>
            {refused ? (
              <div role="alert">
                <Notice
                  tone="bad"
                  title={refused.status === 401 ? 'E-mail or password is not right' : refused.title}
                >
                  {refused.status === 401 ? 'Check both and try again.' : refused.remedy}
                </Notice>
              </div>
            ) : null}
            <TextInput
              label="E-mail"
              type="email"
              name="email"
              autoComplete="username"
              required
              autoFocus
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <PasswordInput
              label="Password"
              name="password"
              autoComplete="current-password"
              required
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
            <Button type="submit" loading={busy} fullWidth>
              Sign in
            </Button>
          </Stack>
        </Paper>
        {session.data?.sign_in_hint ? (
          <Text size="sm" c="dimmed" mt={16} ta="center">
            {session.data.sign_in_hint}
          </Text>
        ) : null}
        {session.data?.person ? (
          <Text size="sm" mt={16} ta="center">
            You are signed in as {session.data.person.email}. <a href="/">Go on</a>
          </Text>
        ) : null}
      </div>
    </main>
  )
}
