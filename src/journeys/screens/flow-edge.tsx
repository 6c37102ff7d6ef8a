import { type Edge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from '@xyflow/react'
import { count, duration } from '../../console/fmt.ts'
import { arcPath, type Drawn, foldedPath, gutterBetween, loopPath } from './edge-path.ts'
import { holderOf } from './holders.ts'
import type { MapGraph } from './map-graph.ts'
import { thickness } from './map-picture.ts'

export type FlowEdgeData = {
  edge: MapGraph['edges'][number]
  most: number
  narrow: boolean
  gutters: number[]
}

function drawn(props: EdgeProps<Edge<FlowEdgeData>>, { narrow, gutters, edge }: FlowEdgeData): Drawn {
  const { source, target, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition } = props
  if (source === target) return loopPath(sourceX, sourceY, narrow)
  const gutter = narrow ? null : gutterBetween(gutters, sourceY, targetY)
  if (gutter !== null)
    return foldedPath(
      { sourceX, sourceY, targetX, targetY },
      gutter,
      ((edge.count * 7 + edge.from.length * 5) % 4) * 9 - 12,
    )
  if (!narrow && targetX < sourceX) return arcPath({ sourceX, sourceY, targetX, targetY })
  const [path, labelX, labelY] = getBezierPath({
    sourceX,
    sourceY,
    targetX,
    targetY,
    sourcePosition,
    targetPosition,
    curvature: 0.32,
  })
  return { path, labelX, labelY }
}

export function FlowEdge(props: EdgeProps<Edge<FlowEdgeData>>) {
  const { id, selected, data } = props
  if (!data) return null
  const { edge, most, narrow } = data
  const { path, labelX, labelY } = drawn(props, data)
  const width = thickness(edge.count, most)
  const lived = edge.count > 0
  const stroke = edge.waited_for ? holderOf(edge.waited_for).solid : 'var(--tl-line-strong)'
  const silent = edge.silent_share ?? 0
  const labelled = selected || (lived && edge.count >= most * 0.06)
  return (
    <>
      {selected ? <path d={path} className="tl-edge-selected" strokeWidth={width + 8} /> : null}
      <path
        id={id}
        d={path}
        className="react-flow__edge-path tl-edge-base"
        style={{
          stroke: lived ? stroke : 'var(--tl-soft)',
          strokeOpacity: lived ? 0.5 : 1,
          strokeWidth: width,
          strokeDasharray: lived ? undefined : '5 4',
        }}
      />
      {silent > 0.05 ? (
        <path
          d={path}
          className="tl-edge-base"
          stroke="url(#tl-hatch)"
          strokeWidth={width}
          strokeOpacity={Math.min(1, 0.45 + silent)}
        />
      ) : null}
      <path
        d={narrow ? 'M -6 -9 L 0 -1 L 6 -9 z' : 'M -9 -6 L -1 0 L -9 6 z'}
        transform={`translate(${props.targetX} ${props.targetY})`}
        fill={lived ? stroke : 'var(--tl-soft)'}
      />
      <path
        d={path}
        fill="none"
        strokeOpacity={0}
        strokeWidth={Math.max(18, width)}
        className="react-flow__edge-interaction"
      />
      {labelled ? (
        <EdgeLabelRenderer>
          <div
            className="tl-edge-label"
            data-selected={selected ?? false}
            aria-hidden
            style={{
              transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY}px)`,
              pointerEvents: 'none',
            }}
          >
            {lived ? (
              <>
                <b>{count(edge.count)}</b> · {duration(edge.median_seconds)}
              </>
            ) : (
              'not lived'
            )}
          </div>
        </EdgeLabelRenderer>
      ) : null}
    </>
  )
}
