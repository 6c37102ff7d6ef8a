import './map.css'
import { UnstyledButton } from '@mantine/core'
import { type ReactNode, useMemo } from 'react'
import { count, percent } from '../../console/fmt.ts'
import { tintOf } from './edge-tint.ts'
import { brief, silentShare } from './edge-words.ts'
import { NodeWords } from './flow-node.tsx'
import { holderOf } from './holders.ts'
import { drawnMap } from './map-draw.ts'
import {
  edgeId,
  edgeStateOf,
  edgeWords,
  type MapEdge,
  type MapGraph,
  nodeId,
  nodeWords,
  weight,
} from './map-graph.ts'
import { shadeOf, thickness } from './map-picture.ts'

/** A piece of the edge, as the wide map would draw it. */
function Sample({ edge, most, shades }: { edge: MapEdge; most: number; shades: number[] }) {
  const state = edgeStateOf(edge)
  const solid = edge.held === null ? 'var(--tl-unknown)' : holderOf(edge.waited_for).solid
  const width = thickness(weight(edge), most)
  const silent = (edge.silent_share ?? 0) * 34
  if (state === 'designed_not_lived')
    return (
      <svg width={44} height={16} aria-hidden>
        <path d="M 0 8 H 40" className="tl-flow-unlived" fill="none" />
      </svg>
    )
  const outline = state === 'lived_not_designed' ? 'var(--tl-broken)' : solid
  return (
    <svg width={44} height={16} aria-hidden>
      <path d="M 0 8 H 36" stroke={outline} strokeWidth={width + 2} />
      <path d="M 0 8 H 36" stroke={tintOf(solid, shadeOf(edge.median_seconds, shades))} strokeWidth={width} />
      {silent >= 1 ? (
        <path d={`M ${36 - silent} 8 H 36`} stroke="url(#tl-hatch-list)" strokeWidth={Math.max(3, width)} />
      ) : null}
      <path d="M 35 1 L 43 8 L 35 15 z" fill={outline} />
    </svg>
  )
}

/** The map where there is little room: steps from above, under each the edges that lead on. */
export default function FlowList({
  graph,
  coverage,
  picked,
  pick,
  opened,
}: {
  graph: MapGraph
  coverage: number
  picked: string
  pick: (id: string) => void
  opened: ReactNode
}) {
  const { walk, most, shades, nodes } = useMemo(() => drawnMap(graph, coverage, 1_000_000), [graph, coverage])
  const known = new Map(nodes.map(({ node }) => [node.node, node]))
  return (
    <ol className="tl-map-list">
      <svg width={0} height={0} aria-hidden style={{ position: 'absolute' }}>
        <pattern
          id="tl-hatch-list"
          width="5"
          height="5"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width="2.6" height="5" fill="var(--tl-broken)" />
        </pattern>
      </svg>
      {walk.nodes.map((name) => {
        const node = known.get(name)!
        const id = nodeId(name)
        const { lost } = node
        return (
          <li key={name}>
            <UnstyledButton
              className="tl-map-card"
              aria-pressed={picked === id}
              onClick={() => pick(picked === id ? '' : id)}
            >
              <span className="tl-hidden">{nodeWords(node)}</span>
              <span aria-hidden>
                <NodeWords node={node} />
              </span>
            </UnstyledButton>
            {lost !== null && lost.runs > 0 ? (
              <p className="tl-map-lost">
                ✕ {count(lost.runs)} lost
                {lost.share !== null && lost.of >= 30 ? ` · ${percent(lost.share)}` : ''}
              </p>
            ) : null}
            {picked === id ? opened : null}
            {(walk.outOf.get(name) ?? []).map((edge) => (
              <div key={edgeId(edge)}>
                <UnstyledButton
                  className="tl-map-edge"
                  aria-pressed={picked === edgeId(edge)}
                  onClick={() => pick(picked === edgeId(edge) ? '' : edgeId(edge))}
                >
                  <span className="tl-hidden">{edgeWords(edge)}</span>
                  <span aria-hidden className="tl-map-edge-shown">
                    <Sample edge={edge} most={most} shades={shades} />
                    <span className="tl-map-edge-to">{edge.to === name ? 'again' : edge.to}</span>
                    <span className="tl-map-edge-words">
                      {edge.count ? `${count(weight(edge))} · ${brief(edge.median_seconds)}` : 'not lived'}
                      {silentShare(edge) ? <em> · {silentShare(edge)}</em> : null}
                    </span>
                  </span>
                </UnstyledButton>
                {picked === edgeId(edge) ? opened : null}
              </div>
            ))}
          </li>
        )
      })}
    </ol>
  )
}
