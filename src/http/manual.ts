import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import type { Hono } from 'hono'
import { Marked } from 'marked'

const folder = join(import.meta.dirname, '..', '..', 'docs')
const folders = ['', 'methods', 'decisions']

/** The pages of docs as plain HTML at /docs/NAME and /docs/methods/NAME: what an ⓘ of the console leads to. */
export function serveManual(app: Hono): void {
  const pages = manualPages()
  app.get('/docs/*', async (context, next) => {
    const address = context.req.path.slice('/docs/'.length).replace(/\/$/, '')
    const file = pages.get(address)
    if (file === undefined) return next()
    return context.html(manualPage(readFileSync(join(folder, file), 'utf8'), file), 200, {
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-cache',
    })
  })
}

/** File below docs by address: `methods/silent-gap`; a folder's README is the folder. */
export function manualPages(): Map<string, string> {
  const files = folders
    .filter((each) => existsSync(join(folder, each)))
    .flatMap((each) => readdirSync(join(folder, each)).map((name) => posix.join(each, name)))
  return new Map(files.filter((file) => file.endsWith('.md')).map((file) => [addressOf(file), file] as const))
}

const addressOf = (file: string) => file.replace(/(^|\/)README\.md$/, '').replace(/\.md$/, '')

/** A page of the manual out of its Markdown. `file`: where it lies below docs, for the links in it. */
export function manualPage(markdown: string, file: string): string {
  const title = /^# (.+)$/m.exec(markdown)?.[1] ?? 'Throughline'
  const marked = new Marked()
  marked.use({
    renderer: {
      heading({ tokens, depth, text }) {
        return `<h${depth} id="${anchorOf(text)}">${this.parser.parseInline(tokens)}</h${depth}>\n`
      },
      link({ href, tokens }) {
        const words = this.parser.parseInline(tokens)
        const target = targetOf(href, file)
        return target === null ? words : `<a href="${escaped(target)}">${words}</a>`
      },
      code({ text }) {
        return `<pre tabindex="0"><code>${escaped(text)}</code></pre>\n`
      },
    },
  })
  let tables = 0
  const body = (marked.parse(markdown) as string)
    .replaceAll(/<th( [^>]*)?><\/th>/g, '<td></td>')
    .replaceAll('<table>', () => {
      return `<div class="wide" role="region" aria-label="Table ${++tables}" tabindex="0"><table>`
    })
    .replaceAll('</table>', '</table></div>')
  return pageOf(title, body)
}

/** The anchor of a heading, as GitHub makes it. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-')

/** Where a link of a page leads here; null = to a file that is not served. */
function targetOf(href: string, file: string): string | null {
  if (/^[a-z]+:/.test(href) || href.startsWith('#')) return href
  const [path = '', anchor] = href.split('#')
  const meant = posix.join(posix.dirname(file), path)
  if (meant.startsWith('..') || !meant.endsWith('.md')) return null
  return `/docs/${addressOf(meant)}${anchor === undefined ? '' : `#${anchor}`}`
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const nav = [
  ['methods', 'Methods'],
  ['storyboards', 'Storyboards'],
  ['mapping', 'Mappings'],
  ['export', 'Files'],
  ['identity', 'Customers'],
  ['sql', 'SQL'],
  ['http', 'HTTP'],
  ['clients', 'Clients'],
  ['mail', 'Mail'],
  ['browser', 'Pages'],
  ['running', 'Running'],
  ['customers', 'Customers'],
  ['glossary', 'Glossary'],
]

const style = `:root{color-scheme:light dark;--line:light-dark(#d8dce0,#343a42);--soft:light-dark(#5a626d,#a3a9b3);--link:light-dark(#1f62c0,#7db1ff);--sunken:light-dark(#f3f4f2,#22262b)}
body{margin:0;font:16px/1.6 system-ui,sans-serif;background:light-dark(#fff,#1a1d21);color:light-dark(#1d2128,#e4e6e9);overflow-wrap:anywhere}
header,main{max-width:46rem;margin:auto;padding:0 20px}header{padding-top:14px;font-size:.875rem}
nav a{display:inline-block;padding:4px 0;margin-right:16px}a{color:var(--link)}a:focus-visible,[tabindex]:focus-visible{outline:2px solid var(--link);outline-offset:2px}
main{padding-bottom:60px}h1{font-size:1.75rem;line-height:1.2}h2{margin-top:2em;font-size:1.25rem}
pre{overflow:auto;background:var(--sunken);padding:12px 14px;border-radius:8px;font-size:.8125rem;line-height:1.5}code{font-family:ui-monospace,monospace;font-size:.875em}
.wide{overflow-x:auto}table{border-collapse:collapse;font-size:.9375rem}th,td{text-align:left;vertical-align:top;padding:6px 12px 6px 0;border-bottom:1px solid var(--line);overflow-wrap:normal}
th{color:var(--soft);font-weight:500}`

function pageOf(title: string, body: string): string {
  const links = nav.map(([address, words]) => `<a href="/docs/${address}">${words}</a>`).join('')
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(title)} · Throughline</title><style>${style}</style></head>
<body><header><nav aria-label="Manual">${links}</nav></header>
<main>
${body}</main></body>
</html>
`
}
