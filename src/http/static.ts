import { existsSync, readFileSync } from 'node:fs'
import { extname, join, normalize } from 'node:path'
import type { Hono } from 'hono'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.ico': 'image/x-icon',
}

const built = join(import.meta.dirname, '..', '..', 'dist', 'console')

/** The built console; every other address is a page of it and gets its index. `framedBy` names the site that may frame a page. */
export function serveConsole(app: Hono, framedBy: (path: string) => Promise<string | null>): void {
  app.get('*', async (context) => {
    const path = normalize(decodePath(context.req.path))
    const file = join(built, path)
    const asset = file.startsWith(built) && extname(file) !== '' && existsSync(file)
    const shown = asset ? file : join(built, 'index.html')
    if (!existsSync(shown))
      return context.text(
        'The console is not built yet. Start with `npm start`, which builds it, or run `npx vite build`.',
        503,
      )
    const immutable = path.startsWith('/assets/') && asset
    return context.body(new Uint8Array(readFileSync(shown)), 200, {
      'content-type': types[extname(shown)] ?? 'application/octet-stream',
      'cache-control': immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
      'content-security-policy': `default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; frame-ancestors ${(await framedBy(path)) ?? "'none'"}`,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
    })
  })
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return '/'
  }
}
