import { Figure, Share, ShareFigure, Tag, unknown } from '../../console/figure.tsx'
import { count, decimal, percent } from '../../console/fmt.ts'
import { readBudgets } from '../contract.ts'
import {
  type Budget,
  type BudgetState,
  budgetBar,
  budgetState,
  burnWords,
  forecastWords,
  leftWords,
  misses,
  type ObjectiveShown,
} from './budget-picture.ts'
import { explanations } from './explanations.ts'
import { ListTable } from './list-table.tsx'

const tones = {
  burning: 'bad',
  'used up': 'bad',
  'within budget': 'good',
  'none decided': 'unknown',
} as const
const verdicts = { met: 'good', missed: 'bad', 'cannot tell': undefined, 'too few': 'unknown' } as const

function State({ state }: { state: BudgetState }) {
  return <Tag tone={tones[state]}>{state}</Tag>
}

function Bar({ budget }: { budget: Budget }) {
  const { used, allowed } = budgetBar(budget)
  return (
    <div
      className="tl-budget"
      role="img"
      aria-label={`${misses(budget.used)} of ${misses(budget.allowed)} allowed misses used`}
    >
      <span style={{ width: `${Math.min(used, allowed) * 100}%` }} />
      {used > allowed ? <span data-over style={{ width: `${(used - allowed) * 100}%` }} /> : null}
    </div>
  )
}

function Burn({ label, of }: { label: string; of: Budget['long'] }) {
  return (
    <Figure
      label={label}
      value={of.burn_rate === null ? 'unknown' : `${decimal(of.burn_rate)} ×`}
      interval={burnWords(of)}
      soft={of.burn_rate === null}
      info={explanations.burn}
    />
  )
}

/** One objective with its budget, as a card. */
export function BudgetCard({ of: { budget, now } }: { of: ObjectiveShown }) {
  const { forecast } = budget
  return (
    <article className="tl-panel" style={{ padding: '14px 16px' }}>
      <div style={{ display: 'flex', justifyContent: 'space-between', gap: 10, marginBottom: 10 }}>
        <h3 className="tl-h2">{budget.objective}</h3>
        <State state={budgetState(budget)} />
      </div>
      <div style={{ marginBottom: 4 }}>
        <b style={{ fontSize: '1.125rem' }}>{budget.decided ? leftWords(budget) : 'unknown'}</b>{' '}
        <span className="tl-interval">
          {misses(budget.used)} of {misses(budget.allowed)} allowed misses used · n {count(budget.decided)}{' '}
          decided
        </span>
      </div>
      <Bar budget={budget} />
      <div className="tl-facts" style={{ margin: '14px 0 0', gap: '12px 26px' }}>
        {now ? (
          <ShareFigure
            label={`Now, target ${percent(budget.target)}`}
            part={now.met}
            of={now.of}
            low={now.low}
            high={now.high}
            info={explanations.objective}
          />
        ) : null}
        <Burn label="Burn, long" of={budget.long} />
        <Burn label="Burn, short" of={budget.short} />
        <Figure
          label="Will miss"
          value={forecast.will_miss === null ? 'unknown' : `about ${count(forecast.will_miss)}`}
          interval={forecastWords(budget)}
          soft={forecast.will_miss === null}
          info={explanations.forecast}
        />
      </div>
    </article>
  )
}

const heads = [
  'Target',
  'Now',
  'Decided',
  'Allowed',
  'Missed',
  'Left',
  'Burn, long',
  'Burn, short',
  'Will miss',
]
function rate({ burn_rate }: Budget['long']) {
  return burn_rate === null ? unknown : decimal(burn_rate)
}

function Row({ of: { budget, now } }: { of: ObjectiveShown }) {
  return (
    <tr>
      <td style={{ minWidth: 150 }}>{budget.objective}</td>
      <td className="n">{percent(budget.target)}</td>
      <td className="n">
        {now ? (
          <>
            <Share part={now.met} of={now.of} low={now.low} high={now.high} />{' '}
            <Tag tone={verdicts[now.verdict]}>{now.verdict}</Tag>
          </>
        ) : (
          unknown
        )}
      </td>
      <td className="n">{count(budget.decided)}</td>
      <td className="n">{misses(budget.allowed)}</td>
      <td className="n">{misses(budget.used)}</td>
      <td className="n">{budget.decided ? misses(budget.left) : unknown}</td>
      <td className="n">{rate(budget.long)}</td>
      <td className="n">{rate(budget.short)}</td>
      <td className="n">
        {budget.forecast.will_miss === null ? (
          unknown
        ) : (
          <>
            {count(budget.forecast.will_miss)} <span className="tl-interval">{forecastWords(budget)}</span>
          </>
        )}
      </td>
    </tr>
  )
}

/** The same as the cards, to read and to copy. */
export function BudgetTable({ of }: { of: ObjectiveShown[] }) {
  return (
    <ListTable label="Budgets of the objectives" of={readBudgets} list="budgets">
      <table className="tl-table">
        <thead>
          <tr>
            <th scope="col">Objective</th>
            {heads.map((head) => (
              <th key={head} scope="col" className="n">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {of.map((one) => (
            <Row key={one.budget.objective} of={one} />
          ))}
        </tbody>
      </table>
    </ListTable>
  )
}
