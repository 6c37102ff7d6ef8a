import type { Properties } from './event.ts'

/** Attributes that say what a hook is for, not what is told. */
const hooks = new Set(['click', 'form', 'field', 'ignore', 'page'])

/**
 * What an element declares: `data-throughline-order-id="4711"` is the property `order_id`. Nothing else of it is read,
 * neither its text nor its value.
 */
export function declaredOn(element: HTMLElement | SVGElement): Properties {
  return Object.fromEntries(
    Object.entries(element.dataset).flatMap(([key, value]) => {
      if (!/^throughline[A-Z]/.test(key)) return []
      const name = key
        .slice('throughline'.length)
        .replace(/[A-Z]/g, (letter, at) => (at ? '_' : '') + letter.toLowerCase())
      return hooks.has(name) ? [] : [[name, value]]
    }),
  )
}

/** The element an event began at, also within a web component. */
export const startOf = (event: globalThis.Event): Element | null => {
  const [first] = event.composedPath()
  return first instanceof Element ? first : null
}
