import './effort.css'
import { Figure, Info } from '../../console/figure.tsx'
import { count } from '../../console/fmt.ts'
import { filtersOf } from '../../console/search.ts'
import { Answered, Empty } from '../../console/states.tsx'
import { useCall, useWorkspace } from '../../console/use-call.ts'
import { useView } from '../../console/use-view.ts'
import { type EffortReport, readConsistency, readEffort, readRepeats } from '../contract.ts'
import { AskedTwice } from './asked-twice.tsx'
import { ChannelSwitches } from './channel-switch.tsx'
import { EffortBar } from './effort-bar.tsx'
import { EffortCauses } from './effort-causes.tsx'
import { EffortMonths } from './effort-months.tsx'
import { minuteWords } from './effort-picture.ts'
import { explanations } from './explanations.ts'
import { RatioFigure, seenWords } from './measured.tsx'
import { RepeatContact } from './repeat-contact.tsx'
import { Seamless } from './seamless.tsx'

function Cost({ report }: { report: EffortReport }) {
  const { minutes, avoidable, seen } = report
  if (seen.observed === 0)
    return (
      <div style={{ marginBottom: 28 }}>
        <Empty title="What it cost customers is unknown here">
          No part of effort was observed in {count(seen.runs)} runs. Map who began each interaction, its
          channel and its end, or widen the filters.
        </Empty>
      </div>
    )
  const tooFew = minutes.n < 30
  return (
    <section style={{ marginBottom: 28 }} aria-label="What it cost customers">
      <h2 className="tl-headline">
        {report.words} <Info of={explanations.effort} rows={{ tab: 'runs', sort: 'contacts' }} />
      </h2>
      {report.last_month ? <p style={{ margin: '0 0 4px' }}>{report.last_month.words}</p> : null}
      <p className="tl-soft" style={{ margin: '0 0 16px', fontSize: '0.8125rem' }}>
        Effort was {seenWords(seen)}; what each contact, chase or transfer costs is a declared default
        (version {report.overheads_version}).
      </p>
      <div className="tl-facts">
        <RatioFigure label="Mean per run" of={minutes} show={minuteWords} info={explanations.effort} />
        <Figure
          label="Half of the runs cost at most"
          value={tooFew ? `too few (${count(minutes.n)} runs)` : minuteWords(minutes.median)}
          interval={tooFew ? '' : `dearest tenth over ${minuteWords(minutes.p90)} · n ${count(minutes.n)}`}
          soft={tooFew}
          info={explanations.effort}
        />
        <RatioFigure label="Avoidable share" of={avoidable} info={explanations.avoidable} />
      </div>
      <EffortBar report={report} />
      <EffortCauses report={report} />
    </section>
  )
}

/** What the journey cost its customers, in their minutes, and what made them. */
export function EffortTab({ journey }: { journey: string }) {
  const workspace = useWorkspace()
  const { view } = useView()
  const asked = { workspace, journey, ...filtersOf(view) }
  const effort = useCall(readEffort, asked)
  const repeats = useCall(readRepeats, asked)
  const consistency = useCall(readConsistency, asked)
  return (
    <>
      <Answered of={effort} rows={9}>
        {(report) => (
          <>
            <Cost report={report} />
            <EffortMonths months={report.months} />
          </>
        )}
      </Answered>
      <Answered of={repeats}>
        {(report) => (
          <>
            <ChannelSwitches switches={report.switches} />
            <RepeatContact report={report} />
          </>
        )}
      </Answered>
      <Answered of={consistency}>
        {(report) => (
          <>
            <AskedTwice asked={report.asked_twice} />
            <Seamless handOffs={report.hand_offs} />
          </>
        )}
      </Answered>
    </>
  )
}
