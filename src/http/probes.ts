import type { Hono } from 'hono'

/** Resolves when an engine answers. */
export type Probe = () => Promise<unknown>

/** So long may an engine take to say that it is there. */
const patience_ms = 3_000
/** Asked by whoever likes, an engine is asked at most so often. */
const remembered_ms = 250

/**
 * `/health`: the process lives; who sees it silent starts it anew. `/health/ready`: every engine answers; who sees 503 sends
 * requests elsewhere, or waits.
 */
export function serveProbes(app: Hono, engines: Record<string, Probe>): void {
  app.get('/health', (context) => context.json({ status: 'ok' }))
  let last: { at: number; found: Promise<Record<string, string>> } | null = null
  app.get('/health/ready', async (context) => {
    if (last === null || performance.now() - last.at > remembered_ms)
      last = { at: performance.now(), found: stateOf(engines) }
    const found = await last.found
    const ready = Object.values(found).every((state) => state === 'ok')
    return context.json({ status: ready ? 'ready' : 'not ready', ...found }, ready ? 200 : 503, {
      'cache-control': 'no-store',
      ...(ready ? {} : { 'retry-after': '2' }),
    })
  })
}

async function stateOf(engines: Record<string, Probe>): Promise<Record<string, string>> {
  const states = Object.entries(engines).map(async ([name, probe]) => [name, await stateBy(probe)] as const)
  return Object.fromEntries(await Promise.all(states))
}

/** Why it does not answer is told in the log of whoever asked it; here it is told to strangers. */
async function stateBy(probe: Probe): Promise<string> {
  const late = Promise.withResolvers<string>()
  const timer = setTimeout(() => late.resolve(`no answer within ${patience_ms / 1000} s`), patience_ms)
  const asked = probe().then(
    () => 'ok',
    () => 'does not answer',
  )
  try {
    return await Promise.race([asked, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
