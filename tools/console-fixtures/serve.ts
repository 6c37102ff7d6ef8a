import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { serveManual } from '../../src/http/manual.ts'
import { Refusal } from './answer.ts'
import { journeyAnswers } from './answers.ts'
import { collectAnswers } from './collected.ts'
import { sessionAnswers } from './signed-in.ts'

/** The gallery: the built console on an invented company. `node tools/console-fixtures/serve.ts [port] [folder]`. */
const port = Number(process.argv[2] ?? 4600)
const root = process.argv[3] ?? join(import.meta.dirname, '../../dist/console')
let signedIn = true
const app = new Hono()

app.post('/api/auth/sign-in/email', async (context) => {
  const { password } = (await context.req.json()) as { password: string }
  if (password === 'wrong')
    return context.json({ message: 'Invalid email or password', code: 'INVALID_EMAIL_OR_PASSWORD' }, 401)
  signedIn = true
  return context.json({})
})
app.post('/api/auth/sign-out', (context) => {
  signedIn = false
  return context.json({})
})
app.post('/api/auth/change-password', (context) => context.json({}))
app.put('/api/:workspace/uploads', async (context) => {
  await context.req.arrayBuffer()
  return context.json({ upload_id: context.req.query('name') ?? 'upload' })
})
for (const { operation, give } of [...sessionAnswers(() => signedIn), ...collectAnswers, ...journeyAnswers]) {
  app.on(operation.method, operation.path, async (context) => {
    const body =
      context.req.method === 'GET' || context.req.method === 'DELETE'
        ? {}
        : await context.req.json().catch(() => ({}))
    try {
      return context.json(
        (await give(
          operation.input.parse({ ...context.req.query(), ...context.req.param(), ...body }) as never,
        )) as object,
      )
    } catch (error) {
      if (error instanceof Refusal)
        return context.json(error.problem, Number(error.problem.status) as 404, {
          'content-type': 'application/problem+json',
        })
      throw error
    }
  })
}
serveManual(app)
const types: Record<string, string> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.html': 'text/html',
  '.svg': 'image/svg+xml',
}
app.get('*', async (context) => {
  const { pathname } = new URL(context.req.url)
  const file = extname(pathname) ? pathname : '/index.html'
  const body = await readFile(join(root, file)).catch(() => null)
  if (!body) return context.text('not found', 404)
  return context.body(new Uint8Array(body), 200, {
    'content-type': types[extname(file)] ?? 'application/octet-stream',
  })
})
serve({ fetch: app.fetch, port }, () => console.log(`gallery on http://localhost:${port}`))
