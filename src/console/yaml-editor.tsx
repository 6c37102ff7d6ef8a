import { List, Text } from '@mantine/core'
import { useId } from 'react'

export interface YamlProblem {
  line: number
  field: string
  message: string
  warning?: boolean
}

/** Plain text with line numbers; lines with a problem are marked and listed below. Tab leaves the field. */
export function YamlEditor({
  label,
  value,
  onChange,
  problems = [],
  readOnly,
}: {
  label: string
  value: string
  onChange?: (value: string) => void
  problems?: YamlProblem[]
  readOnly?: boolean
}) {
  const id = useId()
  const lines = value.split('\n')
  const marked = new Set(problems.filter((one) => !one.warning).map((one) => one.line))
  return (
    <div>
      <Text component="label" htmlFor={id} size="sm" fw={550} mb={4} display="block">
        {label}
      </Text>
      <div className="tl-yaml">
        <div className="tl-yaml-lines" aria-hidden>
          {lines.map((_, at) => (
            <div key={String(at)}>{marked.has(at + 1) ? <b>●&nbsp;{at + 1}</b> : at + 1}</div>
          ))}
        </div>
        <textarea
          id={id}
          value={value}
          readOnly={readOnly}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          rows={Math.max(8, lines.length)}
          aria-invalid={marked.size > 0}
          aria-describedby={`${id}-problems`}
          onChange={(event) => onChange?.(event.currentTarget.value)}
        />
      </div>
      <div id={`${id}-problems`} aria-live="polite">
        {problems.length ? (
          <List size="sm" mt={8} spacing={4} listStyleType="none" withPadding={false}>
            {problems.map((one) => (
              <List.Item key={`${one.line}-${one.field}-${one.message}`}>
                <span className="tl-tag" data-tone={one.warning ? 'warn' : 'bad'}>
                  {one.warning ? 'note' : 'problem'} · line {one.line}
                </span>{' '}
                {one.field ? <span className="tl-mono">{one.field}</span> : null} {one.message}
              </List.Item>
            ))}
          </List>
        ) : null}
      </div>
    </div>
  )
}
