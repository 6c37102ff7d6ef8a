import { Button, Group, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useRef, useState } from 'react'
import { count, plural } from '../../console/fmt.ts'
import { ProblemNote } from '../../console/states.tsx'
import { queries, useCall, useDo, useWorkspace } from '../../console/use-call.ts'
import type { Output } from '../../http/operation.ts'
import { addStoryboard, checkStoryboard } from '../contract.ts'
import { DraftChange } from './draft-change.tsx'
import { StoryboardDesign } from './storyboard-design.tsx'
import { draftFrom, draftVersion, withFrom, withVersion } from './storyboard-draft.ts'
import type { Lived } from './storyboard-form.tsx'
import type { Finding } from './storyboard-found.ts'
import { historyOf, redone, undone, written } from './storyboard-history.ts'
import { Unsaved } from './unsaved.tsx'

/** The stored version that is being changed, and the highest there is. */
interface Beside {
  journey: string
  version: number
  highest: number
}

function CheckLine({ check }: { check: Output<typeof checkStoryboard> | undefined }) {
  if (!check) return null
  if (check.problems.length)
    return (
      <Text size="sm" mt={8} role="status">
        {plural(check.problems.length, 'problem')} to mend before it can be saved.
      </Text>
    )
  return (
    <Text size="sm" c="dimmed" mt={8} role="status">
      Journey {check.journey}: {plural(check.steps, 'step')}, {count(check.markings)} states, shortest way{' '}
      {check.designed_minimum === null ? 'unknown' : plural(check.designed_minimum, 'step')}.
    </Text>
  )
}

const nothingLived: Lived = { touchpoints: [], channels: [] }

function findingsOf(check: Output<typeof checkStoryboard> | undefined): Finding[] {
  return [
    ...(check?.problems.map((one) => ({ ...one, warning: false })) ?? []),
    ...(check?.warnings.map((one) => ({ ...one, warning: true })) ?? []),
  ]
}

/** The day from which the draft holds: it is written into the text. */
function HoldsFrom({ yaml, onChange }: { yaml: string; onChange: (yaml: string) => void }) {
  const from = draftFrom(yaml)
  return (
    <TextInput
      type="date"
      label="Holds for runs that start from"
      description={
        from === '' ? 'Without a date it judges all runs, past ones too' : `valid_from: ${from} in the text`
      }
      w={290}
      value={from.slice(0, 10)}
      onChange={(event) => onChange(withFrom(yaml, event.currentTarget.value))}
    />
  )
}

/** A storyboard as text, checked while it is written, held against runs, and saved, which builds its runs. */
export function StoryboardEditor({
  given,
  beside,
  lived = nothingLived,
}: {
  given: string
  beside?: Beside
  /** What the data names, offered where names are written. */
  lived?: Lived
}) {
  const workspace = useWorkspace()
  const navigate = useNavigate()
  const [history, setHistory] = useState(() => historyOf(given))
  const yaml = history.text
  const setYaml = (text: string, at = '') => setHistory((before) => written(before, text, at, Date.now()))
  const saved = useRef(false)
  const [settled] = useDebouncedValue(yaml, 400)
  const check = useCall(checkStoryboard, { workspace, yaml: settled }, { enabled: settled.trim() !== '' })
  const add = useDo(addStoryboard, [], true)
  const problems = useMemo(() => findingsOf(check.data), [check.data])
  const refused = (add.data?.problems ?? []).map((one) => ({ ...one, warning: false }))
  const ready = check.data !== undefined && check.data.problems.length === 0 && settled === yaml
  const changed = yaml !== given
  const next = beside ? Math.max(beside.highest + 1, draftVersion(yaml) ?? 0) : null
  const go = () =>
    add.mutate(
      { workspace, yaml: next === null ? yaml : withVersion(yaml, next) },
      {
        onSuccess: async (answer) => {
          if (answer.problems.length) return
          saved.current = true
          await queries.invalidateQueries()
          notifications.show({
            message: answer.unchanged
              ? `Version ${answer.version} of ${answer.journey} is this storyboard already.`
              : `Version ${answer.version} of ${answer.journey} is saved; its runs are being built.`,
          })
          void navigate({
            to: '/$workspace/journeys/$journey',
            params: { workspace, journey: answer.journey },
          })
        },
      },
    )
  return (
    <>
      <Unsaved changed={() => changed && !saved.current} />
      <StoryboardDesign
        text={yaml}
        findings={problems.length ? problems : refused}
        lived={lived}
        change={setYaml}
        undo={history.past.length ? () => setHistory(undone) : null}
        redo={history.future.length ? () => setHistory(redone) : null}
      />
      <CheckLine check={check.data} />
      {check.error ? (
        <div style={{ marginTop: 10 }}>
          <ProblemNote error={check.error} />
        </div>
      ) : null}
      {beside ? (
        <div style={{ marginTop: 28 }}>
          <DraftChange journey={beside.journey} version={beside.version} yaml={yaml} ready={ready} />
        </div>
      ) : null}
      {add.error ? <ProblemNote error={add.error} /> : null}
      <Group mt={16} gap={14} align="flex-end">
        {beside ? <HoldsFrom yaml={yaml} onChange={(text) => setYaml(text, 'from')} /> : null}
        <Button loading={add.isPending} disabled={!ready || (beside !== undefined && !changed)} onClick={go}>
          {next === null ? 'Add this storyboard' : `Save as version ${next}`}
        </Button>
        {changed ? (
          <Button variant="default" onClick={() => setYaml(given)}>
            Discard the changes
          </Button>
        ) : null}
        {beside && !changed ? (
          <Text size="sm" c="dimmed">
            Nothing is changed yet.
          </Text>
        ) : null}
      </Group>
    </>
  )
}
