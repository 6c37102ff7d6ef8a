import './storyboard-design.css'
import { Text } from '@mantine/core'
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react'
import { Notice } from '../../console/states.tsx'
import { YamlEditor } from '../../console/yaml-editor.tsx'
import { useChosen } from './storyboard-chosen.ts'
import { type Command, commanded, commandOf, saidOf } from './storyboard-command.ts'
import { turnBlock } from './storyboard-edit.ts'
import { withField, withNames } from './storyboard-field-edit.ts'
import { type Lived, StoryboardForm } from './storyboard-form.tsx'
import { type Finding, foundAt } from './storyboard-found.ts'
import { KeyTable, StoryboardKeys } from './storyboard-keys.tsx'
import { itemOfLine, itemOn, type OutlineItem, outlineOf } from './storyboard-outline.ts'
import { StoryboardOutline } from './storyboard-outline.tsx'
import { walkedTree } from './storyboard-walk.ts'

export interface DesignProps {
  text: string
  findings: Finding[]
  lived: Lived
  /** `at` = what is written at, so that what is typed in one go is undone in one go. */
  change: (text: string, at: string) => void
  undo: (() => void) | null
  redo: (() => void) | null
}

/** The last outline that could be read, and whether it is of this text. */
function useOutline(text: string): { outline: OutlineItem | null; fresh: boolean } {
  const last = useRef<OutlineItem | null>(null)
  const outline = useMemo(() => outlineOf(text), [text])
  if (outline) last.current = outline
  return { outline: last.current, fresh: outline !== null }
}

function isRedo({ key, shiftKey }: KeyboardEvent): boolean {
  return key.toLowerCase() === 'y' || (key.toLowerCase() === 'z' && shiftKey)
}

/** Tree and fields beside the text: three views of one document. */
export function StoryboardDesign(props: DesignProps) {
  const { text, findings, undo, redo } = props
  const { outline, fresh } = useOutline(text)
  const { item, choose } = useChosen(outline)
  const [said, setSaid] = useState('')
  const historyKeys = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || !/^[zy]$/i.test(event.key)) return
    event.preventDefault()
    const back = isRedo(event) ? redo : undo
    setSaid(back ? (isRedo(event) ? 'Redone.' : 'Undone.') : 'Nothing is left to take back.')
    back?.()
  }
  const lit = item && fresh && item.path.length > 0 ? ([item.from, item.to] as const) : undefined
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: undo and redo are the same in the tree, the fields and the text
    <div className="tl-design" onKeyDown={historyKeys}>
      <div className="tl-design-side">
        {outline && item ? (
          <>
            {fresh ? null : (
              <Notice title="The text cannot be read just now">
                Mend the line marked in it: the tree follows as soon as it can be read.
              </Notice>
            )}
            <div inert={!fresh}>
              <Tree {...props} outline={outline} item={item} choose={choose} say={setSaid} />
            </div>
          </>
        ) : (
          <Notice title="The text cannot be read">
            Mend the line marked in it: a tree of its steps appears here.
          </Notice>
        )}
      </div>
      <div className="tl-design-text">
        <YamlEditor
          label="Storyboard (YAML)"
          value={text}
          boxed
          lit={lit}
          onChange={(value) => props.change(value, 'text')}
          onLine={(line) => outline && fresh && choose(itemOfLine(outline, line))}
          problems={findings}
        />
      </div>
      <div role="status" className="tl-hidden">
        {said}
      </div>
    </div>
  )
}

interface TreeProps extends DesignProps {
  outline: OutlineItem
  item: OutlineItem
  choose: (item: OutlineItem) => void
  say: (words: string) => void
}

function Tree({ text, findings, lived, change, undo, redo, outline, item, choose, say }: TreeProps) {
  const first = useRef<HTMLInputElement>(null)
  const how = useId()
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const [focused, setFocused] = useState(0)
  const [help, setHelp] = useState(false)
  const found = useMemo(() => foundAt(outline, findings), [outline, findings])
  const toggle = ({ place }: OutlineItem) =>
    setClosed(
      (before) =>
        new Set(before.has(place) ? [...before].filter((one) => one !== place) : [...before, place]),
    )
  const rename = () =>
    setTimeout(() => {
      first.current?.focus()
      first.current?.select()
    })
  const take = (next: string, path: readonly number[], at: string) => {
    change(next, at)
    const after = outlineOf(next)
    if (after) choose(itemOn(after, path))
  }
  const run = (command: Command, fromTree: boolean) => {
    const done = commanded(command, text, outline, item)
    say(saidOf(command, item, done !== null))
    if (!done) return
    if (command === 'inside' || command === 'in') setClosed(new Set())
    take(done.text, done.path, '')
    if (command === 'add' || command === 'inside') rename()
    else if (fromTree) setFocused((count) => count + 1)
  }
  const press = (event: KeyboardEvent) => {
    const command = commandOf(event)
    const walked =
      event.ctrlKey || event.metaKey || event.altKey ? null : walkedTree(outline, closed, item, event.key)
    if (!command && !walked && !/^(Enter|F2|\?| )$/.test(event.key)) return
    if (event.ctrlKey || event.metaKey) return
    event.preventDefault()
    if (command) return run(command, true)
    if (event.key === '?') {
      say(help ? 'The keys are hidden.' : 'The keys are listed below the tree.')
      return setHelp(!help)
    }
    if (!walked) return rename()
    if (walked.toggled) toggle(walked.toggled)
    choose(walked.item)
    setFocused((count) => count + 1)
  }
  const path = item.path
  const write = (field: string, value: string | boolean | number | null) =>
    take(withField(text, path, field.split('.'), meant(field, value)), path, `${item.place} ${field}`)
  return (
    <>
      <StoryboardKeys
        run={(command) => run(command, false)}
        item={item}
        undo={undo}
        redo={redo}
        help={help}
        setHelp={setHelp}
      />
      <Text id={how} className="tl-hidden">
        Arrow keys move, Enter goes to the fields, question mark shows all keys.
      </Text>
      <StoryboardOutline
        outline={outline}
        found={found}
        selected={item.place}
        closed={closed}
        select={(one) => {
          choose(one)
          setFocused((count) => count + 1)
        }}
        toggle={toggle}
        focused={focused}
        describedBy={how}
        press={press}
      />
      {help ? <KeyTable /> : null}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: Escape leads from any field back to the tree */}
      <div
        onKeyDown={(event) =>
          event.key === 'Escape' && !event.defaultPrevented && setFocused((count) => count + 1)
        }
      >
        <StoryboardForm
          key={item.place}
          text={text}
          item={item}
          outline={outline}
          found={found.get(item.place) ?? []}
          lived={lived}
          first={first}
          write={write}
          name={(field, names) => take(withNames(text, path, field.split('.'), names), path, '')}
          turn={(block) => {
            const done = turnBlock(text, path, block)
            if (done) take(done.text, done.path, '')
          }}
          edit={(edit, at) => {
            const next = edit(text)
            if (next !== null) take(next, path, at)
          }}
        />
      </div>
    </>
  )
}

/** An emptied field is taken away, except the name; a bound is a number. */
function meant(field: string, value: string | boolean | number | null) {
  if (value === '' && field !== 'step') return null
  return field === 'repeat.up_to' && typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
}
