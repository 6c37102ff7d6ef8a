// biome-ignore-all lint/suspicious/noArrayIndexKey: the order of these lists is what they say; they are never reordered
import './trace.css'
import { useElementSize } from '@mantine/hooks'
import { type CSSProperties, type KeyboardEvent, useRef } from 'react'
import { ChannelIcon } from '../../console/channel.tsx'
import { date, duration, exact, moment } from '../../console/fmt.ts'
import type { RunTrace } from '../contract.ts'
import { holderOf } from './holders.ts'
import { PromiseFlag } from './promise-flag.tsx'
import { type AxisKind, ticksOf } from './trace-axis.ts'
import { neighbour, pictureOf, type TracePicture } from './trace-picture.ts'

const row = { flags: 34, strip: 30, lane: 34, axis: 28 }

function Backdrop({ picture, height }: { picture: TracePicture; height: number }) {
  const { axis } = picture
  const ticks = ticksOf(axis, picture.moments)
  const short = axis.kind === 'compressed' || axis.to - axis.from < 2 * 86_400_000
  const base = row.flags
  return (
    <svg width={axis.width} height={height} style={{ display: 'block', overflow: 'visible' }} aria-hidden>
      <defs>
        <pattern
          id="tl-quiet"
          width="7"
          height="7"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width="1.8" height="7" fill="var(--tl-hatch)" />
        </pattern>
        <pattern
          id="tl-loud"
          width="7"
          height="7"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width="3" height="7" fill="var(--tl-hatch-red)" />
        </pattern>
      </defs>
      {ticks.map((tick) => (
        <g key={tick} transform={`translate(${axis.at(tick)},0)`}>
          <line y1={row.flags} y2={height - row.axis} stroke="var(--tl-line)" />
          <text y={height - 9} fill="var(--tl-soft)" fontSize="11.5">
            {short
              ? moment(new Date(tick).toISOString()).replace(/ \d{4},/, ',')
              : date(new Date(tick).toISOString())}
          </text>
        </g>
      ))}
      <text x={axis.width} y={height - 9} textAnchor="end" fill="var(--tl-soft)" fontSize="11.5">
        {date(new Date(axis.to).toISOString())}
      </text>
      {picture.lanes.map((lane, at) => (
        <line
          key={lane}
          x2={axis.width}
          y1={base + row.strip + row.lane * at}
          y2={base + row.strip + row.lane * at}
          stroke="var(--tl-line)"
        />
      ))}
      {picture.waits.map((wait) => (
        <rect
          key={`${wait.x}-${wait.seconds}`}
          x={wait.x}
          y={base + 4}
          width={Math.max(0.5, wait.width)}
          height={row.strip - 8}
          fill={holderOf(wait.holder).tint}
        >
          <title>
            waiting for the {holderOf(wait.holder).words}: {duration(wait.seconds)}
          </title>
        </rect>
      ))}
      {picture.silence.map((hush) => (
        <g key={`${hush.x}-${hush.seconds}`}>
          <rect x={hush.x} y={base + 4} width={hush.width} height={row.strip - 8} fill="url(#tl-quiet)" />
          {hush.redWidth > 0 ? (
            <rect
              x={hush.redX}
              y={base + 4}
              width={hush.redWidth}
              height={row.strip - 8}
              fill="url(#tl-loud)"
              stroke="var(--tl-broken)"
              strokeWidth="1"
            />
          ) : null}
        </g>
      ))}
      {picture.waits.map((wait) => {
        const words = duration(wait.seconds)
        const needed = words.length * 6.4 + 8
        return needed > wait.width - 4 ? null : (
          <g key={`label-${wait.x}`}>
            <rect
              x={wait.x + (wait.width - needed) / 2}
              y={base + 7}
              width={needed}
              height={16}
              rx={4}
              fill="var(--tl-surface)"
            />
            <text
              x={wait.x + wait.width / 2}
              y={base + 19}
              textAnchor="middle"
              fontSize="11.5"
              fill="var(--tl-ink)"
            >
              {words}
            </text>
          </g>
        )
      })}
    </svg>
  )
}

