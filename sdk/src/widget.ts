import type { Consent } from './consent.ts'
import type { Properties } from './event.ts'
import type { Settings } from './settings.ts'

/** What a widget is given to work with. */
export interface WidgetTools {
  host: string
  write_key: string
  consent(): Consent
  anonymous_id(): string
  track(event: string, properties?: Properties): void
}

export type StartWidget = (options: unknown, tools: WidgetTools) => void

/**
 * Loads a widget from our own server, once, and starts it: `/sdk/widget-NAME.js` puts its start into
 * `throughline.widgets.NAME`. One that cannot be loaded is asked for anew at the next call.
 */
export function createWidgets({ host, write_key }: Settings, more: Omit<WidgetTools, 'host' | 'write_key'>) {
  const widgets: Record<string, StartWidget> = {}
  const loading = new Map<string, Promise<void>>()
  const load = (name: string): Promise<void> => {
    const known = loading.get(name)
    if (known) return known
    const loaded = new Promise<void>((done, failed) => {
      const script = document.createElement('script')
      script.src = `${host}/sdk/widget-${name}.js`
      script.async = true
      script.onload = () => done()
      script.onerror = () => {
        loading.delete(name)
        script.remove()
        failed(new Error(`The widget '${name}' could not be loaded from ${script.src}.`))
      }
      document.head.append(script)
    })
    loading.set(name, loaded)
    return loaded
  }
  return {
    widgets,
    show: async (name: string, options: unknown) => {
      if (!/^[a-z][a-z0-9-]{0,39}$/.test(name))
        throw new Error(`The widget '${name}' is no name: write a–z, 0–9 and -.`)
      if (!Object.hasOwn(widgets, name)) await load(name)
      widgets[name]?.(options, { host, write_key, ...more })
    },
  }
}
