import { ActionIcon, Checkbox, Group, NumberInput, Select, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react'
import './identity.css'
import { type KindRule, kindSettings, type Normalisation, normalisations } from '../../collect/contract.ts'

const forms: Record<Normalisation, string> = {
  email: 'E-mail',
  phone: 'Phone number',
  text: 'Text',
  exact: 'As written',
}

/** The rule of a kind in another form, with what both have in common. */
function inForm({ kind, limit, shared_above }: KindRule, normalise: Normalisation): KindRule {
  return kindSettings.parse({ kinds: [{ kind, limit, shared_above, normalise }] }).kinds[0]!
}

/** One kind of identifier, to be changed: its form, its limits, its place in the order. */
export function KindEditor({
  rule,
  place,
  last,
  change,
  move,
  remove,
}: {
  rule: KindRule
  place: number
  last: number
  change: (rule: KindRule) => void
  move: (by: -1 | 1) => void
  remove: () => void
}) {
  return (
    <fieldset className="tl-panel tl-kind" data-kind={rule.kind}>
      <legend className="tl-kind-name">
        {place + 1}. {rule.kind}
      </legend>
      <div className="tl-kind-fields">
        <Select
          label="Form"
          allowDeselect={false}
          data={normalisations.map((value) => ({ value, label: forms[value] }))}
          value={rule.normalise}
          onChange={(next) => next && change(inForm(rule, next as Normalisation))}
        />
        <NumberInput
          label="Most per customer"
          min={1}
          max={50}
          allowDecimal={false}
          clampBehavior="blur"
          value={rule.limit}
          onChange={(next) => change({ ...rule, limit: Number(next) || 1 })}
        />
        <NumberInput
          label="Shared above"
          min={1}
          max={1000}
          allowDecimal={false}
          clampBehavior="blur"
          value={rule.shared_above}
          onChange={(next) => change({ ...rule, shared_above: Number(next) || 1 })}
        />
        <FormRules rule={rule} change={change} />
      </div>
      <Group gap={4} className="tl-kind-moves">
        <ActionIcon
          variant="default"
          size={28}
          aria-label={`Make ${rule.kind} stronger`}
          disabled={place === 0}
          onClick={() => move(-1)}
        >
          <IconArrowUp size={16} aria-hidden />
        </ActionIcon>
        <ActionIcon
          variant="default"
          size={28}
          aria-label={`Make ${rule.kind} weaker`}
          disabled={place === last}
          onClick={() => move(1)}
        >
          <IconArrowDown size={16} aria-hidden />
        </ActionIcon>
        <ActionIcon
          variant="default"
          size={28}
          aria-label={`Take ${rule.kind} off the list`}
          disabled={last === 0}
          onClick={remove}
        >
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      </Group>
    </fieldset>
  )
}

function FormRules({ rule, change }: { rule: KindRule; change: (rule: KindRule) => void }) {
  if (rule.normalise === 'text')
    return (
      <Checkbox
        label="Case ignored"
        checked={rule.case_ignored}
        onChange={(event) => change({ ...rule, case_ignored: event.currentTarget.checked })}
      />
    )
  if (rule.normalise !== 'email') return null
  return (
    <>
      <TextInput
        label="Dots ignored at"
        placeholder="gmail.com, googlemail.com"
        defaultValue={rule.dots_ignored_at.join(', ')}
        onChange={(event) =>
          change({
            ...rule,
            dots_ignored_at: event.currentTarget.value.split(/[\s,;]+/).filter((each) => each !== ''),
          })
        }
      />
      <Checkbox
        label="Plus part ignored"
        checked={rule.plus_ignored}
        onChange={(event) => change({ ...rule, plus_ignored: event.currentTarget.checked })}
      />
    </>
  )
}
