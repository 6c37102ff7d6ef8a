import { Button, Group, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Problem } from './call.ts'
import { Loading } from './page.tsx'

/** Nothing here: why, and what to do next. */
export function Empty({
  title,
  children,
  action,
  icon,
}: {
  title: string
  children?: ReactNode
  action?: ReactNode
  icon?: ReactNode
}) {
  return (
    <Stack className="tl-panel" align="center" gap={8} p={36} ta="center">
      {icon}
      <Text fw={600} size="lg">
        {title}
      </Text>
      {children ? (
        <Text component="div" c="dimmed" maw={560}>
          {children}
        </Text>
      ) : null}
      {action ? (
        <Group mt={8} justify="center">
          {action}
        </Group>
      ) : null}
    </Stack>
  )
}

/** Something to know before going on; the words carry it, the edge only shows it. */
export function Notice({
  title,
  tone,
  children,
}: {
  title: string
  tone?: 'good' | 'bad'
  children?: ReactNode
}) {
  return (
    <div className="tl-panel tl-notice" data-tone={tone} role="status">
      <Text fw={600}>{title}</Text>
      <Text component="div">{children}</Text>
    </div>
  )
}

/** What the server refused, to what, and what to do now. */
export function ProblemNote({ error, retry }: { error: unknown; retry?: () => void }) {
  const problem = error instanceof Problem ? error : null
  return (
    <Group
      role="alert"
      className="tl-panel"
      p={16}
      gap={12}
      align="flex-start"
      wrap="nowrap"
      style={{ borderColor: 'var(--tl-broken)' }}
    >
      <IconAlertTriangle size={20} style={{ color: 'var(--tl-broken)', flex: 'none' }} aria-hidden />
      <div style={{ flex: 1 }}>
        <Text fw={600}>{problem?.title ?? 'Something went wrong'}</Text>
        {problem && problem.detail !== problem.title ? <Text>{problem.detail}</Text> : null}
        {problem ? null : <Text>{String(error)}</Text>}
        {problem?.remedy ? <Text c="dimmed">{problem.remedy}</Text> : null}
      </div>
      {retry ? (
        <Button variant="default" leftSection={<IconRefresh size={16} aria-hidden />} onClick={retry}>
          Try again
        </Button>
      ) : null}
    </Group>
  )
}

/** Loading, refused, or the answer. */
export function Answered<T>({
  of,
  rows,
  children,
}: {
  of: UseQueryResult<T, Error>
  rows?: number
  children: (answer: T) => ReactNode
}) {
  if (of.data !== undefined) return children(of.data)
  if (of.error) return <ProblemNote error={of.error} retry={() => void of.refetch()} />
  return rows === undefined ? <Loading /> : <Loading rows={rows} />
}
