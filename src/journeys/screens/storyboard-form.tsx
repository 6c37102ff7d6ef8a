import { Checkbox, Select, TagsInput, Text, Textarea, TextInput } from '@mantine/core'
import type { RefObject } from 'react'
import type { Found } from './storyboard-found.ts'
import { noted as notedWhere } from './storyboard-noted.tsx'
import { namesIn, type OutlineItem } from './storyboard-outline.ts'
import { StoryboardPartsForm } from './storyboard-parts-form.tsx'
import type { Block } from './storyboard-yaml.ts'

/** Touchpoints and channels as they are in the data. */
export interface Lived {
  touchpoints: string[]
  channels: string[]
  /** Names of attributes of runs. */
  attributes?: string[]
}

export interface FormProps {
  text: string
  item: OutlineItem
  outline: OutlineItem
  found: Found[]
  lived: Lived
  /** The first field. */
  first: RefObject<HTMLInputElement | null>
  write: (field: string, value: string | boolean | number | null) => void
  name: (field: string, names: string[]) => void
  turn: (block: Exclude<Block, 'repeat'>) => void
  /** Any other change of the text; null = it cannot be made. `at` = what is written at. */
  edit: (change: (text: string) => string | null, at: string) => void
}

const noted = (found: Found[], ...fields: string[]) => notedWhere(found, ({ at }) => fields.includes(at))

interface FieldProps {
  form: FormProps
  field: string
  label: string
  hint?: string
}

function TextField({ form, field, label, hint, first }: FieldProps & { first?: boolean }) {
  const { error, note } = noted(form.found, field)
  return (
    <TextInput
      ref={first ? form.first : undefined}
      label={label}
      error={error}
      description={note ?? hint}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      value={form.item.texts[field] ?? ''}
      onChange={(event) => form.write(field, event.currentTarget.value)}
    />
  )
}

function NamesField({ form, field, label, hint, known }: FieldProps & { known: string[] }) {
  const { error, note } = noted(form.found, field)
  const { lists, texts } = form.item
  return (
    <TagsInput
      label={label}
      error={error}
      description={note ?? hint}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      data={known}
      value={lists[field] ?? (texts[field] ? [texts[field]] : [])}
      acceptValueOnBlur
      clearable={false}
      maxDropdownHeight={220}
      splitChars={[]}
      onChange={(names) => form.name(field, names)}
    />
  )
}

function PromiseFields({ form }: { form: FormProps }) {
  const { outline, lived, item, write } = form
  const touchpoints = [...new Set([...namesIn(outline, 'touchpoints', 'step'), ...lived.touchpoints])]
  const begun = Object.keys(item.lines).some((field) => field.startsWith('promise'))
  return (
    <fieldset className="tl-design-promise">
      <legend>Promise everybody gets here</legend>
      <div className="tl-design-pair">
        <TextField
          form={form}
          field="promise.what"
          label="What is promised"
          hint="delivery, answer, call back …"
        />
        <TextField form={form} field="promise.due_in" label="Due in" hint="10d, or 2bd by the calendar" />
      </div>
      <Note form={form} fields={['promise']} />
      {begun ? (
        <>
          <Checkbox
            label="To the end of that day, where the customer is"
            checked={item.texts['promise.due'] === 'end_of_day'}
            error={noted(form.found, 'promise.due').error}
            onChange={(event) => write('promise.due', event.currentTarget.checked ? 'end_of_day' : null)}
          />
          <NamesField
            form={form}
            field="promise.fulfilled_by"
            label="Kept by"
            known={touchpoints}
            hint="Touchpoints after this step"
          />
          <NamesField form={form} field="promise.voided_by" label="Made void by" known={touchpoints} />
        </>
      ) : null}
    </fieldset>
  )
}

/** What was found of the item as a whole, or of fields without a place of their own. */
function Note({ form, fields }: { form: FormProps; fields: string[] }) {
  const { error, note } = noted(form.found, ...fields)
  if (!error && !note) return null
  return (
    <Text size="sm" component="div" role="status">
      {error ? (
        <span>
          <span className="tl-tag" data-tone="bad">
            problem
          </span>{' '}
          {error}
        </span>
      ) : null}{' '}
      {note}
    </Text>
  )
}

