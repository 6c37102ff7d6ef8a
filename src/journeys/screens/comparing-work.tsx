import { LongWork } from '../../console/long-work.tsx'
import { useCall, useWorkspace } from '../../console/use-call.ts'
import { readProgress } from '../contract.ts'

/** How far a comparison of versions is that was begun here under the name `work`. */
export function ComparingWork({
  work,
  begun,
  words,
  cancel,
}: {
  work: string
  begun: number
  words: string
  cancel: () => void
}) {
  const workspace = useWorkspace()
  const progress = useCall(readProgress, { workspace }, { refetchInterval: 500 })
  const own = progress.data?.comparing.find((one) => one.work === work)
  return (
    <LongWork
      words={words}
      done={own?.done ?? null}
      of={own?.of ?? null}
      unit="histories"
      begun={begun}
      now={progress.dataUpdatedAt}
      cancel={cancel}
    />
  )
}
