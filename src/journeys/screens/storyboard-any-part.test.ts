import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import {
  type Place,
  withoutPart,
  withPart,
  withPartMoved,
  withPartNamed,
  withPartNames,
} from './storyboard-part-edit.ts'
import { partsOf } from './storyboard-parts.ts'

type Value = Record<string, unknown>
interface Written {
  outcomes?: Value
  objectives?: Value[]
  items?: Value
  calendar?: Value
}

/** How an entry is written: its fields between brackets or on lines, with comments or without. */
interface Style {
  flow: boolean
  note: boolean
  lead: boolean
  gap: boolean
  more: boolean
}
const style = fc.record({
  flow: fc.boolean(),
  note: fc.boolean(),
  lead: fc.boolean(),
  gap: fc.boolean(),
  more: fc.boolean(),
})
const styles = fc.array(style, { maxLength: 3 })

/** A storyboard with outcomes, objectives, items and a calendar, each missing where nothing is asked of it. */
class Writer {
  private comments = 0
  private comment = () => `# note ${this.comments++}`

  document(parts: { outcomes: Style[]; objectives: Style[]; items: Style[]; calendar: Style[] }): string {
    const section = (name: string, list: Style[], write: (one: Style, at: number) => string) =>
      list.length === 0 ? '' : `${name}:   ${this.comment()}\n${list.map(write).join('')}`
    return [
      `# the head\njourney: j\nversion: 1\n`,
      parts.calendar[0] ? this.calendar(parts.calendar[0]) : '',
      section('items', parts.items, (one, at) => this.entry(one, `item ${at}`, this.item(one))),
      'steps:\n  - step: Only   # one\n',
      section('outcomes', parts.outcomes, (one, at) => this.entry(one, `end ${at}`, this.outcome(one, at))),
      section('objectives', parts.objectives, (one, at) => this.listed(one, this.objective(one, at))),
      '# the tail\n',
    ].join('')
  }

  private item = ({ more }: Style): [string, string][] =>
    more ? [['security', 'true']] : [['expires', '365d']]
  private outcome = ({ more }: Style, at: number): [string, string][] =>
    more
      ? [
          ['kind', 'success'],
          ['touchpoints', `[Done ${at}, "Also: done"]`],
          ['attributes', '{ state: [closed, "on, hold"] }'],
        ]
      : [
          ['kind', 'abandoned'],
          ['after', '60d'],
        ]
  private objective = ({ more }: Style, at: number): [string, string][] => [
    ['name', `"Aim, ${at}"`],
    ['share', '90%'],
    ...(more ? ([['silence', '5d']] as [string, string][]) : ([['outcome', 'end 0']] as [string, string][])),
  ]

  private calendar({ flow, note }: Style): string {
    const fields = ['zone: UTC', 'days: [mon, tue]', 'hours: 09:00-17:00']
    const told = note ? `   ${this.comment()}` : ''
    if (flow) return `calendar: { ${fields.join(', ')} }${told}\n`
    return `calendar:${told}\n${fields.map((field) => `  ${field}\n`).join('')}`
  }

  private around({ lead, gap }: Style): string {
    return `${gap ? '\n' : ''}${lead ? `  ${this.comment()}\n` : ''}`
  }

  private entry(one: Style, name: string, fields: [string, string][]): string {
    const told = one.note ? `   ${this.comment()}` : ''
    const flat = fields.map(([key, value]) => `${key}: ${value}`)
    if (one.flow) return `${this.around(one)}  ${name}: { ${flat.join(', ')} }${told}\n`
    return `${this.around(one)}  ${name}:${told}\n${flat.map((field) => `    ${field}\n`).join('')}`
  }

  private listed(one: Style, fields: [string, string][]): string {
    const told = one.note ? `   ${this.comment()}` : ''
    const flat = fields.map(([key, value]) => `${key}: ${value}`)
    if (one.flow) return `${this.around(one)}  - { ${flat.join(', ')} }${told}\n`
    return `${this.around(one)}  - ${flat[0]}${told}\n${flat
      .slice(1)
      .map((field) => `    ${field}\n`)
      .join('')}`
  }
}

interface Edit {
  edit: (text: string) => string | null
  /** The same on plain values. */
  model: (value: Written) => void
  removes?: boolean
}

const inOrder = (map: Value, order: string[]) => Object.fromEntries(order.map((key) => [key, map[key]]))
const gone = (value: Written, key: keyof Written, empty: boolean) => {
  if (empty) delete value[key]
}

