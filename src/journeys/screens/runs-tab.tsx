import { Button, Checkbox, Group, Popover, Stack, Text } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { IconColumns3, IconDownload, IconX } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { call, csvHref } from '../../console/call.ts'
import { count } from '../../console/fmt.ts'
import { Loading } from '../../console/page.tsx'
import { keep, lasting } from '../../console/search.ts'
import { type Column, Sheet } from '../../console/sheet.tsx'
import { Empty, ProblemNote } from '../../console/states.tsx'
import { useWorkspace } from '../../console/use-call.ts'
import { useView } from '../../console/use-view.ts'
import { listRuns } from '../contract.ts'
import { type RunRow, runColumns, usualColumns } from './run-columns.tsx'
import { runsAsked, selectionWords } from './run-list.ts'

const pageSize = 200

function useRuns(journey: string) {
  const workspace = useWorkspace()
  const { view } = useView()
  const asked = runsAsked(workspace, journey, view)
  const pages = useInfiniteQuery({
    queryKey: [listRuns.name, 'pages', asked],
    queryFn: ({ pageParam, signal }) =>
      call(listRuns, { ...asked, limit: pageSize, offset: pageParam }, signal),
    initialPageParam: 0,
    getNextPageParam: (last, all) => {
      const have = all.reduce((sum, page) => sum + page.runs.length, 0)
      return last.runs.length && have < last.total ? have : undefined
    },
  })
  return {
    asked,
    pages,
    runs: pages.data?.pages.flatMap((page) => page.runs) ?? [],
    total: pages.data?.pages[0]?.total ?? 0,
  }
}

function ColumnChooser({
  columns,
  chosen,
  choose,
}: {
  columns: Column<RunRow>[]
  chosen: string[]
  choose: (keys: string[]) => void
}) {
  return (
    <Popover position="bottom-end" trapFocus returnFocus shadow="md">
      <Popover.Target>
        <Button variant="default" leftSection={<IconColumns3 size={16} aria-hidden />}>
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Checkbox.Group label="Columns shown" value={chosen} onChange={choose}>
          <Stack gap={8} mt={8} mah={340} style={{ overflowY: 'auto' }}>
            {columns.map((column) => (
              <Checkbox
                key={column.key}
                size="xs"
                value={column.key}
                label={column.label}
                disabled={column.key === 'subject'}
              />
            ))}
          </Stack>
        </Checkbox.Group>
      </Popover.Dropdown>
    </Popover>
  )
}

/** The runs behind any number: sortable, long, columns chosen and remembered, as CSV. */
export function RunsTab({ journey }: { journey: string }) {
  const workspace = useWorkspace()
  const { view, set } = useView()
  const { asked, pages, runs, total } = useRuns(journey)
  const [chosen, choose] = useLocalStorage({
    key: 'throughline-run-columns',
    defaultValue: usualColumns,
    getInitialValueInEffect: false,
  })
  const attributes = [...new Set(runs.slice(0, 200).flatMap((run) => Object.keys(run.attributes)))].sort()
  const columns = runColumns(workspace, view, attributes)
  const words = selectionWords(view)
  if (pages.error) return <ProblemNote error={pages.error} retry={() => void pages.refetch()} />
  return (
    <>
      <Group justify="space-between" mb={10} gap={8}>
        <Text role="status">
          <b>{pages.data ? count(total) : '…'} runs</b> {words}
        </Text>
        <Group gap={8}>
          {words ? (
            <Button
              variant="default"
              leftSection={<IconX size={15} aria-hidden />}
              onClick={() => set({ break: '', edge: '', deviation: '', variant: '', having: '' })}
            >
              All runs
            </Button>
          ) : null}
          <Button
            variant="default"
            component="a"
            href={csvHref(listRuns, { ...asked, limit: 100_000 })}
            leftSection={<IconDownload size={16} aria-hidden />}
          >
            Export CSV
          </Button>
          <Button
            variant="default"
            renderRoot={(props) => (
              <Link
                {...props}
                to="/$workspace/export"
                params={{ workspace }}
                search={{ ...keep(view, lasting), what: 'runs', journey }}
              />
            )}
          >
            Other forms
          </Button>
          <ColumnChooser columns={columns} chosen={chosen} choose={choose} />
        </Group>
      </Group>
      {!pages.data ? (
        <Loading rows={10} />
      ) : runs.length === 0 ? (
        <Empty title="No run here">
          {words
            ? 'With the present filters no run is left. Show all runs, or clear the filters above.'
            : 'Widen the period, or clear the filters above.'}
        </Empty>
      ) : (
        <Sheet
          label="Runs"
          columns={columns.filter((column) => chosen.includes(column.key))}
          rows={runs}
          rowKey={(run) => run.run_id}
          sorting={{
            key: asked.sort ?? 'started_at',
            order: asked.order ?? 'desc',
            set: (sort, order) => set({ sort, order }),
          }}
          more={pages.hasNextPage && !pages.isFetchingNextPage ? () => void pages.fetchNextPage() : undefined}
        />
      )}
    </>
  )
}
