import { type Edge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from '@xyflow/react'
import { count, duration } from '../../console/fmt.ts'
import { holderOf } from './holders.ts'
import type { MapGraph } from './map-graph.ts'
import { thickness } from './map-picture.ts'

export type FlowEdgeData = { edge: MapGraph['edges'][number]; most: number; narrow: boolean }

/** An edge back to its own step is drawn as a loop above it. */
function loopPath(x: number, y: number, narrow: boolean): [string, number, number] {
  return narrow
    ? [`M ${x} ${y} c 60 40, 150 20, 130 -33 c -14 -38, -60 -60, -130 -33`, x + 128, y - 34]
    : [`M ${x} ${y} c 46 -30, 20 -92, -88 -92 c -108 0, -134 62, -88 92`, x - 88, y - 92]
}

export function FlowEdge({ id, source, target, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, selected, data }: EdgeProps<Edge<FlowEdgeData>>) {
  if (!data) return null
  const { edge, most, narrow } = data
  const [path, labelX, labelY] = source === target ? loopPath(sourceX, sourceY, narrow) : getBezierPath({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, curvature: 0.32 })
  const width = thickness(edge.count, most)
  const lived = edge.count > 0
  const tint = edge.waited_for ? holderOf(edge.waited_for) : { solid: 'var(--tl-line-strong)', tint: 'var(--tl-line-strong)' }
  const silent = edge.silent_share ?? 0
  const labelled = selected || !lived || edge.count >= most * 0.06
  return (
    <>
      {selected ? <path d={path} className="tl-edge-selected" strokeWidth={width + 8} /> : null}
      <path id={id} d={path} className="react-flow__edge-path tl-edge-base" style={{ stroke: lived ? tint.solid : 'var(--tl-soft)', strokeOpacity: lived ? 0.55 : 1, strokeWidth: width, strokeDasharray: lived ? undefined : '5 4' }} />
      {silent > 0.05 ? <path d={path} className="tl-edge-base" stroke="url(#tl-hatch)" strokeWidth={width} strokeOpacity={Math.min(1, 0.45 + silent)} /> : null}
      <path d={path} fill="none" strokeOpacity={0} strokeWidth={Math.max(18, width)} className="react-flow__edge-interaction" />
      {labelled ? (
        <EdgeLabelRenderer>
          <div className="tl-edge-label" data-selected={selected ?? false} aria-hidden style={{ transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY}px)`, pointerEvents: 'none' }}>
            {lived ? <><b>{count(edge.count)}</b> · {duration(edge.median_seconds)}</> : 'not lived'}
          </div>
        </EdgeLabelRenderer>
      ) : null}
    </>
  )
}
