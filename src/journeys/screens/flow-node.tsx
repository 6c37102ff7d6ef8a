import { IconFlag2, IconPlayerPlay, IconStarFilled } from '@tabler/icons-react'
import { memo } from 'react'
import { ChannelIcon } from '../../console/channel.tsx'
import { count, percent } from '../../console/fmt.ts'
import { type MapNode, nodeId, nodeWords, stateOf } from './map-graph.ts'
import { thickness } from './map-picture.ts'
import { type Box, box } from './map-places.ts'

/** Beginnings and ends are told where they are more than this share of what happens here. */
const worthTelling = 0.05

function Foot({ node }: { node: MapNode }) {
  const often = Math.max(1, node.runs ?? node.lived) * worthTelling
  return (
    <div className="tl-node-foot">
      {node.silent_now ? (
        <span className="tl-node-silent">
          <i aria-hidden />
          {count(node.silent_now)} silent now
        </span>
      ) : (
        <>
          {node.starts > often ? (
            <span>
              <IconPlayerPlay size={12} aria-hidden /> {count(node.starts)}
            </span>
          ) : null}
          {node.ends > often ? (
            <span>
              <IconFlag2 size={12} aria-hidden /> {count(node.ends)}
            </span>
          ) : null}
        </>
      )}
    </div>
  )
}

/** What stands in a box of the map, in the picture and in the list. */
export function NodeWords({ node }: { node: MapNode }) {
  const state = stateOf(node)
  return (
    <div className="tl-node" data-state={state}>
      <div className="tl-node-name">
        {node.moment_of_truth ? <IconStarFilled size={13} aria-hidden className="tl-node-star" /> : null}
        {node.node}
      </div>
      {node.owner ? <div className="tl-node-owner">{node.owner}</div> : null}
      <span style={{ flex: 1 }} />
      <div className="tl-node-foot">
        <b>{state === 'designed_not_lived' ? 'not lived' : count(node.runs ?? node.lived)}</b>
        {state === 'lived_not_designed' ? <span className="tl-node-added">not designed</span> : null}
        <span style={{ flex: 1 }} />
        {node.channels.slice(0, 3).map((channel) => (
          <span key={channel} title={channel}>
            <ChannelIcon channel={channel} size={14} />
          </span>
        ))}
      </div>
      <Foot node={node} />
    </div>
  )
}

/** Runs that ended here without success leave the flow downwards, as wide as the edges are. */
function Lost({ node: { lost }, most }: { node: MapNode; most: number }) {
  if (lost === null || lost.runs === 0) return null
  const width = thickness(lost.runs, most)
  return (
    <g className="tl-flow-lost" transform={`translate(${box.width - 14} ${box.height})`}>
      <path d="M 0 1 V 17" strokeWidth={width} />
      <path d="M -5 15 L 5 25 M 5 15 L -5 25" strokeWidth={2.4} />
      <text x={-10} y={21}>
        {count(lost.runs)} lost{lost.share !== null && lost.of >= 30 ? ` · ${percent(lost.share)}` : ''}
      </text>
    </g>
  )
}

/** The box with its words, and who is lost below it. */
export function NodePicture({ node, most }: { node: MapNode; most: number }) {
  return (
    <>
      <Lost node={node} most={most} />
      <foreignObject width={box.width} height={box.height} aria-hidden>
        <NodeWords node={node} />
      </foreignObject>
    </>
  )
}

export const FlowNode = memo(function FlowNode({
  node,
  box,
  most,
  selected,
  tabbed,
}: {
  node: MapNode
  box: Box
  most: number
  selected: boolean
  tabbed: boolean
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button element cannot stand in a picture
    <g
      role="button"
      tabIndex={tabbed ? 0 : -1}
      data-id={nodeId(node.node)}
      className="tl-flow-node"
      transform={`translate(${box.x} ${box.y})`}
      aria-pressed={selected}
    >
      <title>{nodeWords(node)}</title>
      <g aria-hidden>
        <NodePicture node={node} most={most} />
      </g>
    </g>
  )
})
