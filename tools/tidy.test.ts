import { describe, expect, test } from 'vitest'
import { repositoryFiles, tidy } from './tidy.ts'

/** Complaints about a small repository, as `file:line: message`; dead files are looked at in their own tests. */
function complaints(texts: Record<string, string>): string[] {
  return tidy(new Map(Object.entries(texts)))
    .filter(({ message }) => !message.startsWith('nothing but tests'))
    .map(({ file, line, message }) => `${file}:${line}: ${message}`)
}

const about = (file: string, text: string) => complaints({ [file]: text })
const lines = (count: number) => 'export {}\n'.repeat(count)
const functionOf = (count: number) => `export function long() {\n${'  // step\n'.repeat(count - 2)}}\n`

test('this repository is tidy', () => {
  const files = repositoryFiles()
  expect(files.has('src/http/operation.ts')).toBe(true)
  expect(tidy(files).map(({ file, line, message }) => `${file}:${line}: ${message}`)).toEqual([])
})

describe('the import rule', () => {
  test('a domain enters one on its left by index.ts or contract.ts', () => {
    expect(about('src/journeys/run.ts', "import { a } from '../collect/index.ts'")).toEqual([])
    expect(about('src/journeys/run.ts', "import { a } from '../collect/contract.ts'")).toEqual([])
    expect(about('src/journeys/run.ts', "\nimport { a } from '../collect/reader.ts'")).toEqual([
      'src/journeys/run.ts:2: src/collect/reader.ts is inside collect: enter by src/collect/index.ts or src/collect/contract.ts',
    ])
  })

  test('a domain never imports one on its right, not even its types', () => {
    const told = about('src/collect/reader.ts', "import type { Run } from '../journeys/contract.ts'")
    expect(told).toEqual([
      'src/collect/reader.ts:1: journeys lies to the right of collect: publish an event in src/events.ts and let journeys hear it',
    ])
  })

  test('re-exports and imports at run time count as imports', () => {
    expect(about('src/collect/a.ts', "export * from '../act/index.ts'")).toHaveLength(1)
    expect(about('src/collect/a.ts', "const b = await import('../act/index.ts')")).toHaveLength(1)
  })

  test('ground never imports a domain, a domain may import ground', () => {
    expect(about('src/storage/engine.ts', "import { a } from '../collect/index.ts'")[0]).toContain(
      'storage is ground and never imports the domain collect',
    )
    expect(about('src/config.ts', "import { a } from './collect/index.ts'")).toHaveLength(1)
    expect(about('src/collect/a.ts', "import { a } from '../storage/analytics.ts'")).toEqual([])
  })

  test('stats imports nothing of ours and does no I/O, its tests may', () => {
    expect(about('src/stats/mean.ts', "import { a } from '../storage/analytics.ts'")[0]).toContain(
      'stats imports nothing of ours',
    )
    expect(about('src/stats/mean.ts', "import { readFileSync } from 'node:fs'")[0]).toContain(
      'stats is numbers only',
    )
    expect(about('src/stats/mean.ts', "import { sum } from './sum.ts'")).toEqual([])
    expect(about('src/stats/mean.test.ts', "import { readFileSync } from 'node:fs'")).toEqual([])
  })

  test('app, main and the command line put domains together, and nobody imports them back', () => {
    for (const file of ['src/app.ts', 'src/main.ts', 'src/follow.ts']) {
      expect(about(file, "import { a } from './journeys/routes.ts'")).toEqual([])
    }
    expect(about('src/cli/main.ts', "import { a } from '../journeys/routes.ts'")).toEqual([])
    expect(about('src/collect/a.ts', "import { app } from '../app.ts'")[0]).toContain(
      'src/app.ts imports everybody',
    )
  })

  test('screens see contracts, stats and the console, never server files', () => {
    const screen = 'src/journeys/screens/map.tsx'
    for (const seen of [
      '../contract.ts',
      '../../stats/mean.ts',
      '../../console/theme.ts',
      '../../http/operation.ts',
      './edge.tsx',
    ]) {
      expect(about(screen, `import { a } from '${seen}'`)).toEqual([])
    }
    expect(about(screen, "import { a } from '../run.ts'")).toEqual([
      `${screen}:1: screens never import server files: import src/journeys/contract.ts and call its operation`,
    ])
    expect(about('src/console/shell.tsx', "import { a } from '../collect/screens/sources.tsx'")).toEqual([])
    expect(about('src/console/call.ts', "import { a } from '../storage/analytics.ts'")).toHaveLength(1)
  })

  test('server files never import screens or the console', () => {
    expect(about('src/journeys/routes.ts', "import { Map } from './screens/map.tsx'")[0]).toContain(
      'Node cannot load',
    )
    expect(about('src/journeys/routes.ts', "import { theme } from '../console/theme.ts'")[0]).toContain(
      'belongs to the console',
    )
  })

  test('a relative import names its file with the ending', () => {
    expect(about('src/collect/a.ts', "import { b } from './b'")[0]).toContain('name the file, "./b.ts"')
    expect(about('tools/a.ts', "import { b } from './b.js'")).toHaveLength(1)
    expect(about('src/console/a.ts', "import text from './b.svg?raw'")).toEqual([])
    expect(about('src/collect/a.ts', "import { z } from 'zod'")).toEqual([])
  })

  test('what a contract or a screen loads, also through others, holds no Node', () => {
    const told = complaints({
      'src/collect/contract.ts': "export * from './interaction.ts'",
      'src/collect/interaction.ts': "import { hash } from 'node:crypto'",
    })
    expect(told).toEqual([
      'src/collect/interaction.ts:1: the browser loads this file (through src/collect/contract.ts) and has no node:crypto: move the Node part into another file',
    ])
    const types = { 'src/collect/contract.ts': "import type { Hash } from 'node:crypto'" }
    expect(complaints(types)).toEqual([])
  })
})

