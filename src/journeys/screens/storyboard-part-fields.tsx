import { ActionIcon, Button, TagsInput, TextInput, Tooltip } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { Found } from './storyboard-found.ts'
import { noted } from './storyboard-noted.tsx'
import {
  type Place,
  withoutPart,
  withPart,
  withPartMoved,
  withPartNamed,
  withPartNames,
} from './storyboard-part-edit.ts'
import { fieldOf, type Parts } from './storyboard-parts.ts'

/** What the forms of the parts are given. */
export interface PartsForm {
  parts: Parts
  found: Found[]
  /** Names that are offered where names are written. */
  known: { steps: string[]; touchpoints: string[]; promises: string[]; items: string[]; attributes: string[] }
  /** Writes the text; `at` = where, so that what is typed in one go is undone in one go. */
  edit: (change: (text: string) => string | null, at: string) => void
}

const order: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error']

/** What was found at a place, and in the lists at it. */
export function foundIn(found: Found[], place: Place) {
  const name = fieldOf(place)
  return noted(found, ({ field }) => field === name || field.replace(/\[\d+\]$/, '') === name)
}

interface FieldProps {
  form: PartsForm
  place: Place
  label: string
  hint?: string
}

/** A text at a place; emptied it is taken away, or with `keep` written as nothing. */
export function PartText({
  form,
  place,
  label,
  hint,
  value,
  keep = false,
  known,
}: FieldProps & { value: string; keep?: boolean; known?: string[] }) {
  const { error, note } = foundIn(form.found, place)
  const list = known?.length ? `known-${fieldOf(place).replace(/\W+/g, '-')}` : undefined
  return (
    <>
      <TextInput
        label={label}
        error={error}
        description={note ?? hint}
        inputWrapperOrder={order}
        value={value}
        list={list}
        onChange={(event) => {
          const written = event.currentTarget.value
          form.edit(
            (text) => (written === '' && !keep ? withoutPart(text, place) : withPart(text, place, written)),
            fieldOf(place),
          )
        }}
      />
      {list ? (
        <datalist id={list}>
          {known?.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      ) : null}
    </>
  )
}

/** A whole number at a place; anything else is written as it stands, and found by the check. */
export function PartNumber({ form, place, label, hint, value }: FieldProps & { value: string }) {
  const { error, note } = foundIn(form.found, place)
  return (
    <TextInput
      label={label}
      error={error}
      description={note ?? hint}
      inputWrapperOrder={order}
      inputMode="numeric"
      value={value}
      onChange={(event) => {
        const written = event.currentTarget.value
        const number = /^\d{1,9}$/.test(written) ? Number(written) : written
        form.edit((text) => withPart(text, place, number), fieldOf(place))
      }}
    />
  )
}

export function PartNames({
  form,
  place,
  label,
  hint,
  value,
  known,
}: FieldProps & { value: string[]; known: string[] }) {
  const { error, note } = foundIn(form.found, place)
  return (
    <TagsInput
      label={label}
      error={error}
      description={note ?? hint}
      inputWrapperOrder={order}
      data={known}
      value={value}
      acceptValueOnBlur
      clearable={false}
      maxDropdownHeight={220}
      splitChars={[]}
      onChange={(names) => form.edit((text) => withPartNames(text, place, names), '')}
    />
  )
}

/** The name under which something stands: it is written when the field is left, or with Enter, for half a name may be taken. */
export function PartName({ form, place, label }: FieldProps) {
  const name = String(place.at(-1))
  const [draft, setDraft] = useState(name)
  const taken = draft !== name && (draft.trim() === '' || siblings(form.parts, place).includes(draft))
  useEffect(() => setDraft(name), [name])
  const { error, note } = foundIn(form.found, place)
  const refusal = draft.trim() === '' ? 'Write a name.' : 'This name is taken.'
  const write = () => draft !== name && !taken && form.edit((text) => withPartNamed(text, place, draft), '')
  return (
    <TextInput
      label={label}
      error={taken ? refusal : error}
      description={note}
      inputWrapperOrder={order}
      value={draft}
      data-part-name
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={() => (taken ? setDraft(name) : write())}
      onKeyDown={(event) => event.key === 'Enter' && write()}
    />
  )
}

function siblings(parts: Parts, [section, entry, , attribute]: Place): string[] {
  if (attribute !== undefined)
    return parts.outcomes.find(({ name }) => name === entry)?.attributes.map(({ name }) => name) ?? []
  return (section === 'items' ? parts.items : parts.outcomes).map(({ name }) => name)
}

/** One entry of a part: its fields, and what can be done to it. Named by what it is called. */
export function PartEntry({
  form,
  place,
  name,
  ordered = false,
  children,
}: {
  form: PartsForm
  place: Place
  name: string
  /** Its place among the others means something. */
  ordered?: boolean
  children: ReactNode
}) {
  const { error } = foundIn(form.found, place)
  const moves = [
    { by: -1 as const, words: `Move ${name} up`, Icon: IconArrowUp },
    { by: 1 as const, words: `Move ${name} down`, Icon: IconArrowDown },
  ]
  return (
    <li className="tl-part">
      <div className="tl-part-fields">{children}</div>
      {error ? (
        <p className="tl-part-error" role="status">
          <span className="tl-tag" data-tone="bad">
            problem
          </span>{' '}
          {error}
        </p>
      ) : null}
      <div className="tl-part-keys">
        {ordered
          ? moves.map(({ by, words, Icon }) => (
              <Tooltip key={by} label={words}>
                <ActionIcon
                  variant="default"
                  aria-label={words}
                  data-move={by}
                  onClick={(event) => {
                    const own = event.currentTarget.closest('li')
                    const beside = by === 1 ? own?.nextElementSibling : own?.previousElementSibling
                    form.edit((text) => withPartMoved(text, place, by), '')
                    // The focus goes along with what was moved.
                    beside?.querySelector<HTMLElement>(`[data-move="${by}"]`)?.focus()
                  }}
                >
                  <Icon size={15} aria-hidden />
                </ActionIcon>
              </Tooltip>
            ))
          : null}
        <Tooltip label={`Remove ${name}`}>
          <ActionIcon
            variant="default"
            aria-label={`Remove ${name}`}
            onClick={(event) => {
              // The button goes with its entry: the section is where one goes on.
              event.currentTarget.closest<HTMLElement>('fieldset')?.focus()
              form.edit((text) => withoutPart(text, place), '')
            }}
          >
            <IconTrash size={15} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </div>
    </li>
  )
}

/** Adds an entry to a part. */
export function AddPart({ children, add }: { children: ReactNode; add: () => void }) {
  return (
    <Button variant="default" size="xs" leftSection={<IconPlus size={14} aria-hidden />} onClick={add}>
      {children}
    </Button>
  )
}

/** A part of the storyboard with its entries. A new entry takes the focus. */
export function PartSection({
  title,
  hint,
  entries,
  add,
  more,
  children,
}: {
  title: string
  hint: string
  /** How many there are. */
  entries: number
  /** Buttons that add. */
  add: ReactNode
  /** Below the buttons. */
  more?: ReactNode
  children: ReactNode
}) {
  const section = useRef<HTMLFieldSetElement>(null)
  const before = useRef(entries)
  useEffect(() => {
    if (entries > before.current && section.current?.contains(document.activeElement)) {
      const last = section.current.querySelector<HTMLElement>(':scope > ul > li:last-of-type')
      last?.querySelector<HTMLInputElement>('input')?.focus()
    }
    before.current = entries
  }, [entries])
  return (
    <fieldset className="tl-design-promise" ref={section} tabIndex={-1}>
      <legend>{title}</legend>
      <p className="tl-soft tl-part-hint">{hint}</p>
      {entries > 0 ? <ul className="tl-parts">{children}</ul> : null}
      <div className="tl-part-add">{add}</div>
      {more}
    </fieldset>
  )
}
