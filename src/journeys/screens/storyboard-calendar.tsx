import { Button, Checkbox, Group } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useMemo } from 'react'
import { withoutPart, withPart } from './storyboard-part-edit.ts'
import {
  AddPart,
  foundIn,
  PartNames,
  PartSection,
  type PartsForm,
  PartText,
} from './storyboard-part-fields.tsx'
import { zoneWritten } from './storyboard-part-turn.ts'
import type { CalendarPart, Parts } from './storyboard-parts.ts'
import { ZoneText } from './storyboard-zone.tsx'

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
const words: Record<(typeof days)[number], string> = {
  mon: 'Mon',
  tue: 'Tue',
  wed: 'Wed',
  thu: 'Thu',
  fri: 'Fri',
  sat: 'Sat',
  sun: 'Sun',
}
const here = () => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'

function Hours({ form, of, zones }: { form: PartsForm; of: CalendarPart; zones: string[] }) {
  return (
    <li className="tl-part">
      <div className="tl-part-fields">
        <PartText
          form={form}
          place={['calendar', 'zone']}
          label="Time zone"
          hint="Europe/Berlin"
          value={of.zone}
          keep
          known={zones}
        />
        <PartText
          form={form}
          place={['calendar', 'hours']}
          label="Open"
          hint="09:00-17:00, every day the same"
          value={of.hours}
          keep
        />
        <Checkbox.Group
          className="tl-part-wide"
          label="Days of work"
          error={foundIn(form.found, ['calendar', 'days']).error}
          value={of.days}
          onChange={(chosen) =>
            chosen.length > 0 &&
            form.edit(
              (text) =>
                withPart(
                  text,
                  ['calendar', 'days'],
                  days.filter((day) => chosen.includes(day)),
                ),
              '',
            )
          }
        >
          <Group gap={14} mt={4}>
            {days.map((day) => (
              <Checkbox key={day} value={day} label={words[day]} />
            ))}
          </Group>
        </Checkbox.Group>
        <div className="tl-part-wide">
          <PartNames
            form={form}
            place={['calendar', 'holidays']}
            label="Holidays"
            hint="2026-12-25 …: days on which nobody works"
            value={of.holidays}
            known={[]}
          />
        </div>
      </div>
    </li>
  )
}

function CustomersZone({ form, zone, zones }: { form: PartsForm; zone: Parts['zone']; zones: string[] }) {
  const write = (change: Partial<Parts['zone']>) =>
    form.edit((text) => zoneWritten(text, { ...zone, ...change }), `zone ${Object.keys(change)[0]}`)
  const found = foundIn(form.found, ['zone'])
  const attribute = foundIn(form.found, ['zone', 'attribute'])
  const otherwise = foundIn(form.found, ['zone', 'otherwise'])
  return (
    <div className="tl-part-pair">
      <ZoneText
        label="Customers’ time zone"
        hint="Where a promised day ends; without it, unknown"
        value={zone.otherwise}
        known={zones}
        error={otherwise.error ?? found.error}
        write={(text) => write({ otherwise: text })}
      />
      <ZoneText
        label="or by attribute"
        hint="time_zone: where a run names one"
        value={zone.attribute}
        known={form.known.attributes}
        error={attribute.error}
        write={(text) => write({ attribute: text })}
      />
    </div>
  )
}

/** When the company works, and where its customers' days end. */
export function CalendarForm({ form }: { form: PartsForm }) {
  const { calendar, zone } = form.parts
  const zones = useMemo(() => ['UTC', ...Intl.supportedValuesOf('timeZone')], [])
  return (
    <PartSection
      title="Calendar"
      hint="When the company works: for times in business days and hours (2bd, 6bh)."
      entries={calendar === null ? 0 : 1}
      add={
        calendar === null ? (
          <AddPart
            add={() =>
              form.edit(
                (text) =>
                  withPart(text, ['calendar'], {
                    zone: here(),
                    days: days.slice(0, 5),
                    hours: '09:00-17:00',
                  }),
                '',
              )
            }
          >
            Add a calendar
          </AddPart>
        ) : (
          <Button
            variant="default"
            size="xs"
            leftSection={<IconTrash size={14} aria-hidden />}
            onClick={(event) => {
              event.currentTarget.closest<HTMLElement>('fieldset')?.focus()
              form.edit((text) => withoutPart(text, ['calendar']), '')
            }}
          >
            Remove the calendar
          </Button>
        )
      }
      more={<CustomersZone form={form} zone={zone} zones={zones} />}
    >
      {calendar === null ? null : <Hours form={form} of={calendar} zones={zones} />}
    </PartSection>
  )
}
