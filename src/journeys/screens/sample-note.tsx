import { Button } from '@mantine/core'
import { count } from '../../console/fmt.ts'
import { Notice } from '../../console/states.tsx'
import { useView } from '../../console/use-view.ts'
import type { Sampled } from '../contract.ts'

/** Of a journey with very many runs: that the page is read from a sample, and the way to all of them and back. */
export function SampleNote({ of, waiting }: { of: Sampled; waiting: boolean }) {
  const { view, set } = useView()
  if (view.read === 'all')
    return (
      <Notice title={waiting ? 'Every run is being counted' : 'Every run is counted'}>
        {waiting
          ? 'That takes minutes where there are millions; what is shown until then is the sample. '
          : ''}
        <Button variant="subtle" size="compact-sm" onClick={() => set({ read: '' })}>
          Read a sample
        </Button>
      </Notice>
    )
  if (of === null) return null
  return (
    <Notice title={`Read from a sample of ${count(of.runs)} runs`}>
      One run in {of.every} is read, of about {count(Number((of.runs * of.every).toPrecision(3)))}. Shares and
      times hold for all of them within their intervals; counts and sums are about {of.every} times as large.
      Lists of runs, and figures that name another number of runs, are of all.{' '}
      <Button variant="subtle" size="compact-sm" onClick={() => set({ read: 'all' })}>
        Count every run
      </Button>
    </Notice>
  )
}
