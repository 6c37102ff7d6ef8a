import { memo } from 'react'
import { tintOf } from './edge-tint.ts'
import { holderOf } from './holders.ts'
import { type DrawnEdge, headOf } from './map-draw.ts'
import { edgeStateOf, edgeWords } from './map-graph.ts'

const heads = { right: 0, down: 90, left: 180, up: 270 }
/** The edge itself: a ribbon in the tint of who is waited for, its last part hatched red for as much of the time as was silence beyond tolerance. */
function Ribbon({ drawn }: { drawn: DrawnEdge }) {
  const { edge, path, width, shade, end, heading } = drawn
  const state = edgeStateOf(edge)
  const solid = edge.held === null ? 'var(--tl-unknown)' : holderOf(edge.waited_for).solid
  const outline = state === 'lived_not_designed' ? 'var(--tl-broken)' : solid
  const silent = edge.silent_share ?? 0
  const head = headOf(width)
  if (state === 'designed_not_lived')
    return (
      <>
        <path d={path} className="tl-flow-unlived" />
        <path d="M -9 -5 L -1 0 L -9 5" className="tl-flow-unlived-head" transform={place(end, heading)} />
      </>
    )
  return (
    <>
      <path d={path} stroke={outline} strokeWidth={width + 2} />
      <path d={path} stroke={tintOf(solid, shade)} strokeWidth={width} />
      {silent >= 0.01 ? (
        <path
          d={path}
          pathLength={100}
          stroke={width < 4 ? 'var(--tl-broken)' : 'url(#tl-hatch)'}
          strokeWidth={Math.max(width, 3)}
          strokeDasharray={`0 ${100 - silent * 100} ${silent * 100}`}
        />
      ) : null}
      <path
        d={`M ${-head.long} ${-head.half} L 0 0 L ${-head.long} ${head.half} z`}
        fill={outline}
        transform={place(end, heading)}
      />
    </>
  )
}

const place = (end: { x: number; y: number }, heading: keyof typeof heads) =>
  `translate(${end.x} ${end.y}) rotate(${heads[heading]})`

function EdgeWords({ drawn: { words, width } }: { drawn: DrawnEdge }) {
  if (!words) return null
  const { at, across, over, under } = words
  if (across) {
    const text = [over, ...under]
    const wide = text.join(' · ').length * 6.3 + 8
    return (
      <g className="tl-flow-words" transform={`translate(${at.x} ${at.y})`}>
        <rect x={-wide / 2} y={-8.5} width={wide} height={17} rx={5} />
        <text y={4}>
          <tspan className="tl-flow-count">{over}</tspan>
          {under.map((one) => (
            <tspan key={one} className={one.endsWith('silent') ? 'tl-flow-silent' : undefined}>
              {' · '}
              {one}
            </tspan>
          ))}
        </text>
      </g>
    )
  }
  return (
    <g className="tl-flow-words" transform={`translate(${at.x - 5} ${at.y})`}>
      <text y={-width / 2 - 6} className="tl-flow-count">
        {over}
      </text>
      {under.map((one, nth) => (
        <text
          key={one}
          y={width / 2 + 15 + nth * 14}
          className={one.endsWith('silent') ? 'tl-flow-silent' : undefined}
        >
          {one}
        </text>
      ))}
    </g>
  )
}

/** The words of all edges, over every one of them. */
export const AllWords = memo(function AllWords({ edges }: { edges: DrawnEdge[] }) {
  return (
    <g aria-hidden className="tl-flow-still">
      {edges.map((drawn) => (
        <EdgeWords key={drawn.id} drawn={drawn} />
      ))}
    </g>
  )
})

/** The edge with its words. */
export function EdgePicture({ drawn }: { drawn: DrawnEdge }) {
  return (
    <>
      <Ribbon drawn={drawn} />
      <EdgeWords drawn={drawn} />
    </>
  )
}

export const FlowEdge = memo(function FlowEdge({
  drawn,
  selected,
  tabbed,
}: {
  drawn: DrawnEdge
  selected: boolean
  tabbed: boolean
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button element cannot stand in a picture
    <g
      role="button"
      tabIndex={tabbed ? 0 : -1}
      data-id={drawn.id}
      className="tl-flow-edge"
      aria-pressed={selected}
    >
      <title>{edgeWords(drawn.edge)}</title>
      <path d={drawn.path} className="tl-flow-halo" strokeWidth={drawn.width + 10} />
      <Ribbon drawn={drawn} />
      <path d={drawn.path} className="tl-flow-hit" strokeWidth={Math.max(24, drawn.width)} />
    </g>
  )
})
