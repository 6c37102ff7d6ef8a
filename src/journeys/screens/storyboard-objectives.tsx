import { Select } from '@mantine/core'
import { type Place, withPart } from './storyboard-part-edit.ts'
import {
  AddPart,
  foundIn,
  PartEntry,
  PartNumber,
  PartSection,
  type PartsForm,
  PartText,
} from './storyboard-part-fields.tsx'
import { objectiveTurned } from './storyboard-part-turn.ts'
import { freeAmong, type ObjectiveKind, type ObjectivePart } from './storyboard-parts.ts'

const kinds: { value: ObjectiveKind; label: string }[] = [
  { value: 'outcome', label: 'end with an outcome' },
  { value: 'promise', label: 'keep a promise' },
  { value: 'silence', label: 'are never silent for longer than' },
  { value: 'contacts', label: 'take at most so many contacts' },
]

/** What an objective over something begins with. */
function beginning({ parts, known }: PartsForm, kind: ObjectiveKind): string {
  if (kind === 'outcome') return parts.outcomes[0]?.name ?? 'done'
  if (kind === 'promise') return known.promises[0] ?? 'promise'
  return kind === 'silence' ? '5d' : '5'
}

function Bound({ form, of, place }: { form: PartsForm; of: ObjectivePart; place: Place }) {
  const { kind, value, within } = of
  if (kind === null) return null
  const at = [...place, kind]
  if (kind === 'contacts') return <PartNumber form={form} place={at} label="Contacts" value={value} />
  if (kind === 'silence')
    return <PartText form={form} place={at} label="Longest silence" hint="5d" value={value} keep />
  if (kind === 'promise')
    return <PartText form={form} place={at} label="Promise" value={value} keep known={form.known.promises} />
  return (
    <>
      <PartText
        form={form}
        place={at}
        label="Outcome"
        value={value}
        keep
        known={form.parts.outcomes.map(({ name }) => name)}
      />
      <PartText
        form={form}
        place={[...place, 'within']}
        label="Within"
        hint="20d; without it, at any time"
        value={within}
      />
    </>
  )
}

function ObjectiveFields({ form, of, index }: { form: PartsForm; of: ObjectivePart; index: number }) {
  const place = ['objectives', index]
  return (
    <PartEntry form={form} place={place} name={of.name || `objective ${index + 1}`} ordered>
      <div className="tl-part-wide">
        <PartText form={form} place={[...place, 'name']} label="Objective" value={of.name} keep />
      </div>
      <PartText
        form={form}
        place={[...place, 'share']}
        label="Share of runs"
        hint="95%"
        value={of.share}
        keep
      />
      <Select
        label="that"
        data={kinds}
        value={of.kind}
        allowDeselect={false}
        error={foundIn(form.found, place).error && of.kind === null ? 'Choose one.' : undefined}
        onChange={(kind) =>
          kind && form.edit((text) => objectiveTurned(text, index, of, kind, beginning(form, kind)), '')
        }
      />
      <Bound form={form} of={of} place={place} />
      <PartText
        form={form}
        place={[...place, 'window']}
        label="Budget window"
        hint="30d, where nothing else is said"
        value={of.window}
      />
    </PartEntry>
  )
}

/** What share of runs shall hold. */
export function ObjectivesForm({ form }: { form: PartsForm }) {
  const { objectives } = form.parts
  const names = objectives.map(({ name }) => name)
  return (
    <PartSection
      title="Objectives"
      hint="What share of runs shall hold; each has a budget of misses."
      entries={objectives.length}
      add={
        <AddPart
          add={() =>
            form.edit(
              (text) =>
                withPart(text, ['objectives', objectives.length], {
                  name: freeAmong(names, 'New objective'),
                  share: '90%',
                  outcome: beginning(form, 'outcome'),
                }),
              '',
            )
          }
        >
          Add an objective
        </AddPart>
      }
    >
      {objectives.map((of, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an objective is its place in the list
        <ObjectiveFields key={index} form={form} of={of} index={index} />
      ))}
    </PartSection>
  )
}
