import { IconFlag2, IconPlayerPlay, IconStarFilled } from '@tabler/icons-react'
import { Handle, type Node, type NodeProps, Position } from '@xyflow/react'
import { ChannelIcon } from '../../console/channel.tsx'
import { count } from '../../console/fmt.ts'
import { type MapGraph, stateOf } from './map-graph.ts'

export type FlowNodeData = { node: MapGraph['nodes'][number]; narrow: boolean }

export function FlowNode({ data: { node, narrow } }: NodeProps<Node<FlowNodeData>>) {
  const state = stateOf(node)
  return (
    <div className="tl-node" data-state={state}>
      <Handle type="target" position={narrow ? Position.Top : Position.Left} />
      <div className="tl-node-name" title={node.node}>
        {node.moment_of_truth ? (
          <IconStarFilled
            size={13}
            aria-label="moment of truth"
            style={{ marginRight: 4, verticalAlign: '-2px' }}
          />
        ) : null}
        {node.node}
      </div>
      <div className="tl-node-foot">
        <b style={{ color: 'var(--tl-ink)' }}>
          {state === 'designed_not_lived' ? 'not lived' : count(node.lived)}
        </b>
        {state === 'lived_not_designed' ? (
          <span style={{ color: 'var(--tl-broken)' }}>not designed</span>
        ) : null}
        {node.starts ? (
          <span title={`${count(node.starts)} runs start here`}>
            <IconPlayerPlay size={12} aria-label="starts" style={{ verticalAlign: '-1px' }} />
            {count(node.starts)}
          </span>
        ) : null}
        {node.ends ? (
          <span title={`${count(node.ends)} runs end here`}>
            <IconFlag2 size={12} aria-label="ends" style={{ verticalAlign: '-1px' }} />
            {count(node.ends)}
          </span>
        ) : null}
        <span style={{ flex: 1 }} />
        {node.channels.slice(0, 3).map((channel) => (
          <span key={channel} title={channel}>
            <ChannelIcon channel={channel} size={13} />
          </span>
        ))}
      </div>
      <Handle type="source" position={narrow ? Position.Bottom : Position.Right} />
    </div>
  )
}
