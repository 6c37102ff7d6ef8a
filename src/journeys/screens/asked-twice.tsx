import { Info, Tag, unknown } from '../../console/figure.tsx'
import { count } from '../../console/fmt.ts'
import { Section } from '../../console/page.tsx'
import { Empty } from '../../console/states.tsx'
import { type ConsistencyReport, readConsistency } from '../contract.ts'
import { explanations } from './explanations.ts'
import { ListTable } from './list-table.tsx'
import { ProportionFigure, seenWords } from './measured.tsx'
import { RunsHaving, rowsHaving } from './run-link.tsx'

function Items({ items }: { items: ConsistencyReport['asked_twice']['items'] }) {
  if (items.length === 0) return <p className="tl-soft">Nothing was asked again that had been given.</p>
  return (
    <ListTable label="Items asked twice" of={readConsistency} list="asked_twice.items">
      <table className="tl-table">
        <thead>
          <tr>
            <th scope="col">Item</th>
            <th scope="col">Given by</th>
            <th scope="col">Asked again by</th>
            <th scope="col" className="n">
              Times <Info of={explanations.item_again} rows={rowsHaving('asked_twice')} />
            </th>
            <th scope="col">Runs</th>
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <tr key={`${one.item}|${one.given_in}|${one.channel}|${one.security}`}>
              <td>
                {one.item} {one.security ? <Tag>security</Tag> : null}
              </td>
              <td>{one.given_in || unknown}</td>
              <td>{one.channel || unknown}</td>
              <td className="n">{count(one.times)}</td>
              <td>
                <RunsHaving
                  runs={one.runs}
                  having={[
                    one.security ? 'security_asked_twice' : 'asked_twice',
                    one.item,
                    one.given_in,
                    one.channel,
                  ]}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ListTable>
  )
}

/** What customers had given already and were asked for again. */
export function AskedTwice({ asked }: { asked: ConsistencyReport['asked_twice'] }) {
  return (
    <Section title="Asked twice" note={seenWords(asked.seen)}>
      {asked.seen.observed === 0 ? (
        <Empty title="What was asked is unknown here">
          No interaction says what it asked. Map <code>information_asked</code> and{' '}
          <code>information_given</code>, or give the storyboard’s steps <code>asks</code>.
        </Empty>
      ) : (
        <>
          <div className="tl-facts">
            <ProportionFigure
              label="Items asked again"
              of={asked.again}
              info={explanations.asked_twice}
              rows={rowsHaving('asked_twice')}
              behind={<RunsHaving runs={asked.runs.again} having={['asked_twice']} />}
            />
            {asked.security.of ? (
              <ProportionFigure
                label="Security items asked again"
                of={asked.security}
                info={explanations.asked_twice}
                rows={rowsHaving('security_asked_twice')}
                behind={<RunsHaving runs={asked.runs.security} having={['security_asked_twice']} />}
              />
            ) : null}
          </div>
          <Items items={asked.items} />
        </>
      )}
    </Section>
  )
}
