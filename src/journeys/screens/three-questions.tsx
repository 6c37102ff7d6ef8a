import { Figure, Info, Share, unknown } from '../../console/figure.tsx'
import { count, duration } from '../../console/fmt.ts'
import { Section } from '../../console/page.tsx'
import { Empty } from '../../console/states.tsx'
import { type QuestionsReport, readQuestions } from '../contract.ts'
import { explanations } from './explanations.ts'
import { ListTable } from './list-table.tsx'
import { seenWords } from './measured.tsx'

type Clock = QuestionsReport['clocks'][number]

/** Answered by the very contact that handed in. */
const after = (seconds: number) => (seconds === 0 ? 'at once' : duration(seconds))

const bounds = ({ median, low, high }: Clock) =>
  low === null || (median === 0 && high === 0)
    ? ''
    : `${after(low)} – ${high === null ? 'not reached' : after(high)}`

function Answer({ clock }: { clock: Clock }) {
  const { answered, median, words } = clock
  const few = answered.of < 30
  return (
    <Figure
      label={words}
      value={few ? `too few (${count(answered.of)})` : median === null ? 'unknown' : after(median)}
      interval={
        few
          ? ''
          : median === null
            ? `not half answered while watched · n ${count(answered.of)}`
            : [bounds(clock), `n ${count(answered.of)}`].filter(Boolean).join(' · ')
      }
      soft={few || median === null}
      info={explanations.question}
    />
  )
}

function Clocks({ clocks }: { clocks: Clock[] }) {
  return (
    <ListTable label="The three questions" of={readQuestions} list="clocks">
      <table className="tl-table">
        <thead>
          <tr>
            <th scope="col">Question</th>
            <th scope="col" className="n">
              Hand-ins
            </th>
            <th scope="col" className="n">
              Answered
            </th>
            <th scope="col">
              <span className="tl-hidden">Answered, as a bar</span>
            </th>
            <th scope="col" className="n">
              Half after <Info of={explanations.question} />
            </th>
          </tr>
        </thead>
        <tbody>
          {clocks.map((clock) => (
            <tr key={clock.question}>
              <td style={{ minWidth: 170 }}>{clock.words}</td>
              <td className="n">{count(clock.answered.of)}</td>
              <td className="n">
                <Share
                  part={clock.answered.count}
                  of={clock.answered.of}
                  low={clock.answered.low}
                  high={clock.answered.high}
                />
              </td>
              <td style={{ minWidth: 140, verticalAlign: 'middle' }}>
                <div aria-hidden className="tl-answered">
                  <span style={{ width: `${(clock.answered.share ?? 0) * 100}%` }} />
                </div>
              </td>
              <td className="n">
                {clock.median === null ? (
                  unknown
                ) : (
                  <>
                    {after(clock.median)} <span className="tl-interval">{bounds(clock)}</span>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ListTable>
  )
}

/** How soon customers who handed something in learn what they want to know. */
export function ThreeQuestions({ report }: { report: QuestionsReport }) {
  const { clocks, seen } = report
  return (
    <Section title="Three questions after every hand-in" note={seenWords(seen)}>
      {seen.observed === 0 ? (
        <Empty title="Whether customers get an answer is unknown here">
          No hand-in with news after it is known. Map <code>news</code>: what was received, what is needed,
          when they hear next.
        </Empty>
      ) : (
        <>
          <div className="tl-facts">
            {clocks.map((clock) => (
              <Answer key={clock.question} clock={clock} />
            ))}
          </div>
          <Clocks clocks={clocks} />
        </>
      )}
    </Section>
  )
}
