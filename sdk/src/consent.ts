import type { Memory } from './memory.ts'
import type { Settings } from './settings.ts'

export type Consent = 'unasked' | 'granted' | 'denied'

/** What the visitor allows. A yes is kept until it is withdrawn; a no leaves nothing behind, not even itself. */
export interface Choice {
  now(): Consent
  /** Whether events may leave the page. */
  maySend(): boolean
  /** Whether events are made at all. */
  mayRecord(): boolean
  set(consent: 'granted' | 'denied'): void
}

/** `privacy`: the browser asks not to be followed (Global Privacy Control): nothing is done until the visitor says yes. */
export function createChoice(memory: Memory, settings: Settings, privacy: boolean): Choice {
  let consent: Consent = 'unasked'
  const set = (said: 'granted' | 'denied') => {
    consent = said
    if (said === 'denied') return memory.close()
    memory.open()
    memory.write('consent', said)
  }
  if (settings.consent === 'granted' || memory.read('consent') === 'granted') set('granted')
  return {
    now: () => consent,
    maySend: () =>
      consent === 'granted' || (consent === 'unasked' && settings.before_consent === 'send' && !privacy),
    mayRecord: () => consent !== 'denied' && !(consent === 'unasked' && privacy),
    set,
  }
}
