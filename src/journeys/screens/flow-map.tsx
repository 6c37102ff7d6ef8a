import './map.css'
import { ActionIcon, Group } from '@mantine/core'
import { IconMinus, IconPlus, IconZoomReset } from '@tabler/icons-react'
import { type KeyboardEvent, type MouseEvent, type ReactNode, useId, useMemo, useRef, useState } from 'react'
import { percent } from '../../console/fmt.ts'
import { AllWords, EdgePicture, FlowEdge } from './flow-edge.tsx'
import { FlowNode, NodePicture } from './flow-node.tsx'
import { type DrawnMap, drawnMap } from './map-draw.ts'
import { edgeId, type MapGraph, nodeId } from './map-graph.ts'
import { walked } from './map-walk.ts'

/** A map is first drawn no smaller than this, and folded into lines where it is longer. */
const readable = 0.9

function Hatch() {
  return (
    <defs>
      <pattern id="tl-hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="2.6" height="5" fill="var(--tl-broken)" />
      </pattern>
    </defs>
  )
}

function Bands({ bands }: Pick<DrawnMap, 'bands'>) {
  return bands.map((band) => (
    <rect
      key={`${band.x}${band.y}`}
      className="tl-flow-band"
      x={band.x}
      y={band.y}
      width={band.width}
      height={band.height}
      rx={10}
    />
  ))
}

/** Over the edges, so that none hides them. */
function Stages({ bands }: Pick<DrawnMap, 'bands'>) {
  return bands.map((band) => (
    <text key={`${band.x}${band.y}`} className="tl-flow-stage" x={band.x + 10} y={band.y + 17}>
      {band.stage}
    </text>
  ))
}

/** A veil over all, and over it once more what was chosen with all that touches it: nothing below has to change. */
function Chosen({ drawn, beside, picked }: { drawn: DrawnMap; beside: Set<string>; picked: string }) {
  return (
    <g aria-hidden className="tl-flow-still tl-flow-chosen">
      <rect className="tl-flow-veil" width={drawn.width} height={drawn.height} />
      <Ring drawn={drawn} id={picked} className="tl-flow-ring" />
      <g className="tl-flow-edges">
        {drawn.edges
          .filter(({ id }) => beside.has(id))
          .map((one) => (
            <EdgePicture key={one.id} drawn={one} />
          ))}
      </g>
      {drawn.nodes
        .filter(({ node }) => beside.has(nodeId(node.node)))
        .map(({ node, box }) => (
          <g key={node.node} transform={`translate(${box.x} ${box.y})`}>
            <NodePicture node={node} most={drawn.most} />
          </g>
        ))}
    </g>
  )
}

/** Around a box or along an edge, over everything: what is chosen, and where the keyboard is. */
function Ring({ drawn, id, className }: { drawn: DrawnMap; id: string; className: string }) {
  const edge = drawn.edges.find((one) => one.id === id)
  const box = drawn.nodes.find(({ node }) => nodeId(node.node) === id)?.box
  if (edge)
    return (
      <path aria-hidden className={className} d={edge.path} strokeWidth={edge.width + 10} opacity={0.45} />
    )
  if (!box) return null
  const [x, y] = [box.x - 4, box.y - 4]
  return (
    <rect
      aria-hidden
      className={className}
      x={x}
      y={y}
      width={box.width + 8}
      height={box.height + 8}
      rx={12}
    />
  )
}

/** What was chosen and what touches it. */
function besideOf(graph: MapGraph, picked: string): Set<string> | null {
  if (!picked) return null
  const beside = new Set([picked])
  for (const edge of graph.edges) {
    const [from, to, id] = [nodeId(edge.from), nodeId(edge.to), edgeId(edge)]
    if (![from, to, id].includes(picked)) continue
    beside.add(id).add(from).add(to)
  }
  return beside
}

function Zoom({ zoom, set, fit }: { zoom: number; set: (zoom: number) => void; fit: number }) {
  const button = (label: string, to: number, icon: ReactNode) => (
    <ActionIcon
      variant="default"
      size={30}
      aria-label={label}
      title={label}
      disabled={Math.abs(to - zoom) < 0.001}
      onClick={() => set(to)}
    >
      {icon}
    </ActionIcon>
  )
  return (
    <Group gap={4} className="tl-map-zoom tl-noprint">
      {button('Smaller', Math.max(0.3, zoom / 1.25), <IconMinus size={15} aria-hidden />)}
      <span className="tl-soft">{percent(zoom)}</span>
      {button('Larger', Math.min(2.5, zoom * 1.25), <IconPlus size={15} aria-hidden />)}
      {button('Fit to the width', fit, <IconZoomReset size={15} aria-hidden />)}
    </Group>
  )
}