function Flags({ picture, height }: { picture: TracePicture; height: number }) {
  return picture.flags.map((flag, at) => {
    const right = flag.x > picture.axis.width - 90
    return (
      <div
        key={`${flag.what}-${at}`}
        style={{
          position: 'absolute',
          left: flag.x,
          top: 4,
          height: height - row.axis - 4,
          borderLeft: '1.5px dashed var(--tl-line-strong)',
          pointerEvents: 'none',
        }}
      >
        <span
          style={{
            position: 'absolute',
            [right ? 'right' : 'left']: right ? 4 : -2,
            top: 0,
            whiteSpace: 'nowrap',
            fontSize: '0.75rem',
            background: 'var(--tl-surface)',
            padding: '0 3px',
          }}
        >
          <PromiseFlag state={flag.state} /> {flag.words}
        </span>
      </div>
    )
  })
}

/** One run as a trace: who held the ball, silence and promises above; the touchpoints in lanes by channel. Arrow keys move the selection. */
export function TraceView({
  trace,
  axis: kind,
  selected,
  select,
}: {
  trace: RunTrace
  axis: AxisKind
  selected: number
  select: (index: number) => void
}) {
  const { ref, width } = useElementSize<HTMLDivElement>()
  const list = useRef<HTMLDivElement>(null)
  const picture = pictureOf(trace, Math.max(200, width), kind)
  const height = row.flags + row.strip + row.lane * picture.lanes.length + row.axis
  const keys = (event: KeyboardEvent) => {
    const next = neighbour(trace.steps.length, selected, event.key)
    if (next === selected) return
    event.preventDefault()
    select(next)
    list.current?.querySelectorAll<HTMLElement>('[role=option]')[next]?.focus()
  }
  return (
    <div className="tl-panel tl-trace">
      <div className="tl-trace-names" aria-hidden>
        <div style={{ height: row.flags }}>
          <span>promises</span>
        </div>
        <div style={{ height: row.strip }}>
          <span>ball with</span>
        </div>
        {picture.lanes.map((lane) => (
          <div key={lane} style={{ height: row.lane }} title={lane}>
            <ChannelIcon channel={lane} /> <span>{lane}</span>
          </div>
        ))}
      </div>
      <div className="tl-trace-plot">
        <div ref={ref} style={{ position: 'relative', minHeight: height }}>
          {width > 0 ? (
            <>
              <Backdrop picture={picture} height={height} />
              <Flags picture={picture} height={height} />
              <div
                ref={list}
                role="listbox"
                aria-label="Interactions of this run, by time"
                aria-orientation="horizontal"
                onKeyDown={keys}
                tabIndex={-1}
              >
                {picture.touches.map((touch) => (
                  <div
                    key={touch.interaction_id + touch.index}
                    role="option"
                    tabIndex={touch.index === selected ? 0 : -1}
                    aria-selected={touch.index === selected}
                    className="tl-touch"
                    data-deviates={touch.deviates || undefined}
                    aria-label={`${touch.words}, ${exact(trace.steps[touch.index]?.started_at)}, begun by ${holderOf(touch.by).words}${touch.deviates ? ', not designed' : ''}`}
                    title={`${touch.words} · ${exact(trace.steps[touch.index]?.started_at)}`}
                    style={
                      {
                        left: touch.x,
                        top: row.flags + row.strip + row.lane * touch.lane + 5,
                        width: Math.max(24, touch.width + 24),
                        zIndex: touch.index === selected ? 2 : 1,
                        '--by': holderOf(touch.by).solid,
                      } as CSSProperties
                    }
                    onClick={() => select(touch.index)}
                    onKeyDown={(event) => {
                      if (event.key === 'Enter' || event.key === ' ') select(touch.index)
                    }}
                  >
                    <span />
                  </div>
                ))}
              </div>
            </>
          ) : null}
        </div>
      </div>
    </div>
  )
}
