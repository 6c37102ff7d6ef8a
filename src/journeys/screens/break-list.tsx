import { Anchor, Group, Text } from '@mantine/core'
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconArrowsDiff,
  IconArrowsExchange,
  IconCircleCheck,
  IconDoorExit,
  IconFlagX,
  IconHourglass,
  IconPlayerSkipForward,
  IconRepeat,
  IconVolumeOff,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Info, Share, Tag } from '../../console/figure.tsx'
import { count, plural } from '../../console/fmt.ts'
import { keep, narrowing, type Search } from '../../console/search.ts'
import type { BreakFound, BreaksReport } from '../contract.ts'
import { breakKey, breakNames, placeOf, segmentWords, sizeOf } from './break-found.ts'
import { explanations } from './explanations.ts'

const icons: Record<BreakFound['kind'], typeof IconFlagX> = {
  silence: IconVolumeOff,
  missed_promise: IconFlagX,
  repeated_step: IconArrowBackUp,
  wait: IconHourglass,
  skipped_step: IconPlayerSkipForward,
  drop_out: IconDoorExit,
  asked_twice: IconRepeat,
  hand_off: IconArrowForwardUp,
  contradiction: IconArrowsDiff,
  forced_switch: IconArrowsExchange,
}

function Break({ found, most, runs }: { found: BreakFound; most: number; runs: boolean }) {
  const Icon = icons[found.kind]
  const size = sizeOf(found)
  return (
    <li className="tl-break">
      <Icon
        size={20}
        stroke={1.7}
        aria-hidden
        style={{ marginTop: 2, color: 'var(--tl-broken)', flex: 'none' }}
      />
      <div className="tl-break-words">
        <Text fw={600} component="div">
          {runs ? (
            <Anchor
              inherit
              underline="hover"
              renderRoot={(props) => (
                <Link
                  {...props}
                  to="."
                  search={(before: Search) => ({
                    ...keep(before, narrowing),
                    tab: 'runs',
                    break: breakKey(found),
                  })}
                />
              )}
            >
              {found.words}
            </Anchor>
          ) : (
            found.words
          )}
        </Text>
        <Group gap={6} mt={3}>
          <Tag>
            {breakNames[found.kind]}
            {found.what ? `: ${found.what}` : ''}
          </Tag>
          <span className="tl-soft" style={{ fontSize: '0.8125rem' }}>
            {placeOf(found)}
          </span>
          {found.segment ? <Tag>{segmentWords(found.segment)}</Tag> : null}
        </Group>
      </div>
      <div className="tl-break-figure">
        <span className="tl-soft">Runs</span>
        <div>
          {count(found.runs)} <span className="tl-interval">of {count(found.of)}</span>
        </div>
        <div style={{ fontSize: '0.8125rem' }}>
          <Share part={found.runs} of={found.of} low={found.low} high={found.high} />
        </div>
      </div>
      <div className="tl-break-figure">
        <span className="tl-soft">Typical loss</span>
        <div>{size ? size.main : <span className="tl-soft">no duration</span>}</div>
        {size?.interval ? <div className="tl-interval">{size.interval}</div> : null}
      </div>
      <div className="tl-break-figure">
        <span className="tl-soft">Customer-days lost</span>
        <div style={{ fontWeight: 600 }}>{found.customer_days ? count(found.customer_days) : '—'}</div>
        <div aria-hidden className="tl-break-bar">
          <span style={{ width: `${most ? (100 * found.customer_days) / most : 0}%` }} />
        </div>
      </div>
    </li>
  )
}

/** Where it breaks, ranked by customer-days lost. "None found" is an answer. */
export function BreakList({ report, runs }: { report: BreaksReport; runs: boolean }) {
  const [all, setAll] = useState(false)
  const { looked_at: looked, breaks } = report
  const most = Math.max(0, ...breaks.map((one) => one.customer_days))
  const note = `${plural(looked.places, 'place')} looked at over ${plural(looked.runs, 'run')}${looked.too_few ? `; ${count(looked.too_few)} had too few runs to judge` : ''}.`
  return (
    <section style={{ marginBottom: 26 }} aria-label="Where it breaks">
      <Group gap={6} mb={10} align="baseline">
        <h2 className="tl-h2">Where it breaks</h2>
        <Info of={explanations.breaks} />
        <Text size="sm" c="dimmed">
          {note}
        </Text>
      </Group>
      {breaks.length === 0 ? (
        <Group className="tl-panel" p={18} gap={12} wrap="nowrap">
          <IconCircleCheck size={22} aria-hidden style={{ color: 'var(--tl-kept)', flex: 'none' }} />
          <Text>
            <b>None found.</b>{' '}
            {looked.runs < 30
              ? 'Too few runs to judge any place yet: widen the period or wait for more.'
              : 'No place loses significantly more than the rest or the design.'}
          </Text>
        </Group>
      ) : (
        <ol className="tl-panel tl-breaks">
          {(all ? breaks : breaks.slice(0, 5)).map((one) => (
            <Break key={breakKey(one) + one.what} found={one} most={most} runs={runs} />
          ))}
        </ol>
      )}
      {breaks.length > 5 ? (
        <Anchor component="button" mt={8} size="sm" onClick={() => setAll(!all)}>
          {all ? 'Show the first five' : `Show all ${count(breaks.length)}`}
        </Anchor>
      ) : null}
    </section>
  )
}
