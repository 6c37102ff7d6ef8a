import { Button, Select, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { dayEnd, dayStart, lastDays, narrowing, type Search } from './search.ts'
import { useView } from './use-view.ts'

export interface FilterChoices {
  channels: string[]
  attributes: { attribute: string; values: string[] }[]
  outcomes: string[]
  promises: string[]
  /** The data's own end: periods are counted back from it. */
  asOf: string
}

const periods = [
  { value: 'all', label: 'All time' },
  { value: '7', label: 'Last 7 days' },
  { value: '30', label: 'Last 30 days' },
  { value: '90', label: 'Last 90 days' },
  { value: '365', label: 'Last 12 months' },
  { value: 'own', label: 'From … to …' },
]

function periodOf(view: Search, asOf: string): string {
  if (!view.since && !view.until) return 'all'
  return (
    periods.find(
      (one) =>
        /^\d+$/.test(one.value) &&
        lastDays(Number(one.value), asOf).since === view.since &&
        view.until === lastDays(1, asOf).until,
    )?.value ?? 'own'
  )
}

const states = ['kept', 'late', 'renegotiated', 'broken', 'open', 'void', 'unknown']

/** The filters of the page; all in the URL, kept when moving on. */
export function FilterBar({ choices }: { choices: FilterChoices | undefined }) {
  const { view, set } = useView()
  return <FilterFields label="Filters" choices={choices} view={view} set={set} />
}

/** Period, channel, attribute, outcome, promise and as-of. */
export function FilterFields({
  label: name,
  choices,
  view,
  set,
}: {
  label: string
  choices: FilterChoices | undefined
  view: Search
  set: (change: Search) => void
}) {
  const asOf = choices?.asOf ?? new Date().toISOString()
  const period = periodOf(view, asOf)
  const choosePeriod = (value: string | null) => {
    if (value === 'all') set({ since: '', until: '' })
    else if (value === 'own') set({ since: lastDays(60, asOf).since, until: lastDays(1, asOf).until })
    else set(lastDays(Number(value), asOf))
  }
  const pairs = (choices?.attributes ?? []).map((one) => ({
    group: one.attribute,
    items: one.values.map((value) => ({ value: `${one.attribute}=${value}`, label: value || 'unknown' })),
  }))
  const promises = (choices?.promises ?? []).map((what) => ({
    group: what,
    items: states.map((state) => ({ value: `${what}=${state}`, label: `${what} ${state}` })),
  }))
  const chosen = narrowing.filter((field) => view[field])
  const select = (
    field: 'channel' | 'attribute' | 'outcome' | 'promise',
    label: string,
    data: Parameters<typeof Select>[0]['data'],
    width: number,
  ) => (
    <Select
      label={label}
      size="xs"
      w={width}
      placeholder="any"
      data={data}
      value={view[field] ?? null}
      searchable={field === 'attribute'}
      clearable
      clearButtonProps={{ 'aria-label': `Clear ${label.toLowerCase()}` }}
      onChange={(value) => set({ [field]: value ?? '' })}
    />
  )
  return (
    <search className="tl-panel tl-filterbar tl-noprint" aria-label={name}>
      <Select label="Runs begun" size="xs" w={140} data={periods} value={period} onChange={choosePeriod} />
      {period === 'own' ? (
        <>
          <TextInput
            label="From"
            type="date"
            size="xs"
            value={view.since?.slice(0, 10) ?? ''}
            onChange={(event) => set({ since: dayStart(event.currentTarget.value) })}
          />
          <TextInput
            label="To"
            type="date"
            size="xs"
            value={view.until?.slice(0, 10) ?? ''}
            onChange={(event) => set({ until: dayEnd(event.currentTarget.value) })}
          />
        </>
      ) : null}
      {select('channel', 'Channel', choices?.channels ?? [], 124)}
      {pairs.length ? select('attribute', 'Attribute', pairs, 160) : null}
      {choices?.outcomes.length ? select('outcome', 'Outcome', choices.outcomes, 132) : null}
      {promises.length ? select('promise', 'Promise', promises, 150) : null}
      <TextInput
        label="As of"
        type="date"
        size="xs"
        value={view.as_of?.slice(0, 10) ?? ''}
        onChange={(event) => set({ as_of: dayEnd(event.currentTarget.value) })}
      />
      {chosen.length ? (
        <Button
          variant="subtle"
          size="xs"
          leftSection={<IconX size={14} aria-hidden />}
          onClick={() => set(Object.fromEntries(chosen.map((one) => [one, ''])))}
        >
          Clear
        </Button>
      ) : null}
    </search>
  )
}
