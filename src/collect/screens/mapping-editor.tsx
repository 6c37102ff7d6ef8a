import { Button, Drawer, Group, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { Problem } from '../../console/call.ts'
import { Moment } from '../../console/figure.tsx'
import { Loading } from '../../console/page.tsx'
import { ProblemNote } from '../../console/states.tsx'
import { useCall, useDo, useWorkspace } from '../../console/use-call.ts'
import { YamlEditor } from '../../console/yaml-editor.tsx'
import { listSources, readMapping, saveMapping } from '../contract.ts'

const blank = (source: string) =>
  `source: ${source}\nzone: UTC\nrecords:\n  - events: [track]\n    interactions:\n      - touchpoint: $event\n        at: $timestamp\n        channel: web\n`

/** The saved mapping of a source; later imports and quarantine replays use it. */
export function MappingEditor({ source, close }: { source: string; close: () => void }) {
  const workspace = useWorkspace()
  const saved = useCall(readMapping, { workspace, source })
  const save = useDo(saveMapping, [readMapping, listSources], true)
  const [text, setText] = useState<string | null>(null)
  const none = saved.error instanceof Problem && saved.error.status === 404
  const value = text ?? saved.data?.mapping ?? (none ? blank(source) : '')
  const go = () =>
    save.mutate(
      { workspace, source, mapping: value },
      {
        onSuccess: () => {
          notifications.show({ message: `Mapping of ${source} saved. Later imports and replays use it.` })
          close()
        },
      },
    )
  return (
    <Drawer
      opened
      onClose={close}
      position="right"
      size="lg"
      title={`Mapping of ${source}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
      attributes={{ header: { role: 'presentation' } }}
    >
      {saved.isLoading ? (
        <Loading />
      ) : saved.error && !none ? (
        <ProblemNote error={saved.error} />
      ) : (
        <Stack>
          <Text size="sm" c="dimmed">
            {none ? (
              'This source has no mapping of its own yet; events are taken by the built-in rules.'
            ) : (
              <>
                Last changed <Moment at={saved.data?.changed_at ?? null} />
              </>
            )}
          </Text>
          <YamlEditor label="Mapping (YAML)" value={value} onChange={setText} />
          {save.error ? <ProblemNote error={save.error} /> : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Leave as it is
            </Button>
            <Button loading={save.isPending} onClick={go}>
              Save mapping
            </Button>
          </Group>
        </Stack>
      )}
    </Drawer>
  )
}