describe('form', () => {
  test('a file has at most 300 lines, a test 600', () => {
    expect(about('src/collect/a.ts', lines(300))).toEqual([])
    expect(about('src/collect/a.ts', lines(301))).toEqual([
      'src/collect/a.ts:301: 301 lines are more than 300: move one noun or rule into a file of its own',
    ])
    expect(about('src/collect/a.test.ts', lines(600))).toEqual([])
    expect(about('src/collect/a.test.ts', lines(601))).toHaveLength(1)
  })

  test('a function has at most 70 lines, in a .tsx file 120, in tests any', () => {
    expect(about('src/collect/a.ts', functionOf(70))).toEqual([])
    expect(about('src/collect/a.ts', functionOf(71))).toEqual([
      'src/collect/a.ts:1: long has 71 lines, more than 70: give its parts names',
    ])
    expect(about('src/console/a.tsx', functionOf(120))).toEqual([])
    expect(about('src/console/a.tsx', functionOf(121))).toHaveLength(1)
    expect(about('src/collect/a.test.ts', functionOf(200))).toEqual([])
  })

  test('no file or folder is named utils, helpers or common', () => {
    for (const file of [
      'src/collect/utils.ts',
      'src/helpers/time.ts',
      'tools/common.ts',
      'src/collect/util.test.ts',
    ]) {
      expect(about(file, '')[0]).toContain('says nothing: name the file for the one thing it does')
    }
    expect(about('src/collect/commonness.ts', '')).toEqual([])
  })

  test('fields of a contract are snake_case, function names are not fields', () => {
    expect(
      about('src/collect/contract.ts', 'export const a = z.object({\n  startedAt: z.string() })'),
    ).toEqual(['src/collect/contract.ts:2: data fields are snake_case: write started_at for startedAt'])
    expect(about('src/collect/tables.ts', 'interface Row { rowId: string }')).toHaveLength(1)
    expect(
      about('src/collect/contract.ts', 'export const readSources = z.object({ started_at: z.string() })'),
    ).toEqual([])
    expect(about('src/collect/segment.ts', 'interface Track { messageId: string }')).toEqual([])
  })
})

describe('language', () => {
  const refused: [string, string][] = [
    ['let a: any', 'any switches checking off'],
    ['const a = b as any', 'any switches checking off'],
    ['// @ts-ignore\nlet a', '@ts-ignore hides an error'],
    ['// @ts-expect-error\nlet a', '@ts-expect-error hides an error'],
    ['enum Side { left }', 'type stripping refuses enum'],
    ['namespace A { export const b = 1 }', 'type stripping refuses namespace'],
    ['class A { constructor(private b: string) {} }', 'type stripping refuses parameter properties'],
    ['// TODO later', 'do it now'],
    ['/* FIXME */', 'do it now'],
    ['/** HACK */', 'do it now'],
  ]
  test.each(refused)('%s is refused', (text, message) => {
    expect(about('src/collect/a.ts', text)).toEqual([expect.stringContaining(message)])
  })

  const allowed = [
    "const s = 'any TODO enum'",
    'declare global { interface Window { a: string } }',
    '// any number of todos',
  ]
  test.each(allowed)('%s is allowed', (text) => {
    expect(about('src/collect/a.ts', text)).toEqual([])
  })

  test('clickhouse_settings stands in storage/connect.ts only', () => {
    const text = 'client.query({ query, clickhouse_settings: {} })'
    expect(about('src/journeys/map.ts', text)[0]).toContain('write SETTINGS into the SQL')
    expect(about('src/storage/connect.ts', text)).toEqual([])
    expect(about('src/journeys/map.ts', '// clickhouse_settings would stick')).toEqual([])
  })

  test('the environment is read in src/config.ts only', () => {
    expect(about('src/collect/a.ts', 'const a = process.env.PORT')[0]).toContain('read in src/config.ts only')
    expect(about('src/collect/a.ts', "import { env } from 'node:process'")).toHaveLength(1)
    for (const file of ['src/config.ts', 'tools/a.ts', 'src/collect/a.test.ts', 'vite.config.ts']) {
      expect(about(file, 'const a = process.env.PORT')).toEqual([])
    }
  })

  test('only the command line prints', () => {
    expect(about('src/collect/a.ts', "console.log('here')")[0]).toContain('only the command line prints')
    expect(about('src/cli/serve.ts', "console.log('here')")).toEqual([])
    expect(about('src/main.ts', "console.log('here')")).toEqual([])
  })
})

