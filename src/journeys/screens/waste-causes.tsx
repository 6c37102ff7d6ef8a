import { Info, Tag, unknown } from '../../console/figure.tsx'
import { count } from '../../console/fmt.ts'
import { Section } from '../../console/page.tsx'
import { Empty } from '../../console/states.tsx'
import { type HavingKind, readWaste, type WasteReport } from '../contract.ts'
import { minutesBetween, minuteWords } from './effort-picture.ts'
import { explanations } from './explanations.ts'
import { ListTable } from './list-table.tsx'
import { ProportionFigure, SeenCell, seenWords } from './measured.tsx'
import { onwardExplanations } from './onward-explanations.ts'
import { RunsHaving, rowsHaving } from './run-link.tsx'

type Failure = WasteReport['failure']
type Cause = Failure['causes'][number]

const words: Record<Cause['cause'], string> = {
  'step that could go': 'The design has it, and it gives nothing',
  chase: 'They asked because they heard nothing',
  repeat: 'They came back about the same',
  complaint: 'They complained',
  clarification: 'They asked what they had been told',
}
const names: Record<Cause['cause'], string> = {
  'step that could go': 'Step that could go',
  chase: 'Chases',
  repeat: 'Repeats',
  complaint: 'Complaints',
  clarification: 'Clarifications',
}

function CauseRow({ of }: { of: Cause }) {
  const having: [HavingKind, ...string[]] =
    of.cause === 'step that could go' ? ['came_to', of.step] : [of.cause]
  const known = of.steps !== null
  return (
    <tr>
      <td style={{ minWidth: 150 }}>
        {of.step || names[of.cause]} {of.step ? <Tag tone="warn">designed</Tag> : null}
        <div className="tl-soft">{words[of.cause]}</div>
      </td>
      <td className="n">{known ? <RunsHaving runs={of.runs} having={having} /> : unknown}</td>
      <td className="n">{known ? count(of.steps) : unknown}</td>
      <td className="n">
        {of.minutes === null ? unknown : <b>{minuteWords(of.minutes)}</b>}{' '}
        <span className="tl-interval">{minutesBetween(of.minutes, of.low, of.high, of.seen.observed)}</span>
      </td>
      <td className="n">
        <SeenCell seen={of.seen} />
      </td>
    </tr>
  )
}

function Causes({ causes }: { causes: Cause[] }) {
  return (
    <ListTable label="Wasted steps by cause" of={readWaste} list="failure.causes">
      <table className="tl-table">
        <thead>
          <tr>
            <th scope="col">Cause</th>
            <th scope="col" className="n">
              Runs
            </th>
            <th scope="col" className="n">
              Steps
            </th>
            <th scope="col" className="n">
              Customers’ time <Info of={onwardExplanations.waste_causes} />
            </th>
            <th scope="col" className="n">
              Observed in
            </th>
          </tr>
        </thead>
        <tbody>
          {causes.map((cause) => (
            <CauseRow key={`${cause.cause}|${cause.step}`} of={cause} />
          ))}
        </tbody>
        <caption>
          A contact has one cause, the first that fits. A step that could go may be one of them.
        </caption>
      </table>
    </ListTable>
  )
}

/** What customers did for nothing, by what it came of. */
export function WasteCauses({ failure }: { failure: Failure }) {
  const { contacts, causes, seen } = failure
  return (
    <Section
      title="What customers did for nothing"
      note={`Contacts that only came of something having gone wrong, and steps that could go. Who began a contact was ${seenWords(seen)}.`}
    >
      {seen.observed === 0 && causes.every(({ step }) => step === '') ? (
        <Empty title="What customers did for nothing is unknown here">
          No run says who began a contact. Map <code>begun_by</code> or <code>direction</code>.
        </Empty>
      ) : (
        <>
          <div className="tl-facts">
            <ProportionFigure
              label="Contacts that came of a failure"
              of={contacts}
              info={explanations.failure_demand}
              rows={rowsHaving('failure_demand')}
            />
          </div>
          <Causes causes={causes} />
        </>
      )}
    </Section>
  )
}
