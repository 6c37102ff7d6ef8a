import { Button, Group, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { count, plural } from '../../console/fmt.ts'
import { ProblemNote } from '../../console/states.tsx'
import { queries, useCall, useDo, useWorkspace } from '../../console/use-call.ts'
import { YamlEditor } from '../../console/yaml-editor.tsx'
import { addStoryboard, checkStoryboard } from '../contract.ts'

/** A storyboard as text, checked while it is written; adding it builds its runs. */
export function StoryboardEditor({ given }: { given: string }) {
  const workspace = useWorkspace()
  const navigate = useNavigate()
  const [yaml, setYaml] = useState(given)
  const [settled] = useDebouncedValue(yaml, 400)
  const check = useCall(checkStoryboard, { workspace, yaml: settled }, { enabled: settled.trim() !== '' })
  const add = useDo(addStoryboard, [], true)
  const problems = [
    ...(check.data?.problems ?? []),
    ...(check.data?.warnings.map((one) => ({ ...one, warning: true })) ?? []),
  ]
  const refused = add.data?.problems ?? []
  const ready = check.data !== undefined && check.data.problems.length === 0 && settled === yaml
  const go = () =>
    add.mutate(
      { workspace, yaml },
      {
        onSuccess: async (answer) => {
          if (answer.problems.length) return
          await queries.invalidateQueries()
          notifications.show({
            message: answer.unchanged
              ? `Version ${answer.version} of ${answer.journey} is this storyboard already.`
              : `Version ${answer.version} of ${answer.journey} is in force; its runs are being built.`,
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
      <YamlEditor
        label="Storyboard (YAML)"
        value={yaml}
        onChange={setYaml}
        problems={problems.length ? problems : refused}
      />
      {check.error ? (
        <div style={{ marginTop: 10 }}>
          <ProblemNote error={check.error} />
        </div>
      ) : null}
      {add.error ? (
        <div style={{ marginTop: 10 }}>
          <ProblemNote error={add.error} />
        </div>
      ) : null}
      <Group mt={12} gap={14}>
        <Button loading={add.isPending} disabled={!ready} onClick={go}>
          Add this storyboard
        </Button>
        {check.data && check.data.problems.length === 0 ? (
          <Text size="sm" c="dimmed" role="status">
            Journey {check.data.journey}: {plural(check.data.steps, 'step')}, {count(check.data.markings)}{' '}
            states, shortest way{' '}
            {check.data.designed_minimum === null ? 'unknown' : plural(check.data.designed_minimum, 'step')}.
          </Text>
        ) : null}
        {check.data?.problems.length ? (
          <Text size="sm" role="status">
            {plural(check.data.problems.length, 'problem')} to mend before it can be added.
          </Text>
        ) : null}
      </Group>
    </>
  )
}
