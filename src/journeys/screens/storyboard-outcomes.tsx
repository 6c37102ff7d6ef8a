import { Button, Select } from '@mantine/core'
import { withPart } from './storyboard-part-edit.ts'
import {
  AddPart,
  foundIn,
  PartEntry,
  PartName,
  PartNames,
  PartSection,
  type PartsForm,
  PartText,
} from './storyboard-part-fields.tsx'
import { outcomeTurned } from './storyboard-part-turn.ts'
import { freeAmong, type OutcomePart } from './storyboard-parts.ts'

const kinds = [
  { value: 'success', label: 'success' },
  { value: 'failure', label: 'failure' },
  { value: 'abandoned', label: 'abandoned: by time alone' },
]

function Attributes({ form, of }: { form: PartsForm; of: OutcomePart }) {
  const place = ['outcomes', of.name, 'attributes']
  const names = of.attributes.map(({ name }) => name)
  return (
    <>
      {of.attributes.map(({ name, values }) => (
        <div key={name} className="tl-part-pair">
          <PartName form={form} place={[...place, name]} label="Or by the attribute" />
          <PartNames
            form={form}
            place={[...place, name]}
            label="when it is"
            hint="Any of these; emptied, the attribute goes"
            value={values}
            known={[]}
          />
        </div>
      ))}
      <Button
        variant="subtle"
        size="compact-sm"
        onClick={() =>
          form.edit((text) => withPart(text, [...place, freeAmong(names, 'attribute')], ['value']), '')
        }
      >
        Add an attribute to {of.name}
      </Button>
    </>
  )
}

function Outcome({ form, of }: { form: PartsForm; of: OutcomePart }) {
  const place = ['outcomes', of.name]
  return (
    <PartEntry form={form} place={place} name={of.name} ordered>
      <PartName form={form} place={place} label="Outcome" />
      <Select
        label="Kind"
        data={kinds}
        value={of.kind || null}
        allowDeselect={false}
        error={foundIn(form.found, [...place, 'kind']).error}
        onChange={(kind) => kind && form.edit((text) => outcomeTurned(text, of, kind), '')}
      />
      {of.kind === 'abandoned' ? (
        <PartText
          form={form}
          place={[...place, 'after']}
          label="After"
          hint="60d without an interaction"
          value={of.after}
          keep
        />
      ) : (
        <>
          <div className="tl-part-wide">
            <PartNames
              form={form}
              place={[...place, 'touchpoints']}
              label="At the touchpoints"
              value={of.touchpoints}
              known={form.known.touchpoints}
            />
          </div>
          <div className="tl-part-wide">
            <Attributes form={form} of={of} />
          </div>
        </>
      )}
    </PartEntry>
  )
}

/** How runs may end. */
export function OutcomesForm({ form }: { form: PartsForm }) {
  const { outcomes } = form.parts
  const names = outcomes.map(({ name }) => name)
  const last = form.known.steps.at(-1) ?? 'Done'
  return (
    <PartSection
      title="Outcomes"
      hint="How a run may end. The first that holds decides."
      entries={outcomes.length}
      add={
        <AddPart
          add={() =>
            form.edit(
              (text) =>
                withPart(text, ['outcomes', freeAmong(names, 'new outcome')], {
                  kind: 'success',
                  touchpoints: [last],
                }),
              '',
            )
          }
        >
          Add an outcome
        </AddPart>
      }
    >
      {outcomes.map((of, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a renamed outcome is the same, and keeps the focus
        <Outcome key={at} form={form} of={of} />
      ))}
    </PartSection>
  )
}
