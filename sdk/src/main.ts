import { watchClicks } from './clicks.ts'
import { createChoice } from './consent.ts'
import { declaredOn } from './declared.ts'
import { type Event, makeEvent, type Properties, pageNow } from './event.ts'
import { watchForms } from './forms.ts'
import { createMemory } from './memory.ts'
import { pageDeclared, watchPages } from './pages.ts'
import { createQueue } from './queue.ts'
import { createSender } from './send.ts'
import { type Settings, settingsOf } from './settings.ts'
import { createVisitor, type Visitor } from './visitor.ts'
import { createWidgets, type StartWidget } from './widget.ts'

type Call = [name: string, ...given: unknown[]]
type Calls = Record<string, (...given: never[]) => unknown>

interface Throughline {
  (...call: Call): void
  /** Calls made before this script was there. */
  q?: Call[]
  version?: string
  widgets?: Record<string, StartWidget>
}

declare const VERSION: string

const site = window as unknown as { throughline?: Throughline }
const script = document.currentScript as HTMLScriptElement | null

/** Everything that happens for one write key. */
function start(settings: Settings): { calls: Calls; widgets: Record<string, StartWidget> } {
  const memory = createMemory(() => localStorage)
  const privacy = (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl === true
  const choice = createChoice(memory, settings, privacy)
  const queue = createQueue(memory)
  const sender = createSender(queue, settings, choice.maySend)
  const visitor = createVisitor(memory)
  const record: Recording = (type, fields) => {
    if (!choice.mayRecord()) return
    queue.add(makeEvent(type, visitor.person(), fields))
    sender.soon()
  }
  const granted = () => {
    visitor.keep()
    queue.keep()
    sender.soon()
  }
  const consent = (said: unknown) => {
    if (said !== 'granted' && said !== 'denied')
      throw new Error(`consent is '${said}': say granted or denied.`)
    choice.set(said)
    if (said === 'granted') return granted()
    queue.clear()
    visitor.forget()
  }
  const telling = tellingCalls(visitor, record)
  const { widgets, show } = createWidgets(settings, {
    consent: choice.now,
    anonymous_id: () => visitor.person().anonymous_id,
    track: telling.track,
  })
  if (choice.now() === 'granted') granted()
  watch(settings, telling, sender)
  return { calls: { ...telling, consent, reset: visitor.forget, flush: sender.now, widget: show }, widgets }
}

type Recording = (type: Event['type'], fields: Properties) => void

/** The calls that tell something. */
function tellingCalls(visitor: Visitor, record: Recording) {
  return {
    identify: (user: unknown, traits?: Properties) => {
      if (typeof user === 'string' || typeof user === 'number') visitor.is(String(user))
      record('identify', { traits: (typeof user === 'object' ? user : traits) ?? {} })
    },
    group: (group: unknown, traits: Properties = {}) => {
      if (typeof group !== 'string' && typeof group !== 'number')
        throw new Error(`group is given ${JSON.stringify(group)}: give its id first.`)
      visitor.belongsTo(String(group))
      record('group', { groupId: String(group), traits })
    },
    track: (event: unknown, properties: Properties = {}) => {
      if (typeof event !== 'string' || event.trim() === '')
        throw new Error(`track is given ${JSON.stringify(event)}: give the name of an event first.`)
      record('track', { event, properties })
    },
    page: (given?: unknown, properties: Properties = {}) => {
      const declared = pageDeclared()
      const name = typeof given === 'string' ? given : declared?.dataset.throughlinePage
      const told = { ...pageNow(), ...(declared ? declaredOn(declared) : {}), ...properties }
      record('page', { ...(name ? { name } : {}), properties: told })
    },
  }
}

function watch(
  { pages, hooks }: Settings,
  { track, page }: ReturnType<typeof tellingCalls>,
  sender: ReturnType<typeof createSender>,
): void {
  if (hooks) watchClicks(track)
  const forms = hooks ? watchForms(track) : null
  const left = () => forms?.left()
  if (pages) watchPages(() => page(), left)
  addEventListener('pagehide', () => {
    left()
    sender.farewell()
  })
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') sender.farewell()
  })
  addEventListener('online', () => void sender.now())
}

/** A fault of ours, or of a call, must never break the page it stands in. */
function safely(call: () => unknown): void {
  const told = (error: unknown) =>
    console.warn(`Throughline: ${error instanceof Error ? error.message : error}`)
  try {
    Promise.resolve(call()).catch(told)
  } catch (error) {
    told(error)
  }
}

function install(): void {
  if (site.throughline?.version !== undefined) return
  const early = site.throughline?.q ?? []
  let calls: Calls | null = null
  const throughline: Throughline = (...call) => safely(() => answer(call))
  const begin = (settings: Settings | null) => {
    if (settings === null || calls !== null) return
    const started = start(settings)
    calls = started.calls
    throughline.widgets = started.widgets
    for (const call of early.splice(0)) throughline(...call)
  }
  const answer = ([name, ...given]: Call) => {
    if (name === 'init') {
      const settings = settingsOf(script, given[0] as Partial<Settings>)
      if (settings === null) throw new Error('init needs a write_key: make one under Sources, Write keys.')
      return begin(settings)
    }
    if (calls === null) return early.push([name, ...given])
    if (!Object.hasOwn(calls, name))
      throw new Error(`'${name}' is no call: say ${Object.keys(calls).join(', ')}.`)
    return calls[name]!(...(given as never[]))
  }
  throughline.version = VERSION
  site.throughline = throughline
  const init = early.findIndex(([name]) => name === 'init')
  safely(() => (init === -1 ? begin(settingsOf(script)) : throughline(...early.splice(init, 1)[0]!)))
}

install()
