import './said.css'
import { filtersOf } from '../../console/search.ts'
import { Answered } from '../../console/states.tsx'
import { useCall, useWorkspace } from '../../console/use-call.ts'
import { useView } from '../../console/use-view.ts'
import { readConsistency, readQuestions, readValidity } from '../contract.ts'
import { ContradictionsSeen } from './contradiction.tsx'
import { ThreeQuestions } from './three-questions.tsx'
import { DesignValidity } from './validity.tsx'

/** What customers were told: whether it held together, whether it answered them, and whether it was worth designing. */
export function SaidTab({ journey }: { journey: string }) {
  const workspace = useWorkspace()
  const { view } = useView()
  const asked = { workspace, journey, ...filtersOf(view) }
  const consistency = useCall(readConsistency, asked)
  const questions = useCall(readQuestions, asked)
  const validity = useCall(readValidity, asked)
  return (
    <>
      <Answered of={consistency}>{(report) => <ContradictionsSeen found={report.contradictions} />}</Answered>
      <Answered of={questions}>{(report) => <ThreeQuestions report={report} />}</Answered>
      <Answered of={validity}>{(answer) => <DesignValidity validity={answer} />}</Answered>
    </>
  )
}
