import { declaredOn, startOf } from './declared.ts'
import type { Properties } from './event.ts'

interface Begun {
  at: number
  last_field: string
  touched: Set<string>
}

/**
 * `data-throughline-form="Application"` on a form: it was started, a field was refused by the browser, it was submitted
 * or left, and at which field. Names of fields are told, never what is in them; `data-throughline-ignore` hides a field.
 */
export function watchForms(track: (event: string, properties: Properties) => void): { left(): void } {
  const begun = new Map<HTMLFormElement, Begun>()
  const tell = (form: HTMLFormElement, what: string, more: Properties = {}) => {
    const name = form.dataset.throughlineForm?.trim()
    if (name) track(`${name} ${what}`, { ...declaredOn(form), ...more })
  }
  const formOf = (field: Element | null) =>
    field?.closest<HTMLFormElement>('form[data-throughline-form]') ?? null
  const begin = (event: globalThis.Event) => {
    const field = startOf(event)
    const form = formOf(field)
    const name = nameOf(field)
    if (!form || name === null) return
    const known = begun.get(form)
    if (known === undefined) {
      begun.set(form, { at: Date.now(), last_field: name, touched: new Set([name]) })
      tell(form, 'started')
    } else {
      known.last_field = name
      known.touched.add(name)
    }
  }
  const end = (form: HTMLFormElement, what: string) => {
    const known = begun.get(form)
    begun.delete(form)
    const seconds = known === undefined ? null : Math.round((Date.now() - known.at) / 1000)
    const place = what === 'left' && known ? { last_field: known.last_field } : {}
    tell(form, what, { ...place, ...(known ? { seconds, fields_touched: known.touched.size } : {}) })
  }
  const watch = (name: string, hear: (event: globalThis.Event) => void) =>
    document.addEventListener(name, hear, { capture: true })
  watch('input', begin)
  watch('change', begin)
  watch('invalid', (event) => {
    const field = startOf(event)
    const form = formOf(field)
    const name = nameOf(field)
    if (form && name !== null) tell(form, 'field refused', { field: name, because: faultOf(field) })
  })
  watch('submit', (event) => {
    const form = startOf(event)
    if (form instanceof HTMLFormElement && form.dataset.throughlineForm !== undefined) end(form, 'submitted')
  })
  return {
    left: () => {
      for (const form of [...begun.keys()]) end(form, 'left')
    },
  }
}

/** What a field is called; null: it is nobody's business. */
function nameOf(field: Element | null): string | null {
  if (!(field instanceof HTMLElement) || field.closest('[data-throughline-ignore]')) return null
  return field.dataset.throughlineField || field.getAttribute('name') || field.id || 'unnamed'
}

/** Which of its rules a field breaks, in the browser's word: `valueMissing`. */
function faultOf(field: Element | null): string {
  const validity = (field as HTMLInputElement | null)?.validity
  for (const rule in validity) if (rule !== 'valid' && validity[rule as keyof ValidityState]) return rule
  return 'unknown'
}
