import { Button } from '@mantine/core'
import { IconCopy } from '@tabler/icons-react'
import { memo, useState } from 'react'
import { Share, unknown } from '../../console/figure.tsx'
import { count, duration, percent } from '../../console/fmt.ts'
import { readJourneyMap } from '../contract.ts'
import { holderOf } from './holders.ts'
import { ListTable } from './list-table.tsx'
import {
  edgeId,
  edgeStateOf,
  type MapEdge,
  type MapGraph,
  type MapNode,
  stateOf,
  stateWords,
} from './map-graph.ts'
import { copyText } from './map-text.ts'
import { RowsLink } from './run-link.tsx'

function EdgeRow({ edge }: { edge: MapEdge }) {
  const times = edge.runs ?? edge.count
  return (
    <tr>
      <td>{edge.from}</td>
      <td>{edge.to}</td>
      <td>{stateWords[edgeStateOf(edge)] || (edge.overlaid ? 'designed' : 'lived')}</td>
      <td className="n">
        {edge.count ? (
          <RowsLink rows={{ tab: 'runs', edge: `${edge.from}|${edge.to}` }}>{count(times)}</RowsLink>
        ) : (
          count(0)
        )}
      </td>
      <td className="n">{edge.count ? duration(edge.median_seconds) : '–'}</td>
      <td className="n">{edge.count ? duration(edge.p90_seconds) : '–'}</td>
      <td>
        {edge.held === null
          ? edge.count
            ? unknown
            : '–'
          : `${holderOf(edge.waited_for).words} ${percent(edge.held[edge.waited_for as 'company'])}`}
      </td>
      <td className="n">
        {edge.silent === null || edge.silent.of === 0 ? (
          edge.count ? (
            unknown
          ) : (
            '–'
          )
        ) : (
          <Share part={edge.silent.runs} of={edge.silent.of} low={edge.silent.low} high={edge.silent.high} />
        )}
      </td>
    </tr>
  )
}

function NodeRow({ node }: { node: MapNode }) {
  return (
    <tr>
      <td>
        {node.moment_of_truth ? '★ ' : ''}
        {node.node}
      </td>
      <td>{stateWords[stateOf(node)] || (node.overlaid ? 'designed' : 'lived')}</td>
      <td>{node.stage || '–'}</td>
      <td>{node.owner || '–'}</td>
      <td className="n">{count(node.runs ?? node.lived)}</td>
      <td className="n">{count(node.starts)}</td>
      <td className="n">{count(node.ends)}</td>
      <td className="n">
        {node.lost === null || node.lost.of === 0 ? (
          '–'
        ) : (
          <Share part={node.lost.runs} of={node.lost.of} low={node.lost.low} high={node.lost.high} />
        )}
      </td>
      <td>{node.channels.join(', ') || '–'}</td>
    </tr>
  )
}

const heads = (names: [string, boolean][]) => (
  <thead>
    <tr>
      {names.map(([name, number]) => (
        <th key={name} scope="col" className={number ? 'n' : undefined}>
          {name}
        </th>
      ))}
    </tr>
  </thead>
)

/** All that the picture shows and all that it leaves out, for reading, hearing and copying. */
export const MapTable = memo(function MapTable({ graph }: { graph: MapGraph }) {
  const [open, setOpen] = useState(false)
  const [copied, setCopied] = useState(false)
  const copy = () => navigator.clipboard.writeText(copyText(graph)).then(() => setCopied(true))
  return (
    <details className="tl-map-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        The map as a table: {count(graph.nodes.length)} steps, {count(graph.edges.length)} edges between them
      </summary>
      {open ? (
        <>
          <Button
            variant="default"
            size="xs"
            mb={10}
            leftSection={<IconCopy size={14} aria-hidden />}
            onClick={() => void copy()}
          >
            {copied ? 'Copied' : 'Copy'}
          </Button>
          <ListTable label="Edges between steps" of={readJourneyMap} list="edges">
            <table className="tl-table">
              {heads([
                ['From', false],
                ['To', false],
                ['Design', false],
                [graph.edges[0]?.runs === null ? 'Passages' : 'Runs', true],
                ['Median', true],
                ['Slowest tenth over', true],
                ['Ball mostly with', false],
                ['Silent beyond tolerance', true],
              ])}
              <tbody>
                {graph.edges.map((edge) => (
                  <EdgeRow key={edgeId(edge)} edge={edge} />
                ))}
              </tbody>
            </table>
          </ListTable>
          <div style={{ height: 12 }} />
          <ListTable label="Steps" of={readJourneyMap} list="nodes">
            <table className="tl-table">
              {heads([
                ['Step', false],
                ['Design', false],
                ['Stage', false],
                ['Owner', false],
                ['Runs', true],
                ['Begin', true],
                ['Last seen', true],
                ['Lost after it', true],
                ['Channels', false],
              ])}
              <tbody>
                {graph.nodes.map((node) => (
                  <NodeRow key={node.node} node={node} />
                ))}
              </tbody>
            </table>
          </ListTable>
        </>
      ) : null}
    </details>
  )
})
