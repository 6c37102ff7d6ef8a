import { Button, Group, Radio, Select, Stack, Text, TextInput } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { requestOf } from '../../console/call.ts'
import { LongWork } from '../../console/long-work.tsx'
import { Page } from '../../console/page.tsx'
import { dayEnd, dayStart } from '../../console/search.ts'
import { useCall, useWorkspace } from '../../console/use-call.ts'
import { useView } from '../../console/use-view.ts'
import { listJourneys } from '../../journeys/contract.ts'
import { type ExportForm, exportData, exportedThings, exportForms, readExportProgress } from '../contract.ts'

const forms: Record<ExportForm, [label: string, words: string]> = {
  csv: ['CSV', 'One row each, for a spreadsheet or a table'],
  parquet: ['Parquet', 'The same, typed and packed, for analysis of much'],
  xes: ['XES', 'Event log of IEEE 1849: a trace for each subject, or for each run'],
  ocel: ['OCEL 2.0', 'Object-centric log: an event may be about several subjects. Nothing is lost'],
}

const things = { interactions: 'Interactions', runs: 'Runs' } as const

/** Everything that is kept, or the runs of a journey, as a file. What is chosen stands in the address. */
export function ExportPage() {
  const workspace = useWorkspace()
  const { view, set } = useView()
  const what = exportedThings.find((each) => each === view.what) ?? 'interactions'
  const form = exportForms.find((each) => each === view.form) ?? 'csv'
  const { data } = useCall(listJourneys, { workspace })
  const { since, until, journey } = view
  const known = (data?.journeys ?? []).map((each) => each.journey)
  const journeys = journey && !known.includes(journey) ? [...known, journey] : known
  const asked = {
    workspace,
    what,
    form,
    journey: journey || undefined,
    since: since || undefined,
    // The day is meant whole.
    until: until?.slice(0, 10) || undefined,
  }
  return (
    <Page
      title="Export"
      crumbs={
        <Link to="/$workspace/sources" params={{ workspace }}>
          Sources
        </Link>
      }
    >
      <div className="tl-panel" style={{ padding: 24, maxWidth: 760 }}>
        <Stack gap={20}>
          <Radio.Group label="What" value={what} onChange={(value) => set({ what: value })}>
            <Group mt={6} gap={24}>
              {exportedThings.map((each) => (
                <Radio key={each} value={each} label={things[each]} />
              ))}
            </Group>
          </Radio.Group>
          <Select
            label="Journey"
            description={
              what === 'runs'
                ? 'Its runs; left out, those of every journey'
                : 'What its runs hold; left out, everything of the workspace'
            }
            data={journeys}
            value={journey ?? null}
            onChange={(value) => set({ journey: value ?? '' })}
            clearable
            clearButtonProps={{ 'aria-label': 'All journeys' }}
            placeholder="All"
          />
          <Group gap={16} align="flex-end">
            <TextInput
              type="date"
              label="From"
              value={since?.slice(0, 10) ?? ''}
              onChange={(event) => set({ since: dayStart(event.currentTarget.value) })}
            />
            <TextInput
              type="date"
              label="To, with that day"
              value={until?.slice(0, 10) ?? ''}
              onChange={(event) => set({ until: dayEnd(event.currentTarget.value) })}
            />
          </Group>
          <Radio.Group label="Form" value={form} onChange={(value) => set({ form: value })}>
            <Stack mt={6} gap={10}>
              {exportForms.map((each) => (
                <Radio key={each} value={each} label={forms[each][0]} description={forms[each][1]} />
              ))}
            </Stack>
          </Radio.Group>
          <Text className="tl-soft" size="sm">
            The file holds what customers said and by what they are known. That it was written, and by whom,
            stands in the audit log. Interactions imported again from any of these files are the same
            interactions.
          </Text>
          <Download asked={asked} />
        </Stack>
      </div>
    </Page>
  )
}

interface Asked {
  workspace: string
  what: string
  form: string
  journey: string | undefined
  since: string | undefined
  until: string | undefined
}

interface Begun {
  export_id: string
  at: number
}

function Download({ asked }: { asked: Asked }) {
  const [begun, begin] = useState<Begun | null>(null)
  const start = () => {
    const export_id = newName()
    const link = document.createElement('a')
    link.href = requestOf(exportData, { ...asked, export_id }).url
    link.download = ''
    link.click()
    begin({ export_id, at: Date.now() })
  }
  return (
    <>
      <div>
        <Button leftSection={<IconDownload size={18} aria-hidden />} onClick={start}>
          Export
        </Button>
      </div>
      {begun ? <Progressing key={begun.export_id} workspace={asked.workspace} begun={begun} /> : null}
    </>
  )
}

/** Plain addresses know no randomUUID. */
const newName = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (each) => each.toString(16).padStart(2, '0')).join(
    '',
  )

function Progressing({ workspace, begun }: { workspace: string; begun: Begun }) {
  const { data } = useCall(
    readExportProgress,
    { workspace, export_id: begun.export_id },
    { refetchInterval: (answer) => (answer?.state === 'done' || answer?.state === 'failed' ? false : 500) },
  )
  if (data?.state === 'failed')
    return (
      <Text c="red.9" role="alert">
        {data.error}
      </Text>
    )
  if (data?.state === 'done')
    return (
      <Text role="status">
        {data.done.toLocaleString('en')} {data.what} are written; the browser has the file.
      </Text>
    )
  return (
    <LongWork
      words="Writing the file"
      done={data?.done ?? null}
      of={data?.of ?? null}
      unit={data?.what ?? 'interactions'}
      begun={begun.at}
      now={Date.now()}
    />
  )
}