function entryEdits(section: 'outcomes' | 'items', at: number): (value: Written) => Edit {
  return (value) => {
    const names = Object.keys(value[section] ?? {})
    const name = names[at % Math.max(1, names.length)]
    const next = names[names.indexOf(name!) + 1]
    const field = section === 'items' ? 'expires' : 'after'
    const edits: Edit[] = [
      {
        edit: (text) => withPart(text, [section, 'New: one'], { kind: 'failure' }),
        model: (to) => {
          to[section] = { ...to[section], 'New: one': { kind: 'failure' } }
        },
      },
    ]
    if (name === undefined) return edits[0]!
    const place: Place = [section, name]
    edits.push(
      {
        edit: (text) => withPart(text, [...place, field], '2w'),
        model: (to) => {
          ;(to[section]![name] as Value)[field] = '2w'
        },
      },
      {
        edit: (text) => withoutPart(text, [...place, 'kind']),
        model: (to) => {
          delete (to[section]![name] as Value).kind
        },
        removes: true,
      },
      {
        edit: (text) => withoutPart(text, place),
        model: (to) => {
          delete to[section]![name]
          gone(to, section, names.length === 1)
        },
        removes: true,
      },
      {
        edit: (text) => withPartNamed(text, place, 'She said: #1'),
        model: (to) => {
          if (names.includes('She said: #1')) return
          const renamed = Object.entries(to[section]!).map(([key, own]) => [
            key === name ? 'She said: #1' : key,
            own,
          ])
          to[section] = Object.fromEntries(renamed)
        },
      },
      {
        edit: (text) => withPartMoved(text, place, 1),
        model: (to) => {
          if (next === undefined) return
          const order = names.flatMap((one) => (one === name ? [next, name] : one === next ? [] : [one]))
          to[section] = inOrder(to[section]!, order)
        },
      },
      {
        edit: (text) => withPartNames(text, [...place, 'touchpoints'], ['Done 0', 'x, y']),
        model: (to) => {
          ;(to[section]![name] as Value).touchpoints = ['Done 0', 'x, y']
        },
        removes: true,
      },
    )
    return edits[at % edits.length]!
  }
}

function objectiveEdits(at: number): (value: Written) => Edit {
  return ({ objectives: list = [] }) => {
    const index = at % Math.max(1, list.length)
    const add: Edit = {
      edit: (text) => withPart(text, ['objectives', list.length], { name: 'New, too', share: '95%' }),
      model: (to) => {
        to.objectives = [...(to.objectives ?? []), { name: 'New, too', share: '95%' }]
      },
    }
    if (list.length === 0) return add
    const edits: Edit[] = [
      add,
      {
        edit: (text) => withPart(text, ['objectives', index, 'within'], '3d'),
        model: (to) => {
          to.objectives![index]!.within = '3d'
        },
      },
      {
        edit: (text) => withPart(text, ['objectives', index, 'name'], ''),
        model: (to) => {
          to.objectives![index]!.name = ''
        },
      },
      {
        edit: (text) => withoutPart(text, ['objectives', index]),
        model: (to) => {
          to.objectives!.splice(index, 1)
          gone(to, 'objectives', list.length === 1)
        },
        removes: true,
      },
      {
        edit: (text) => withPartMoved(text, ['objectives', index], 1),
        model: (to) => {
          if (index + 1 < list.length) to.objectives!.splice(index, 2, list[index + 1]!, list[index]!)
        },
      },
    ]
    return edits[at % edits.length]!
  }
}

function calendarEdits(at: number): (value: Written) => Edit {
  const edits: Edit[] = [
    {
      edit: (text) => withPart(text, ['calendar', 'hours'], '08:00-24:00'),
      model: (to) => {
        to.calendar = { ...to.calendar, hours: '08:00-24:00' }
      },
    },
    {
      edit: (text) => withPartNames(text, ['calendar', 'holidays'], ['2026-12-25']),
      model: (to) => {
        to.calendar = { ...to.calendar, holidays: ['2026-12-25'] }
      },
      removes: true,
    },
    {
      edit: (text) => withoutPart(text, ['calendar']),
      model: (to) => {
        delete to.calendar
      },
      removes: true,
    },
  ]
  return () => edits[at % edits.length]!
}

const asked = fc.oneof(
  fc.nat(500).map((at) => entryEdits('outcomes', at)),
  fc.nat(500).map((at) => entryEdits('items', at)),
  fc.nat(500).map((at) => objectiveEdits(at)),
  fc.nat(500).map((at) => calendarEdits(at)),
)
const comments = (text: string) => (text.match(/# [^\n]*/g) ?? []).map((one) => one.trim()).sort()

test('any edit of a part does the one thing it says, and keeps every comment; the forms read what it wrote', () => {
  fc.assert(
    fc.property(
      fc.record({ outcomes: styles, objectives: styles, items: styles, calendar: styles }),
      fc.array(asked, { minLength: 1, maxLength: 5 }),
      (parts, edits) => {
        let text = new Writer().document(parts)
        for (const make of edits) {
          const value = parse(text) as Written
          const { edit, model, removes } = make(structuredClone(value))
          const expected = structuredClone(value)
          model(expected)
          const result = edit(text) ?? text
          expect(parse(result)).toEqual(expected)
          expect(Object.keys((parse(result) as Written).outcomes ?? {})).toEqual(
            Object.keys(expected.outcomes ?? {}),
          )
          if (removes) for (const one of comments(result)) expect(comments(text)).toContain(one)
          else expect(comments(result)).toEqual(comments(text))
          const read = partsOf(result)!
          expect(read.outcomes.map(({ name }) => name)).toEqual(Object.keys(expected.outcomes ?? {}))
          expect(read.objectives.map(({ name }) => name)).toEqual(
            (expected.objectives ?? []).map(({ name }) => name),
          )
          expect(read.items.map(({ name }) => name)).toEqual(Object.keys(expected.items ?? {}))
          expect(read.calendar === null).toBe(expected.calendar === undefined)
          text = result
        }
      },
    ),
    { numRuns: 300 },
  )
})
