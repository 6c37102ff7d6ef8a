import { List, Text } from '@mantine/core'
import { useEffect, useId, useRef } from 'react'

export interface YamlProblem {
  line: number
  field: string
  message: string
  warning?: boolean
}

const lineOf = (text: string, offset: number) => text.slice(0, offset).split('\n').length

/** The place at which two texts begin to differ again, from the end: where the caret belongs after an undo. */
function lastChange(before: string, after: string): number {
  const most = Math.min(before.length, after.length)
  let same = 0
  while (same < most && before.at(-1 - same) === after.at(-1 - same)) same++
  return after.length - same
}

function Problems({ id, problems, go }: { id: string; problems: YamlProblem[]; go: (line: number) => void }) {
  return (
    <div id={id} aria-live="polite">
      {problems.length ? (
        <List size="sm" mt={8} spacing={4} listStyleType="none" withPadding={false}>
          {problems.map((one) => (
            <List.Item key={`${one.line}-${one.field}-${one.message}`}>
              <button
                type="button"
                className="tl-tag tl-yaml-go"
                data-tone={one.warning ? 'warn' : 'bad'}
                onClick={() => go(one.line)}
              >
                {one.warning ? 'note' : 'problem'} · line {one.line}
              </button>{' '}
              {one.field ? <span className="tl-mono">{one.field}</span> : null} {one.message}
            </List.Item>
          ))}
        </List>
      ) : null}
    </div>
  )
}

/** Scrolls a box, not the page, until its lines from and to are in sight. */
function reveal(box: HTMLElement | null, from: number, to: number): void {
  const numbers = box?.querySelector('.tl-yaml-lines')?.children
  const [first, last] = [numbers?.[from - 1], numbers?.[to - 1]] as (HTMLElement | undefined)[]
  if (!box || !first || !last) return
  const [top, bottom] = [first.offsetTop, last.offsetTop + last.offsetHeight]
  if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight + 40
  if (top < box.scrollTop) box.scrollTop = Math.max(0, top - 40)
}

/** Plain text with line numbers; lines with a problem are marked and listed below. Tab leaves the field. */
export function YamlEditor({
  label,
  value,
  onChange,
  problems = [],
  readOnly,
  boxed,
  lit,
  onLine,
}: {
  label: string
  value: string
  onChange?: (value: string) => void
  problems?: YamlProblem[]
  readOnly?: boolean
  /** As high as the window at most, and scrolling inside. */
  boxed?: boolean
  /** Lines marked as chosen, scrolled into sight. */
  lit?: readonly [from: number, to: number] | undefined
  /** The line of the caret, when it comes to another. */
  onLine?: (line: number) => void
}) {
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  const area = useRef<HTMLTextAreaElement>(null)
  const typed = useRef(value)
  const line = useRef(0)
  const lines = value.split('\n')
  const marked = new Set(problems.filter((one) => !one.warning).map((one) => one.line))
  const [from = 0, to = 0] = lit ?? []
  useEffect(() => {
    if (document.activeElement !== area.current) reveal(box.current, from, to)
  }, [from, to])
  useEffect(() => {
    const element = area.current
    const caret = lastChange(typed.current, value)
    if (typed.current !== value && element && document.activeElement === element)
      element.setSelectionRange(caret, caret)
    typed.current = value
  }, [value])
  const atLine = (offset: number) => {
    const now = lineOf(value, offset)
    if (now !== line.current) onLine?.(now)
    line.current = now
  }
  const go = (to: number) => {
    const offset = lines.slice(0, to - 1).join('\n').length + (to > 1 ? 1 : 0)
    area.current?.focus({ preventScroll: true })
    area.current?.setSelectionRange(offset, offset + (lines[to - 1]?.length ?? 0))
    reveal(box.current, to, to)
  }
  return (
    <div>
      <Text component="label" htmlFor={id} size="sm" fw={550} mb={4} display="block">
        {label}
      </Text>
      <div className="tl-yaml" ref={box} data-boxed={boxed || undefined}>
        <div className="tl-yaml-lines" aria-hidden>
          {lines.map((_, at) => (
            <div key={String(at)} data-lit={(at + 1 >= from && at + 1 <= to) || undefined}>
              {marked.has(at + 1) ? <b>●&nbsp;{at + 1}</b> : at + 1}
            </div>
          ))}
        </div>
        <textarea
          ref={area}
          id={id}
          className="tl-yaml-text"
          value={value}
          readOnly={readOnly}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          rows={Math.max(8, lines.length)}
          aria-invalid={marked.size > 0}
          aria-describedby={`${id}-problems`}
          onSelect={(event) => atLine(event.currentTarget.selectionStart)}
          onChange={(event) => {
            typed.current = event.currentTarget.value
            onChange?.(event.currentTarget.value)
          }}
        />
      </div>
      <Problems id={`${id}-problems`} problems={problems} go={go} />
    </div>
  )
}
