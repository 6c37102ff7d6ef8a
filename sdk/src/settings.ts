/** What the script tag says. */
export interface Settings {
  write_key: string
  /** Where Throughline is, without a slash at the end. */
  host: string
  /** What happens before the visitor is asked: events wait in memory, or are sent without anything being kept. */
  before_consent: 'hold' | 'send'
  /** The site asked already, and this script is loaded only after a yes. */
  consent: 'granted' | null
  pages: boolean
  hooks: boolean
}

/** Settings of a script tag, with what `init` says over them; null where there is no write key yet. */
export function settingsOf(script: HTMLScriptElement | null, given: Partial<Settings> = {}): Settings | null {
  const data = script?.dataset ?? {}
  const write_key = given.write_key ?? data.writeKey ?? ''
  const host = given.host ?? data.host ?? (script?.src ? new URL(script.src).origin : location.origin)
  if (write_key === '') return null
  return {
    write_key,
    host: host.replace(/\/+$/, ''),
    before_consent: (given.before_consent ?? data.beforeConsent) === 'send' ? 'send' : 'hold',
    consent: (given.consent ?? data.consent) === 'granted' ? 'granted' : null,
    pages: given.pages ?? data.pages !== 'off',
    hooks: given.hooks ?? data.hooks !== 'off',
  }
}
