import { Text, UnstyledButton } from '@mantine/core'
import { Channel } from '../../console/channel.tsx'
import { Figure, ShareFigure, unknown } from '../../console/figure.tsx'
import { count, percent } from '../../console/fmt.ts'
import { brief } from './edge-words.ts'
import { explanations } from './explanations.ts'
import { mapExplanations } from './map-explanations.ts'
import {
  edgeId,
  edgeStateOf,
  type MapEdge,
  type MapGraph,
  type MapNode,
  stateWords,
  weight,
} from './map-graph.ts'

function EdgesHere({
  title,
  edges,
  end,
  pick,
}: {
  title: string
  edges: MapEdge[]
  end: 'from' | 'to'
  pick: (id: string) => void
}) {
  const all = edges.reduce((sum, edge) => sum + edge.count, 0)
  return (
    <section>
      <h4>{title}</h4>
      {edges.length === 0 ? <Text c="dimmed">none</Text> : null}
      <ul className="tl-edge-rows">
        {edges
          .toSorted((a, b) => weight(b) - weight(a))
          .map((edge) => (
            <li key={edgeId(edge)}>
              <UnstyledButton className="tl-edge-row" onClick={() => pick(edgeId(edge))}>
                <span>{edge[end]}</span>
                <span className="tl-soft">
                  {edge.count === 0
                    ? 'designed, not lived'
                    : `${count(weight(edge))} · ${percent(edge.count / all)} · ${brief(edge.median_seconds)}`}
                  {edge.count > 0 && stateWords[edgeStateOf(edge)] ? ' · not designed' : ''}
                </span>
              </UnstyledButton>
            </li>
          ))}
      </ul>
    </section>
  )
}

/** What one step says: who came, who was lost after it, who waits here in silence, and the edges in and out. */
export function StepPanel({
  node,
  graph,
  pick,
}: {
  node: MapNode
  graph: MapGraph
  pick: (id: string) => void
}) {
  return (
    <>
      <div className="tl-edge-figures">
        <Figure
          label={node.runs === null ? 'Times' : 'Runs'}
          value={count(node.runs ?? node.lived)}
          interval={
            node.runs === null
              ? ''
              : `${percent(node.runs / Math.max(1, graph.runs))} of all${node.lived > node.runs ? ` · ${count(node.lived)} times` : ''}`
          }
          info={explanations.runs}
        />
        <Figure label="Begin here" value={count(node.starts)} info={mapExplanations.ends} />
        <Figure label="Last seen here" value={count(node.ends)} info={mapExplanations.ends} />
        {node.lost === null ? null : (
          <ShareFigure
            label="Lost after it"
            part={node.lost.runs}
            of={node.lost.of}
            low={node.lost.low}
            high={node.lost.high}
            info={mapExplanations.lost}
            {...(node.lost.runs > 0 ? { rows: { tab: 'runs', break: `drop_out|${node.node}||` } } : {})}
          />
        )}
        {node.lost === null ? null : (
          <Figure
            label="Silent here now"
            value={node.silent_now === null ? unknown : count(node.silent_now)}
            info={mapExplanations.silent_now}
          />
        )}
      </div>
      <Text mb={10}>
        {node.stage ? `Stage ${node.stage}. ` : ''}
        {node.owner ? `Owner ${node.owner}. ` : ''}
        {node.moment_of_truth ? '★ Moment of truth. ' : ''}
        {node.channels.map((channel) => (
          <span key={channel} style={{ marginRight: 10 }}>
            <Channel name={channel} />
          </span>
        ))}
      </Text>
      <div className="tl-edge-parts">
        <EdgesHere
          title="Comes from"
          edges={graph.edges.filter(({ to }) => to === node.node)}
          end="from"
          pick={pick}
        />
        <EdgesHere
          title="Goes on to"
          edges={graph.edges.filter(({ from }) => from === node.node)}
          end="to"
          pick={pick}
        />
      </div>
    </>
  )
}