/** Designed and lived in one picture: boxes of one size, edges as wide as their runs, tinted by the waiting, hatched by silence. */
export default function FlowMap({
  graph,
  coverage,
  room,
  picked,
  pick,
  children,
}: {
  graph: MapGraph
  coverage: number
  room: number
  picked: string
  pick: (id: string) => void
  /** Stands over the picture, beside the zoom. */
  children: ReactNode
}) {
  const how = useId()
  const host = useRef<SVGSVGElement>(null)
  const drawn = useMemo(() => drawnMap(graph, coverage, (room - 4) / readable), [graph, coverage, room])
  const fit = Math.min(1.15, (room - 4) / drawn.width)
  const [chosenZoom, setZoom] = useState<number | null>(null)
  const zoom = chosenZoom ?? fit
  const first = drawn.walk.nodes[0] ? nodeId(drawn.walk.nodes[0]) : ''
  const [at, setAt] = useState('')
  const known = drawn.walk.edges.has(at) || drawn.walk.nodes.some((node) => nodeId(node) === at)
  const tabbed = known ? at : first
  const beside = useMemo(() => besideOf(graph, picked), [graph, picked])
  const idUnder = (event: MouseEvent | KeyboardEvent) =>
    (event.target as Element).closest<SVGGElement>('[data-id]')?.dataset.id ?? ''
  const press = (event: KeyboardEvent) => {
    const here = idUnder(event)
    if (event.key === 'Escape' && picked) return pick('')
    if (!here || event.ctrlKey || event.metaKey || event.altKey) return
    const next = event.key === 'Enter' || event.key === ' ' ? here : walked(drawn.walk, here, event.key)
    if (next === null) return
    event.preventDefault()
    if (next === here) return pick(next === picked ? '' : next)
    setAt(next)
    const shown = host.current?.querySelector<SVGGElement>(`[data-id="${CSS.escape(next)}"]`)
    shown?.focus()
    shown?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }
  const click = (event: MouseEvent) => {
    const id = idUnder(event)
    if (id) setAt(id)
    pick(id === picked ? '' : id)
  }
  return (
    <div className="tl-panel tl-map">
      <div className="tl-map-bar">
        {children}
        <Zoom zoom={zoom} set={setZoom} fit={fit} />
      </div>
      <p id={how} className="tl-hidden">
        Arrow right and left follow the flow from step to edge to step; up and down go to the step before and
        after, or to the other edges of the same step. Enter opens, Escape closes. The same stands in the
        table below.
      </p>
      <div className="tl-map-scroll">
        {/* biome-ignore lint/a11y/useSemanticElements: a picture holds the buttons together */}
        <svg
          ref={host}
          role="group"
          aria-label={`Map of ${drawn.nodes.length} steps and ${drawn.edges.length} edges between them`}
          aria-describedby={how}
          viewBox={`0 0 ${drawn.width} ${drawn.height}`}
          width={drawn.width * zoom}
          height={drawn.height * zoom}
          onClick={click}
          onKeyDown={press}
          onFocus={(event) =>
            setAt((event.target as Element).closest<SVGGElement>('[data-id]')?.dataset.id ?? '')
          }
        >
          <Hatch />
          <Bands bands={drawn.bands} />
          {drawn.edges.map((one) => (
            <FlowEdge key={one.id} drawn={one} selected={one.id === picked} tabbed={one.id === tabbed} />
          ))}
          <AllWords edges={drawn.edges} />
          <Stages bands={drawn.bands} />
          {drawn.nodes.map(({ node, box }) => (
            <FlowNode
              key={node.node}
              node={node}
              box={box}
              most={drawn.most}
              selected={nodeId(node.node) === picked}
              tabbed={nodeId(node.node) === tabbed}
            />
          ))}
          {beside ? <Chosen drawn={drawn} beside={beside} picked={picked} /> : null}
          <Ring drawn={drawn} id={tabbed} className="tl-flow-ring tl-flow-focus" />
        </svg>
      </div>
    </div>
  )
}
