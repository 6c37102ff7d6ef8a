import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'

const program = join(import.meta.dirname, 'main.ts')
const folder = mkdtempSync(join(tmpdir(), 'throughline-match-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const match = (...args: string[]) =>
  new Promise<{ code: number; out: string; err: string }>((done) => {
    execFile(process.execPath, [program, 'match', ...args], (error, out, err) =>
      done({ code: error ? Number(error.code ?? 1) : 0, out, err }),
    )
  })
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

const shop = `no,first_name,surname,dob,e-mail,town
s1,Ngozi,Bergström,1984-03-17,ngozi@bergstrom.example,Malmö
s2,Ines,Duarte,1990-11-02,ines@duarte.example,Porto
s3,Paul,Okafor,1977-05-29,paul.okafor@mail.example,Leeds
s4,Mia,Lindqvist,2001-01-15,,Malmö
`
const desk = `no,first_name,surname,dob,e-mail,town
d1,Ngozi,Bergstrom,17.03.1984,ngozi@bergstrom.example,Malmo
d2,Tomas,Novak,1969-09-09,tomas@novak.example,Brno
d3,Paul,Okafor,1991-12-24,paul.okafor@mail.example,Leeds
`

describe('throughline match', () => {
  test('between two files merges what is sure and asks about two birth dates', async () => {
    const { code, out, err } = await match(file('shop.csv', shop), file('desk.csv', desk), '--json')
    expect([code, err]).toEqual([0, ''])
    const told = JSON.parse(out)
    expect(told.files[0]).toMatchObject({
      id: 'no',
      columns: {
        first_name: 'given_name',
        surname: 'family_name',
        dob: 'birth_date',
        'e-mail': 'email',
        town: 'city',
      },
    })
    expect(told.clusters).toEqual([{ cluster: 's1', records: ['s1', 'd1'] }])
    expect(told.review).toMatchObject([
      {
        a: 's3',
        b: 'd3',
        verdict: 'review',
        values: [{ birth_date: '1977-05-29' }, { birth_date: '1991-12-24' }],
      },
    ])
    const born = told.review[0].evidence.find(({ trait }: { trait: string }) => trait === 'birth_date')
    expect(born.level).toBe('different')
    expect(born.weight).toBeLessThan(0)
  }, 60_000)

  test('tells a person what agreeing is worth and what is open', async () => {
    const { out } = await match(file('shop.csv', shop), file('desk.csv', desk))
    expect(out).toMatch(/Merged by the machine \(from 99.00 %\): 1 pairs, 1 clusters of 2 records/)
    expect(out).toMatch(/For a person to decide \(from 20.00 %\): 1 pairs/)
    expect(out).toMatch(/birth_date +1977-05-29 +1991-12-24 +different/)
  }, 60_000)

  test('names a column that is not there, a file that is not there, and a trait that is none', async () => {
    const path = file('shop.csv', shop)
    expect(await match(path, '--id', 'nr')).toMatchObject({
      code: 1,
      err: expect.stringContaining("has no column 'nr'. It has no, first_name"),
    })
    expect(await match(path, '--trait', 'surname')).toMatchObject({
      code: 1,
      err: expect.stringContaining('write column=trait'),
    })
    expect(await match(join(folder, 'none.csv'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('none.csv'),
    })
    expect(await match(file('x.csv', 'a,b\n1,2\n'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('--trait a=family_name'),
    })
    expect(await match(path, '--review', '0')).toMatchObject({
      code: 1,
      err: expect.stringContaining('between 0 and 1'),
    })
  }, 60_000)
})
