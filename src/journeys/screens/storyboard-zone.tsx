import { TextInput } from '@mantine/core'
import { useId } from 'react'

/** A text with names that are offered; what is written goes to more than one place. */
export function ZoneText({
  label,
  hint,
  value,
  known,
  error,
  write,
}: {
  label: string
  hint: string
  value: string
  known: string[]
  error: string | undefined
  write: (text: string) => void
}) {
  const list = useId()
  return (
    <>
      <TextInput
        label={label}
        description={hint}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        error={error}
        value={value}
        list={list}
        onChange={(event) => write(event.currentTarget.value)}
      />
      <datalist id={list}>
        {known.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
    </>
  )
}
