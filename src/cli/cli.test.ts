import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type InProcess, openInProcess } from '../../tools/in-process.ts'
import { listImports } from '../collect/contract.ts'
import { createProgram } from './program.ts'

const program = join(import.meta.dirname, 'main.ts')
const folder = mkdtempSync(join(tmpdir(), 'throughline-cli-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Said {
  code: number
  out: string
  err: string
  bytes: Buffer
}

function throughline(...args: string[]): Promise<Said> {
  return new Promise((done) => {
    const given = { encoding: 'buffer' as const, maxBuffer: 64_000_000 }
    const child = execFile(process.execPath, [program, ...args], given, (error, out, err) =>
      done({
        code: error ? Number(error.code ?? 1) : 0,
        out: out.toString(),
        err: err.toString(),
        bytes: out,
      }),
    )
    child.stdin?.end()
  })
}

describe('help', () => {
  it('has examples at every level', () => {
    const levels = levelsOf(createProgram(), [])
    expect(levels.map(({ level }) => level)).toEqual(
      expect.arrayContaining([
        'serve',
        'import',
        'map',
        'breaks',
        'sql',
        'storyboard check',
        'quarantine mend',
        'keys create',
        'identity undo',
      ]),
    )
    const bare = levels.filter(({ help }) => !/^Examples?:\n {2}throughline /m.test(help))
    expect(bare.map(({ level }) => level)).toEqual([])
  })

  it('is told by the command itself', async () => {
    const { code, out } = await throughline('storyboard', 'check', '--help')
    expect(code).toBe(0)
    expect(out).toMatch(/^Examples?:\n {2}throughline storyboard check /m)
  })
})

/** Each command with what its `--help` says. Asked of the program itself: a process for each of sixty takes a minute. */
function levelsOf(command: Command, above: string[]): { level: string; help: string }[] {
  let help = ''
  command
    .configureOutput({
      writeOut: (text) => {
        help += text
      },
    })
    .outputHelp()
  return [
    { level: above.join(' '), help },
    ...command.commands.flatMap((each) => levelsOf(each, [...above, each.name()])),
  ]
}

describe('a command that is not understood', () => {
  it('ends with 2 and says what was wrong', async () => {
    for (const args of [
      ['mpa'],
      ['map', '--subjct', 'case'],
      ['map'],
      ['--nonsense'],
      ['storyboard', 'frobnicate'],
    ]) {
      const said = await throughline(...args)
      expect([args, said.code]).toEqual([args, 2])
      expect(said.err).toMatch(/error: /)
      expect(said.out).toBe('')
    }
  })
})

const cases = `case,step,at
1,Asked,2024-01-01T08:00:00Z
1,Answered,2024-01-03T08:00:00Z
2,Asked,2024-01-02T08:00:00Z
2,Asked,2024-01-04T08:00:00Z
2,Answered,2024-01-04T09:00:00Z
3,Asked,not a time
`
const mapping = `source: desk
records:
  - file: cases.csv
    subjects: { case: $case }
    touchpoint: $step
    at: $at
    news: true
`
const storyboard = `journey: help
version: 1
correlate: { subject: case }
steps: [{ step: Asked }, { step: Answered }]
outcomes: { answered: { kind: success, touchpoints: [Answered] } }
`
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

describe('without a server', () => {
  it('a command opens the folder, does its work and lets it go', async () => {
    const data = join(folder, 'own')
    const imported = await throughline(
      'import',
      file('cases.csv', cases),
      '--mapping',
      file('m.yaml', mapping),
      '--data',
      data,
    )
    expect([imported.code, imported.err]).toEqual([0, ''])
    expect(imported.out).toMatch(/read 6 = stored 5 \+ unchanged 0 \+ quarantined 1/)
    expect(existsSync(join(data, 'lock.json'))).toBe(false)
    const map = await throughline('--data', data, 'map', '--subject', 'case', '--json')
    expect(JSON.parse(map.out)).toMatchObject({ runs: 2, interactions: 5 })
  }, 120_000)
})

/** What a command says, without a process of its own: one for each of twenty takes a minute. @throws what the command throws. */
async function inThisProcess(...args: string[]): Promise<{ out: string; err: string }> {
  const said = { out: '', err: '' }
  const heard = (['out', 'err'] as const).map((name) =>
    vi.spyOn(process[`std${name}`], 'write').mockImplementation((text) => {
      said[name] += text
      return true
    }),
  )
  try {
    await createProgram().parseAsync(args, { from: 'user' })
  } finally {
    for (const each of heard) each.mockRestore()
  }
  return said
}

describe('while a server runs on the folder', () => {
  let product: InProcess
  let data: string
  beforeAll(async () => {
    product = await openInProcess()
    data = join(product.data, 'data')
    await product.product.listen()
    await product.workspace('other')
    const secret = file('secret.csv', cases.replaceAll('Asked', 'Secret'))
    await product.import('other', secret, { mapping: mapping.replace('cases.csv', 'secret.csv') })
  })
  afterAll(() => product.close())

  const on = (...args: string[]) => throughline(...args, '--data', data)

  it('commands go through it, and what they store it serves', async () => {
    const imported = await on(
      'import',
      file('cases.csv', cases),
      '--mapping',
      file('m.yaml', mapping),
      '--json',
    )
    expect(JSON.parse(imported.out)).toMatchObject({ state: 'done', read: 6, stored: 5, quarantined: 1 })
    const added = await on('storyboard', 'add', file('help.yaml', storyboard), '--json')
    expect(JSON.parse(added.out)).toMatchObject({ journey: 'help', version: 1, unchanged: false })
    expect(await product.map('main', 'case')).toMatchObject({ runs: 2, interactions: 5 })
    expect((await product.runs('main', 'help')).length).toBe(2)
  }, 120_000)

  it('--json on every reading command is JSON', async () => {
    const [run] = await product.runs('main', 'help')
    const reading = [
      ['map', '--subject', 'case'],
      ['journeys'],
      ['journey', 'help'],
      ['journey', 'help', '--by', 'outcome'],
      ['breaks', 'help'],
      ['breaks', '--subject', 'case'],
      ['profile', 'help'],
      ['profile', '--subject', 'case'],
      ['journey', 'help', 'validity'],
      ['budgets', 'help'],
      ['at-risk', 'help'],
      ['runs', 'help'],
      ['run', run!.run_id],
      ['run', 'subject:case:1'],
      ['quarantine'],
      ['customer', 'find', 'anna'],
      ['customer', 'pop', '--subject', '1'],
      ['keys'],
      ['api-keys'],
      ['storyboard', 'check', join(folder, 'help.yaml')],
      ['storyboard', 'propose', '--subject', 'case'],
      ['storyboard', 'compare', 'help', '1', join(folder, 'help.yaml'), '--last-days', '30'],
      ['import', join(folder, 'cases.csv'), '--mapping', join(folder, 'm.yaml'), '--preview'],
    ]
    for (const args of reading) {
      const said = await inThisProcess(...args, '--json', '--data', data)
      expect([args, said.err]).toEqual([args, ''])
      expect(() => JSON.parse(said.out), args.join(' ')).not.toThrow()
    }
  }, 240_000)

  it('a storyboard that is only a file is held against last month’s runs', async () => {
    const draft = (name: string, text: string) =>
      on('storyboard', 'compare', 'help', '1', file(name, text), '--last-days', '30')
    const elsewhere = await on('--workspace', 'other', 'storyboard', 'compare', 'help', '1', '2')
    expect(elsewhere.err).toContain("There is no storyboard 'help' version 1")
    const same = await draft('same.yaml', storyboard)
    expect(same.out).toMatch(/so that all runs were taken\.\nNothing changes\.\n$/)
    const other = await draft(
      'asked.yaml',
      storyboard.replace('{ step: Answered }', '{ step: Rung }, { step: Answered }'),
    )
    expect(other.out).toMatch(/\n1, run \S+: .*deviations none → 'Rung' never happened/)
    expect(other.out).toMatch(/version 1 +draft +difference/)
  }, 120_000)

  it('a folder of mappings and storyboards is planned with what it changes in last month’s figures, applied, and applied again does nothing', async () => {
    const dir = join(folder, 'kept')
    mkdirSync(dir)
    const keep = (name: string, text: string) => writeFileSync(join(dir, name), text)
    const said = async (...args: string[]) => (await inThisProcess(...args, dir, '--data', data)).out
    keep('help.yaml', storyboard)
    keep('cases.yaml', mapping)
    keep('help.tests.yaml', 'cases: []')
    expect(await said('plan')).toMatch(/^= cases\.yaml: .*\n= help\.yaml: .*\n\nNothing to do/)

    keep(
      'help.yaml',
      storyboard
        .replace('version: 1', 'version: 2')
        .replace('{ step: Answered }', '{ step: Rung }, { step: Answered }'),
    )
    keep('cases.yaml', mapping.replace('    news: true\n', '    channel: phone\n'))
    keep('calls.yaml', mapping.replace('source: desk', 'source: calls').replace('cases.csv', 'calls.csv'))
    const plan = JSON.parse(await said('plan', '--json'))
    expect(plan.problems).toEqual([])
    expect(plan.mappings).toMatchObject([
      { file: 'calls.yaml', change: 'added' },
      {
        file: 'cases.yaml',
        change: 'changed',
        differences: [
          { place: 'records › cases.csv › news', change: 'removed', before: 'true' },
          { place: 'records › cases.csv › channel', change: 'added', after: 'phone' },
        ],
        effect: { records: 6, rejected_before: 1, rejected_after: 1, looked_at: 5, differing: 5 },
      },
    ])
    expect(plan.storyboards).toMatchObject([
      {
        change: 'changed',
        against: 1,
        differences: [
          { place: 'version', before: '1', after: '2' },
          { place: 'steps › Rung', change: 'added' },
        ],
        compared: { runs: { both: 2, changed: { met: 2, of: 2 } } },
      },
    ])
    expect(await said('plan')).toMatch(
      /\+ steps › Rung: [\s\S]*version 1 +version 2 +difference[\s\S]*3 to apply\.$/m,
    )
    expect(await said('apply')).toBe(
      '+ calls.yaml: mapping of calls\n~ cases.yaml: mapping of desk\n~ help.yaml: help version 2\n',
    )
    expect(await said('apply')).toBe('Nothing to do: the workspace is as the folder says.\n')

    keep('help.yaml', storyboard.replace('version: 1', 'version: 2'))
    keep('odd.yaml', 'what: is this')
    const refused = await said('apply')
    expect(refused).toContain(
      'help version 2 was added with another text, and runs are judged by it. Write version: 3.',
    )
    expect(refused).toContain('odd.yaml is neither a mapping')
    expect(process.exitCode).toBe(1)
    process.exitCode = undefined
  }, 60_000)

  it('what is exported is written whole, and an import is undone and done again', async () => {
    const path = join(folder, 'all.jsonocel')
    const written = await inThisProcess('export', path, '--data', data)
    expect(written.out).toBe(`${path}: 5 interactions\n`)
    expect(JSON.parse(readFileSync(path, 'utf8')).events).toHaveLength(5)
    await expect(inThisProcess('export', 'all.txt', '--data', data)).rejects.toThrow(/tells no form/)
    const { imports } = await product.call(listImports, { workspace: 'main' })
    const undo = await inThisProcess('imports', 'undo', imports[0]!.import_id, '--data', data)
    expect(undo.out).toMatch(/is undone: 5 records went, 0 stand again/)
    expect((await inThisProcess('imports', '--data', data)).out).toMatch(/undone/)
    const redo = await inThisProcess('imports', 'redo', imports[0]!.import_id, '--data', data)
    expect(redo.out).toMatch(/read 6, stored 5\./)
  }, 60_000)

  it('sql answers as CSV, JSON lines and Parquet', async () => {
    const query = 'SELECT touchpoint, count() AS n FROM interactions GROUP BY touchpoint ORDER BY touchpoint'
    expect((await on('sql', query, '--format', 'csv')).out).toBe(
      '"touchpoint","n"\n"Answered",2\n"Asked",3\n',
    )
    const lines = (await on('sql', query, '--format', 'json')).out.trim().split('\n')
    expect(lines.map((line) => JSON.parse(line).touchpoint)).toEqual(['Answered', 'Asked'])
    const parquet = join(folder, 'counts.parquet')
    expect((await on('sql', query, '--format', 'parquet', '--out', parquet)).code).toBe(0)
    const bytes = readFileSync(parquet)
    expect([bytes.subarray(0, 4).toString(), bytes.subarray(-4).toString()]).toEqual(['PAR1', 'PAR1'])
    expect((await on('sql', query, '--format', 'parquet')).bytes.subarray(0, 4).toString()).toBe('PAR1')
  }, 120_000)

  it('sql reads its workspace alone, and writes nothing', async () => {
    const sql = (text: string) =>
      product.product.app.request('/api/main/sql', {
        method: 'POST',
        headers: { authorization: `Bearer ${product.product.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ sql: text, format: 'csv' }),
      })
    const outfile = join(folder, 'out.csv')
    const refused = [
      "SELECT * FROM file('/etc/passwd', 'LineAsString')",
      "SELECT file('/etc/passwd')",
      "SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString')",
      "SELECT * FROM remote('127.0.0.1', system.one)",
      "SELECT * FROM executable('id', 'LineAsString', 'x String')",
      'SELECT * FROM workspace_other.interactions',
      'SELECT * FROM throughline.interactions',
      'SELECT (SELECT count() FROM throughline.interactions)',
      'SELECT (SELECT groupArray(touchpoint) FROM workspace_other.interactions)',
      "SELECT 1 WHERE 'Secret' IN (SELECT touchpoint FROM throughline.interactions)",
      'SELECT 1 WHERE EXISTS (SELECT 1 FROM throughline.interactions)',
      'WITH t AS (SELECT * FROM throughline.runs) SELECT * FROM t',
      'SELECT * FROM interactions UNION ALL SELECT * FROM workspace_other.interactions',
      "SELECT * FROM merge('throughline', '.*')",
      'SELECT * FROM view(SELECT * FROM throughline.interactions)',
      'SELECT * FROM system.tables',
      'SELECT * FROM interactions AS i JOIN throughline.records AS r ON 1 = 1',
      'SELECT 1 IN throughline.records',
      'INSERT INTO interactions SELECT * FROM interactions',
      'INSERT INTO throughline.records VALUES (1)',
      'DROP TABLE throughline.interactions',
      'ALTER TABLE throughline.interactions DELETE WHERE 1',
      'SELECT 1; DROP TABLE throughline.interactions',
      'CREATE TABLE x (a Int) ENGINE = Memory',
      'SET readonly = 0',
      'USE throughline',
      'SYSTEM FLUSH LOGS',
      'SHOW TABLES FROM throughline',
      `SELECT 1 INTO OUTFILE '${outfile}'`,
      'SELECT 1 SETTINGS readonly = 0',
    ]
    for (const text of refused) {
      const answer = await sql(text)
      expect([text, answer.status, await answer.text()]).toEqual([
        text,
        400,
        expect.stringContaining('detail'),
      ])
    }
    expect(existsSync(outfile)).toBe(false)
    const fine = await sql('SELECT DISTINCT touchpoint FROM interactions ORDER BY touchpoint')
    expect(await fine.text()).toBe('"touchpoint"\n"Answered"\n"Asked"\n')
    const said = await on('sql', "SELECT * FROM file('/etc/passwd')")
    expect([said.code, said.out]).toEqual([1, ''])
    expect(said.err).toMatch(/file/)
  }, 120_000)
})
