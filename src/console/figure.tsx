import { Anchor, Popover, Text, UnstyledButton } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { exact, moment, share } from './fmt.ts'
import { keep, narrowing, type Search } from './search.ts'

/** How a number is made: its formula in words, and the page of the manual that has its method. */
export interface Explanation {
  title: string
  formula: string
  /** What is not in it, or when it is not to be trusted. */
  beware?: string
  /** Address below /docs: `methods/silent-gap`. */
  page: string
}

export function Info({ of, rows }: { of: Explanation; rows?: Search | undefined }) {
  return (
    <Popover width={320} withArrow shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <UnstyledButton className="tl-info" aria-label={`How “${of.title}” is made`}>
          <IconInfoCircle size={15} aria-hidden />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <Text fw={600} size="sm" mb={4}>
          {of.title}
        </Text>
        <Text size="sm">{of.formula}</Text>
        {of.beware ? (
          <Text size="sm" c="dimmed" mt={6}>
            {of.beware}
          </Text>
        ) : null}
        <Anchor
          size="sm"
          mt={8}
          mr={16}
          display="inline-block"
          href={`/docs/${of.page}`}
          target="_blank"
          rel="noopener"
        >
          The method (new tab)
        </Anchor>
        {rows ? (
          <Anchor
            size="sm"
            mt={8}
            display="inline-block"
            renderRoot={(props) => (
              <Link
                {...props}
                to="."
                search={(before: Search) => ({ ...keep(before, narrowing), ...rows })}
              />
            )}
          >
            Show its rows
          </Anchor>
        ) : null}
      </Popover.Dropdown>
    </Popover>
  )
}

/** One number with its name, its doubt and its making. */
export function Figure({
  label,
  value,
  interval,
  info,
  rows,
  behind,
  soft,
}: {
  label: string
  value: ReactNode
  interval?: ReactNode
  info: Explanation
  rows?: Search
  /** The road to its rows, in sight. */
  behind?: ReactNode
  soft?: boolean
}) {
  return (
    <div>
      <div className="tl-soft" style={{ fontSize: '0.8125rem' }}>
        {label} <Info of={info} rows={rows} />
      </div>
      <div
        style={{
          fontSize: soft ? '0.9375rem' : '1.375rem',
          fontWeight: soft ? 400 : 600,
          lineHeight: 1.35,
          color: soft ? 'var(--tl-soft)' : undefined,
        }}
      >
        {value}{' '}
        {interval ? (
          <span className="tl-interval" style={{ fontSize: '0.8125rem', whiteSpace: 'normal' }}>
            {interval}
          </span>
        ) : null}
      </div>
      {behind ? <div style={{ fontSize: '0.8125rem' }}>{behind}</div> : null}
    </div>
  )
}

/** A share with its interval in smaller type; grey when too few. */
export function Share({
  part,
  of,
  low,
  high,
}: {
  part: number
  of: number
  low?: number | null
  high?: number | null
}) {
  const text = share(part, of, low, high)
  if (text.tooFew) return <span className="tl-soft">{text.main}</span>
  return (
    <>
      {text.main} <span className="tl-interval">{text.interval}</span>
    </>
  )
}

export function ShareFigure({
  label,
  part,
  of,
  low,
  high,
  info,
  rows,
  behind,
}: {
  label: string
  part: number
  of: number
  low?: number | null
  high?: number | null
  info: Explanation
  rows?: Search
  behind?: ReactNode
}) {
  const text = share(part, of, low, high)
  return (
    <Figure
      label={label}
      value={text.main}
      interval={text.interval}
      soft={text.tooFew}
      info={info}
      behind={behind}
      {...(rows ? { rows } : {})}
    />
  )
}

export function Moment({ at }: { at: string | null }) {
  return at ? (
    <time dateTime={at} title={exact(at)} className="tl-nowrap">
      {moment(at)}
    </time>
  ) : (
    unknown
  )
}

export function Tag({
  tone,
  children,
}: {
  tone?: 'good' | 'bad' | 'warn' | 'unknown' | undefined
  children: ReactNode
}) {
  return (
    <span className="tl-tag" data-tone={tone}>
      {children}
    </span>
  )
}

/** What was not observed: a word, never a zero. */
export const unknown = <span className="tl-soft">unknown</span>