describe('tests', () => {
  const refused: [string, string][] = [
    ['test.only("a", () => {})', '.only leaves all other tests out'],
    ['describe.only("a", () => {})', '.only leaves all other tests out'],
    ['test.skip("a", () => {})', '.skip hides a test'],
    ['it.todo("a")', '.todo hides a test'],
    ['test.skipIf(true)("a", () => {})', '.skipIf prints no reason'],
    ['test("a", ({ skip }) => skip())', 'a skipped test says why'],
    ['test("a", (context) => context.skip(absent))', 'a skipped test says why'],
  ]
  test.each(refused)('%s is refused', (text, message) => {
    expect(about('src/collect/a.test.ts', text)).toEqual([expect.stringContaining(message)])
  })

  const allowed = [
    'test("a", ({ skip }) => skip(absent, "no data beside the clone"))',
    'test("a", (context) => context.skip(`no data`))',
    'test.skipIf(absent)("a (skipped without data)", () => {})',
    'if (absent) console.log("skipped: no data")\ntest.skipIf(absent)("a", () => {})',
  ]
  test.each(allowed)('%s is allowed', (text) => {
    expect(about('src/collect/a.test.ts', text)).toEqual([])
  })
})

describe('reach', () => {
  const dead = (texts: Record<string, string>) =>
    tidy(new Map(Object.entries(texts)))
      .filter(({ message }) => message.startsWith('nothing but tests'))
      .map(({ file }) => file)

  test('a file that only its test imports is dead', () => {
    expect(
      dead({
        'src/main.ts': "import './app.ts'",
        'src/app.ts': '',
        'src/collect/lonely.ts': '',
        'src/collect/lonely.test.ts': "import './lonely.ts'",
      }),
    ).toEqual(['src/collect/lonely.ts'])
  })

  test('a worker named by a string and a script named by a page are alive', () => {
    expect(
      dead({
        'src/main.ts': "new Worker(new URL('./collect/worker.ts', import.meta.url))",
        'src/collect/worker.ts': '',
        'src/console/index.html': '<script type="module" src="/main.tsx"></script>',
        'src/console/main.tsx': '',
      }),
    ).toEqual([])
  })

  test('an SQL file is read by the TypeScript file of its name and by nobody else', () => {
    const query = { 'src/journeys/silent-gap.sql': 'SELECT 1' }
    const read = "const sql = sqlFile(import.meta, 'silent-gap.sql')"
    expect(complaints({ ...query, 'src/journeys/silent-gap.ts': read })).toEqual([])
    const byUrl = "readFileSync(new URL('./silent-gap.sql', import.meta.url))"
    expect(complaints({ ...query, 'src/journeys/silent-gap.ts': byUrl })).toEqual([])
    expect(complaints(query)).toEqual([
      "src/journeys/silent-gap.sql:1: no caller: read it in src/journeys/silent-gap.ts by sqlFile(import.meta, 'silent-gap.sql'), or delete it",
    ])
    expect(complaints({ ...query, 'src/journeys/silent-gap.ts': read, 'src/journeys/map.ts': read })).toEqual(
      [
        'src/journeys/map.ts:1: src/journeys/silent-gap.sql is called by src/journeys/silent-gap.ts only: call that function',
      ],
    )
  })

  test('migrations and the committed schema are laid out, not called', () => {
    expect(
      complaints({ 'src/storage/migrations/operational/0001-spine.sql': '', 'src/storage/schema.sql': '' }),
    ).toEqual([])
  })
})

test('a file that cannot be read is a complaint, and the others are still looked at', () => {
  const told = complaints({ 'src/collect/a.ts': 'const = 1', 'src/collect/b.ts': 'let b: any' })
  expect(told).toEqual([
    expect.stringContaining('src/collect/a.ts:1: cannot be read: '),
    expect.stringContaining('src/collect/b.ts:1: any switches checking off'),
  ])
})
