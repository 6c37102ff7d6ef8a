import { NumberInput, PasswordInput, Select } from '@mantine/core'
import { mailTls } from '../contract.ts'

const encryption = { none: 'None', starttls: 'STARTTLS', tls: 'TLS from the start' }
const choices = mailTls.map((value) => ({ value, label: encryption[value] }))

/** Words of a list as somebody writes it, with blanks, commas or lines between. */
export const listed = (text: string) =>
  text
    .split(/[\s,;]+/)
    .map((each) => each.trim())
    .filter((each) => each !== '')

export function Port({ label, value, set }: { label: string; value: number; set: (port: number) => void }) {
  return (
    <NumberInput
      label={label}
      required
      min={1}
      max={65535}
      allowDecimal={false}
      thousandSeparator=""
      value={value}
      onChange={(next) => set(Number(next) || value)}
    />
  )
}

type Way = (typeof mailTls)[number]

/** How far the way is encrypted. */
export function Tls({ value, set }: { value: Way; set: (tls: Way) => void }) {
  return (
    <Select
      label="Encryption"
      allowDeselect={false}
      data={choices}
      value={value}
      onChange={(next) => next && set(next as Way)}
    />
  )
}

/** A password that is never shown again: what is left empty stays. */
export function Secret({
  label,
  kept,
  disabled = false,
  set,
}: {
  label: string
  kept: boolean
  disabled?: boolean
  set: (secret: string | undefined) => void
}) {
  return (
    <PasswordInput
      label={label}
      description={kept ? 'Empty: it stays as it is' : undefined}
      autoComplete="new-password"
      disabled={disabled}
      onChange={(event) => set(event.currentTarget.value || undefined)}
    />
  )
}
