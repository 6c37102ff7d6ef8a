import { Button, Checkbox } from '@mantine/core'
import { withoutPart, withPart } from './storyboard-part-edit.ts'
import {
  AddPart,
  foundIn,
  PartEntry,
  PartName,
  PartSection,
  type PartsForm,
  PartText,
} from './storyboard-part-fields.tsx'
import { freeAmong, type ItemPart } from './storyboard-parts.ts'

function Item({ form, of }: { form: PartsForm; of: ItemPart }) {
  const place = ['items', of.name]
  return (
    <PartEntry form={form} place={place} name={of.name}>
      <PartName form={form} place={place} label="Item" />
      <PartText
        form={form}
        place={[...place, 'expires']}
        label="Expires after"
        hint="365d: then it may be asked again"
        value={of.expires}
      />
      <Checkbox
        className="tl-part-wide"
        label="Proves who somebody is: asked again on purpose, and counted apart"
        checked={of.security}
        error={foundIn(form.found, [...place, 'security']).error}
        onChange={(event) => {
          const { checked } = event.currentTarget
          form.edit(
            (text) =>
              checked
                ? withPart(text, [...place, 'security'], true)
                : withoutPart(text, [...place, 'security']),
            '',
          )
        }}
      />
    </PartEntry>
  )
}

/** The dictionary of what customers are told and asked. */
export function ItemsForm({ form }: { form: PartsForm }) {
  const { items } = form.parts
  const names = items.map(({ name }) => name)
  const strange = form.known.items.filter((item) => !names.includes(item))
  const add = (added: string[]) =>
    form.edit((text) => added.reduce((all, name) => withPart(all, ['items', name], {}), text), '')
  return (
    <PartSection
      title="Items"
      hint="What customers are told and asked, each under one name in every step and channel."
      entries={items.length}
      add={
        <>
          <AddPart add={() => add([freeAmong([...names, ...strange], 'new item')])}>Add an item</AddPart>
          {strange.length > 0 ? (
            <Button variant="default" size="xs" onClick={() => add(strange)}>
              Add what steps tell and ask: {strange.slice(0, 3).join(', ')}
              {strange.length > 3 ? ` and ${strange.length - 3} more` : ''}
            </Button>
          ) : null}
        </>
      }
    >
      {items.map((of, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a renamed item is the same, and keeps the focus
        <Item key={at} form={form} of={of} />
      ))}
    </PartSection>
  )
}
