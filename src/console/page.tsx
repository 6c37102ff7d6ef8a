import { Box, Skeleton, Stack, Title } from '@mantine/core'
import { type ReactNode, useEffect, useState } from 'react'
import { useTitle } from './use-view.ts'

/** A page: browser title, where it stands, heading, what can be done, content. */
export function Page({
  title,
  crumbs,
  aside,
  children,
}: {
  title: string
  crumbs?: ReactNode
  aside?: ReactNode
  children: ReactNode
}) {
  useTitle(title)
  return (
    <div className="tl-page">
      <div className="tl-page-head">
        <div>
          {crumbs ? (
            <nav className="tl-crumbs" aria-label="Breadcrumb">
              {crumbs}
            </nav>
          ) : null}
          <Title order={1}>{title}</Title>
        </div>
        {aside}
      </div>
      {children}
    </div>
  )
}

export function Section({
  title,
  note,
  aside,
  children,
}: {
  title: string
  note?: ReactNode
  aside?: ReactNode
  children: ReactNode
}) {
  return (
    <Box component="section" mb={28}>
      <div
        style={{
          display: 'flex',
          justifyContent: 'space-between',
          gap: 12,
          alignItems: 'baseline',
          flexWrap: 'wrap',
          marginBottom: 10,
        }}
      >
        <div>
          <Title order={2}>{title}</Title>
          {note ? (
            <div className="tl-soft" style={{ fontSize: '0.8125rem' }}>
              {note}
            </div>
          ) : null}
        </div>
        {aside}
      </div>
      {children}
    </Box>
  )
}

/** Nothing for 200 ms, then a skeleton of about the right height. */
export function Loading({ rows = 5, height = 34 }: { rows?: number; height?: number }) {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 200)
    return () => clearTimeout(timer)
  }, [])
  if (!late) return <div style={{ minHeight: rows * (height + 10) }} />
  return (
    <Stack gap={10} aria-busy="true" role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={String(row)} height={height} radius="md" />
      ))}
    </Stack>
  )
}
