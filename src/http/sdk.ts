import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Context, Hono } from 'hono'

const built = join(import.meta.dirname, '..', '..', 'dist', 'sdk', 'throughline.js')

interface Script {
  text: string
  /** Of its content: the name it may be kept under for ever. */
  version: string
  /** For the `integrity` of a script tag. */
  integrity: string
}

/**
 * The browser SDK: at `/sdk/throughline.js` whatever is newest, kept for ten minutes; at `/sdk/throughline-VERSION.js` for ever.
 * A version that is no more gets the newest: a page that was not changed since must not fall silent.
 */
export function serveSdk(app: Hono): void {
  const script = scriptOf(built)
  // One route with a name in it: two that overlap make every request of the server slower to route.
  app.get('/sdk/:file', (context, next) => {
    const file = context.req.param('file')
    if (file !== 'version' && !/^throughline(-[0-9a-f]+)?\.js$/.test(file)) return next()
    const now = script()
    if (now === null) return notBuilt(context)
    return file === 'version' ? versionOf(context, now) : scriptFor(context, now, file)
  })
}

function versionOf(context: Context, { version, integrity }: Script): Response {
  return context.json({ version, integrity }, 200, { ...open, 'cache-control': 'no-cache' })
}

function scriptFor(context: Context, { text, version }: Script, file: string): Response {
  const exact = file === `throughline-${version}.js`
  const headers = {
    ...open,
    etag: `"${version}"`,
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': exact ? 'public, max-age=31536000, immutable' : 'public, max-age=600',
  }
  if (context.req.header('if-none-match') === headers.etag) return context.body(null, 304, headers)
  return context.body(text, 200, headers)
}

/** Pages of any site load it. */
const open = {
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
  'x-content-type-options': 'nosniff',
}

const notBuilt = (context: Context) =>
  context.text(
    'The browser SDK is not built yet. Start with `npm start`, which builds it, or run `npx vite build --config sdk/vite.config.ts`.',
    503,
  )

/** Read again when the file is another; null where there is none. */
function scriptOf(file: string): () => Script | null {
  let known: Script | null = null
  let of = 0
  return () => {
    if (!existsSync(file)) return null
    const at = statSync(file).mtimeMs
    if (known === null || at !== of) {
      const text = readFileSync(file, 'utf8')
      const version = createHash('sha256').update(text).digest('hex').slice(0, 12)
      known = { text, version, integrity: `sha384-${createHash('sha384').update(text).digest('base64')}` }
      of = at
    }
    return known
  }
}
