import { Select } from '@mantine/core'
import { useMemo } from 'react'
import { Moment } from '../../console/figure.tsx'
import { moment } from '../../console/fmt.ts'
import { Section } from '../../console/page.tsx'
import { samplingOf } from '../../console/search.ts'
import { Answered } from '../../console/states.tsx'
import { useCall, useWorkspace } from '../../console/use-call.ts'
import { useView } from '../../console/use-view.ts'
import type { Output } from '../../http/operation.ts'
import { readJourney, readJourneyMap, readStoryboard } from '../contract.ts'
import { StoryboardEditor } from './storyboard-editor.tsx'

/** The storyboard in force; change it and add it as the next version. */
export function StoryboardTab({ journey }: { journey: string }) {
  const workspace = useWorkspace()
  const { view, set } = useView()
  const shown = view.version && /^\d+$/.test(view.version) ? { version: Number(view.version) } : {}
  const read = useCall(readStoryboard, { workspace, journey, ...shown })
  const map = useCall(readJourneyMap, { workspace, journey, ...samplingOf(view) }).data
  const report = useCall(readJourney, { workspace, journey, ...samplingOf(view) }).data
  const lived = useMemo(
    () => ({ ...livedOf(map), attributes: report?.attributes.map(({ attribute }) => attribute) ?? [] }),
    [map, report],
  )
  return (
    <Answered of={read} rows={8}>
      {(answer) => (
        <Section
          title={`Version ${answer.version}`}
          note={
            <>
              Change it, see what would change, and save it as the next version: all runs are then held
              against it, or with a date those that start from that day on. Added{' '}
              <Moment at={answer.versions.find((one) => one.version === answer.version)?.added_at ?? null} />
            </>
          }
          aside={
            answer.versions.length > 1 ? (
              <Select
                aria-label="Version"
                size="xs"
                w={220}
                value={String(answer.version)}
                data={answer.versions.map((one) => ({
                  value: String(one.version),
                  label: `version ${one.version} · ${judges(one)}`,
                }))}
                onChange={(value) => set({ version: value ?? '' })}
              />
            ) : null
          }
        >
          <StoryboardEditor
            key={answer.version}
            given={answer.yaml}
            lived={lived}
            beside={{
              journey,
              version: answer.version,
              highest: Math.max(answer.version, ...answer.versions.map((one) => one.version)),
            }}
          />
        </Section>
      )}
    </Answered>
  )
}

/** Touchpoints outside of the design, and all channels, as the runs have them. */
function livedOf(map: Output<typeof readJourneyMap> | undefined) {
  const nodes = map?.nodes ?? []
  return {
    touchpoints: nodes.flatMap(({ node, designed }) => (designed ? [] : [node])),
    channels: [...new Set(nodes.flatMap(({ channels }) => channels))],
  }
}

function judges({ in_force, from }: { in_force: boolean; from: string | null }): string {
  if (!in_force) return 'replaced'
  return from === null ? 'in force' : `for runs from ${moment(from)}`
}