function StepFields({ form }: { form: FormProps }) {
  const { outline, lived, item, write } = form
  const known = (field: string, more: string[] = []) => [...new Set([...namesIn(outline, field), ...more])]
  const says = noted(form.found, 'says')
  return (
    <>
      <div className="tl-design-pair">
        <TextField form={form} field="step" label="Name" first />
        <TextField form={form} field="stage" label="Stage" hint="The part of the journey it lies in" />
      </div>
      <NamesField
        form={form}
        field="touchpoints"
        label="Touchpoints"
        hint="As they are named in the data; without one, the name of the step"
        known={known('touchpoints', lived.touchpoints)}
      />
      <div className="tl-design-pair">
        <NamesField
          form={form}
          field="channels"
          label="Channels"
          hint="Without one, any"
          known={known('channels', lived.channels)}
        />
        <TextField form={form} field="owner" label="Owner" hint="Who answers for it" />
        <TextField
          form={form}
          field="within"
          label="Done within"
          hint="2d, 48h, 2bd: since the step before"
        />
        <TextField
          form={form}
          field="silence"
          label="Silence tolerated after it"
          hint="3d; without it, the storyboard’s"
        />
        <NamesField
          form={form}
          field="tells"
          label="Tells"
          hint="What the customer learns"
          known={known('tells', known('asks'))}
        />
        <NamesField
          form={form}
          field="asks"
          label="Asks"
          hint="What the customer is asked for"
          known={known('asks', known('tells'))}
        />
      </div>
      <Textarea
        label="Says"
        autosize
        minRows={1}
        error={says.error}
        description={says.note ?? 'What it should say to the customer'}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={item.texts.says ?? ''}
        onChange={(event) => write('says', event.currentTarget.value)}
      />
      <TextField form={form} field="feeling" label="Feeling" hint="How the customer should feel" />
      <Checkbox
        label="Moment of truth: it decides what the customer thinks afterwards"
        checked={item.texts.moment_of_truth === 'true'}
        error={noted(form.found, 'moment_of_truth').error}
        onChange={(event) => write('moment_of_truth', event.currentTarget.checked || null)}
      />
      <PromiseFields form={form} />
    </>
  )
}

const turns = [
  { value: 'sequence', label: 'sequence: one after the other' },
  { value: 'choice', label: 'choice: exactly one of these' },
  { value: 'parallel', label: 'parallel: all, in any order' },
  { value: 'optional', label: 'optional: may be left out' },
]

function BlockFields({ form }: { form: FormProps }) {
  const { item, turn, first } = form
  if (item.kind === 'repeat')
    return <TextField form={form} field="repeat.up_to" label="At most so often" hint="2 to 50 times" first />
  return (
    <Select
      ref={first}
      label="Kind of block"
      data={turns}
      value={item.kind}
      allowDeselect={false}
      onChange={(value) => value && turn(value as Exclude<Block, 'repeat'>)}
    />
  )
}

function TopFields({ form }: { form: FormProps }) {
  const { outline, lived } = form
  const touchpoints = [...new Set([...namesIn(outline, 'touchpoints', 'step'), ...lived.touchpoints])]
  return (
    <>
      <TextField form={form} field="title" label="Title" first />
      <NamesField
        form={form}
        field="starts"
        label="Starts"
        hint="Touchpoints at which a run begins; without one, any"
        known={touchpoints}
      />
      <TextField
        form={form}
        field="silence"
        label="Silence tolerated"
        hint="3d, where neither a promise nor a step says otherwise"
      />
      <StoryboardPartsForm form={form} />
      <Text size="sm" className="tl-soft">
        Correlation and lifecycle are written in the text beside.
      </Text>
    </>
  )
}

/** The fields of what is chosen in the tree. Each writes only its own place in the text. */
export function StoryboardForm(form: FormProps) {
  const { kind } = form.item
  return (
    <section aria-label="Fields of what is chosen" className="tl-design-form">
      <Note form={form} fields={['', kind]} />
      {kind === 'step' ? <StepFields form={form} /> : null}
      {kind === 'storyboard' ? <TopFields form={form} /> : null}
      {kind === 'unreadable' ? (
        <Text size="sm">This is neither a step nor a block: mend it in the text.</Text>
      ) : null}
      {kind === 'step' || kind === 'storyboard' || kind === 'unreadable' ? null : <BlockFields form={form} />}
    </section>
  )
}
