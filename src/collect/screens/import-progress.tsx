import { Anchor, Button, Group, Progress, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { bytes, count, duration, percent } from '../../console/fmt.ts'
import { Answered } from '../../console/states.tsx'
import { queries, useCall, useDo, useWorkspace } from '../../console/use-call.ts'
import { cancelImport, type ImportState, listImports, readImport } from '../contract.ts'
import { paceOf, reconciles, subjectToOpen, under } from './pace.ts'
import { ImportActions, undoneWords } from './undo-import.tsx'

export const stateWords: Record<ImportState['state'], string> = {
  queued: 'Waiting for its turn',
  reading: 'Reading',
  building: 'Building runs',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
  undoing: 'Being undone',
  undone: 'Undone',
}

function Reconciliation({ state }: { state: ImportState }) {
  const parts: [string, number][] = [
    ['Read', state.read],
    ['Stored', state.stored],
    ['Unchanged', state.unchanged],
    ['In quarantine', state.quarantined],
    ['Withdrawn', state.withdrawn],
    ['Erased before', state.erased],
    ['Interactions', state.interactions],
  ]
  return (
    <>
      <dl style={{ display: 'flex', flexWrap: 'wrap', gap: '10px 28px', margin: '16px 0 0' }}>
        {parts.map(([label, value]) => (
          <div key={label}>
            <dt className="tl-soft" style={{ fontSize: '0.8125rem' }}>
              {label}
            </dt>
            <dd style={{ margin: 0, fontSize: '1.125rem', fontWeight: 600 }}>{count(value)}</dd>
          </div>
        ))}
      </dl>
      {!under(state) && !reconciles(state) ? (
        <Text mt={8}>
          Read is not stored + unchanged + in quarantine:{' '}
          {count(state.read - state.stored - state.unchanged - state.quarantined)} records were left out by
          the mapping’s own conditions (`where`).
        </Text>
      ) : null}
    </>
  )
}

/** One import: how far, how fast, how long still; cancel; and where to look when done. The page can be left. */
export function ImportProgress({ id, arrived }: { id: string; arrived: (subject: string) => void }) {
  const workspace = useWorkspace()
  const state = useCall(
    readImport,
    { workspace, import_id: id },
    { refetchInterval: (answer) => (answer && !under(answer) ? false : 500) },
  )
  const cancel = useDo(cancelImport, [readImport, listImports])
  const watched = useRef(false)
  const now = state.data
  useEffect(() => {
    if (!now) return
    if (under(now)) watched.current = true
    else if (now.state === 'done' && watched.current) {
      watched.current = false
      void queries.invalidateQueries()
      const subject = subjectToOpen(now.subject_types)
      if (subject) arrived(subject)
    }
  }, [now, arrived])
  return (
    <Answered of={state}>
      {(one) => {
        const pace = paceOf(one, Date.now())
        const subject = subjectToOpen(one.subject_types)
        return (
          <div className="tl-panel" style={{ padding: 24 }}>
            <Group justify="space-between" mb={8}>
              <Text fw={600}>
                {one.path.split('/').at(-1)} <span className="tl-soft">into source {one.source}</span>
              </Text>
              {under(one) && one.state !== 'undoing' ? (
                <Button
                  variant="default"
                  loading={cancel.isPending}
                  onClick={() => cancel.mutate({ workspace, import_id: id })}
                >
                  Cancel
                </Button>
              ) : null}
            </Group>
            <Progress
              value={(pace.share ?? 0) * 100}
              animated={under(one)}
              aria-label="Share of the file read"
              size="lg"
            />
            <Text mt={8} aria-live="polite">
              {stateWords[one.state]}
              {pace.share !== null && under(one)
                ? ` · ${percent(pace.share)} of ${bytes(one.bytes_total)}`
                : ''}
              {pace.rate ? ` · ${count(pace.rate)} records/s` : ''}
              {pace.left !== null ? ` · ${duration(pace.left)} left` : ''}
            </Text>
            {one.undone_at ? <Text mt={8}>{undoneWords(one)}</Text> : null}
            {one.error ? (
              <Text c="red.9" mt={8}>
                {one.error} Correct the file or its mapping and import it again: what is stored is not stored
                twice.
              </Text>
            ) : null}
            {one.state === 'cancelled' ? (
              <Text mt={8}>What was stored stays. Importing the same file again goes on from there.</Text>
            ) : null}
            <Reconciliation state={one} />
            {under(one) ? (
              <Text c="dimmed" mt={14} size="sm">
                You can leave this page; the import goes on and stands under Imports.
              </Text>
            ) : (
              <Group mt={18}>
                <ImportActions one={one} />
                {subject && one.state === 'done' ? (
                  <Button
                    renderRoot={(props) => (
                      <Link {...props} to="/$workspace/subjects/$subject" params={{ workspace, subject }} />
                    )}
                  >
                    See the {subject} map
                  </Button>
                ) : null}
                {one.quarantined ? (
                  <Anchor
                    renderRoot={(props) => (
                      <Link
                        {...props}
                        to="/$workspace/sources"
                        params={{ workspace }}
                        search={{ tab: 'quarantine' }}
                      />
                    )}
                  >
                    Look at the quarantine
                  </Anchor>
                ) : null}
                <Anchor
                  renderRoot={(props) => (
                    <Link
                      {...props}
                      to="/$workspace/sources"
                      params={{ workspace }}
                      search={{ tab: 'imports' }}
                    />
                  )}
                >
                  All imports
                </Anchor>
              </Group>
            )}
          </div>
        )
      }}
    </Answered>
  )
}
