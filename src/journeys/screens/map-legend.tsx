import { type CSSProperties, memo, type ReactNode } from 'react'
import { count } from '../../console/fmt.ts'
import { tintOf } from './edge-tint.ts'
import { brief } from './edge-words.ts'
import { holders } from './holders.ts'
import type { MapEdge } from './map-graph.ts'
import { mostRuns, sampleWidths, shadeBounds, thickness } from './map-picture.ts'

const swatch = (style: CSSProperties) => <span aria-hidden className="tl-map-swatch" style={style} />
const hatch = 'repeating-linear-gradient(135deg, var(--tl-broken) 0 2px, transparent 2px 5px)'

function Row({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="tl-map-legend-row">
      <span className="tl-map-legend-title">{title}</span>
      {children}
    </div>
  )
}

function shadeWords(bounds: number[], shade: number): string {
  const [from, to] = [bounds[shade - 1], bounds[shade]]
  if (from === undefined) return to === undefined ? 'any' : `under ${brief(to)}`
  return to === undefined ? `${brief(from)} and more` : `${brief(from)} – ${brief(to)}`
}

/** What width, colour, shade, hatch and outlines mean, with this map's own values. */
export const MapLegend = memo(function MapLegend({
  edges,
  overlaid,
}: {
  edges: MapEdge[]
  overlaid: boolean
}) {
  const [most, bounds] = [mostRuns(edges), shadeBounds(edges)]
  const passages = edges[0]?.runs === null
  return (
    <div className="tl-map-legend">
      <Row title={passages ? 'Width: passages' : 'Width: runs'}>
        {sampleWidths(most).map((runs) => (
          <span key={runs}>
            {swatch({ height: thickness(runs, most), background: 'var(--tl-soft)', border: 0 })}
            {count(runs)}
          </span>
        ))}
      </Row>
      {overlaid ? (
        <Row title="Colour: waiting for">
          {['customer', 'company', 'third_party', 'unknown'].map((party) => (
            <span key={party}>
              {swatch({ background: tintOf(holders[party]!.solid, 2), borderColor: holders[party]!.solid })}
              {party === 'unknown' ? 'unknown' : `the ${holders[party]!.words}`}
            </span>
          ))}
        </Row>
      ) : null}
      <Row title="Shade: median wait">
        {[0, ...bounds].map((bound, shade) => (
          <span key={bound}>
            {swatch({
              background: tintOf(overlaid ? 'var(--tl-company-fill)' : 'var(--tl-unknown)', shade),
              borderColor: overlaid ? 'var(--tl-company-fill)' : 'var(--tl-unknown)',
            })}
            {shadeWords(bounds, shade)}
          </span>
        ))}
      </Row>
      {overlaid ? (
        <Row title="Marks">
          <span>
            {swatch({ background: hatch, borderColor: 'var(--tl-broken)' })}silence beyond tolerance, as much
            of the edge as of its time
          </span>
          <span>{swatch({ border: '1.5px dashed var(--tl-soft)' })}designed, not lived</span>
          <span>{swatch({ border: '2px solid var(--tl-broken)' })}lived, not designed</span>
          <span>★ moment of truth</span>
          <span>
            <span className="tl-map-lost">✕</span> runs lost
          </span>
        </Row>
      ) : null}
      <Row title="Ends">
        <span>▷ runs begin here</span>
        <span>⚑ runs last seen here</span>
      </Row>
    </div>
  )
})
