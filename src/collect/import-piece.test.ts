import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { builtInKinds } from './identifier-kinds.ts'
import { type ImportPiece, importPieces } from './import-piece.ts'
import { type PlannedFile, planImport } from './import-plan.ts'
import { interactionColumns, interactionRow } from './interaction-row.ts'
import { mapFile } from './map-file.ts'
import { parseMapping } from './mapping.ts'
import { recordsOf } from './record-ledger.ts'
import { judgedOf, pickedLines, stampedLines } from './unstamped-lines.ts'

const root = mkdtempSync(join(tmpdir(), 'import-piece-'))
afterAll(() => rmSync(root, { recursive: true }))

async function planned(csv: string, records: string): Promise<PlannedFile> {
  const path = join(root, 'orders.csv')
  writeFileSync(path, csv)
  const { mapping } = parseMapping(`source: shop\nrecords:\n  - file: orders.csv\n${records}`)
  return (await planImport(path, mapping!)).files[0]!
}

async function allOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

async function piecesOf(file: PlannedFile): Promise<ImportPiece[]> {
  return allOf(importPieces(file, builtInKinds))
}

const one = `    key: $id
    touchpoint: $what
    at: $at
    identifiers: { email: $mail }
    subjects: { order: $order }
    text: $note
    attributes: [shade]
`
const header = 'id,what,at,mail,order,note,shade\n'
const rowOf = (number: number, note = '') =>
  `r${number},Paid,2026-01-02 03:04:05,p${number % 7}@example.org,o${number % 5},${note},${note === '' ? '' : 'red'}\n`
const rows = (count: number, noteOf: (number: number) => string = () => '') =>
  header + Array.from({ length: count }, (_, number) => rowOf(number, noteOf(number))).join('')

const textOf = (lines: Uint8Array) => Buffer.from(lines).toString()
const stamp = ['main', 7, 15, 0, 1_000]

describe('a piece of a file', () => {
  it('says of each interaction what a row made of it says', async () => {
    const noted = (number: number) => (number % 3 === 0 ? 'a \\ word\u2028é and\u0000 more' : '')
    const file = await planned(rows(1_700, noted), one)
    const interactions = (await allOf(mapFile(file))).flatMap((each) => each.interactions)
    const [piece, ...others] = await piecesOf(file)
    expect(others).toEqual([])
    const columns = [
      'workspace',
      'commit_id',
      'version',
      'is_deleted',
      'received_at',
      ...piece!.unstamped.columns,
    ]
    const written = textOf(stampedLines(piece!.unstamped, stamp)).trimEnd().split('\n')
    expect(written.length).toBe(1_700)
    for (const [nth, line] of written.entries()) {
      const row = interactionRow({ workspace: 'main', commit_id: 7, received_at: 1_000 }, interactions[nth]!)
      const said = JSON.parse(
        JSON.stringify(columns.map((name) => row[interactionColumns.indexOf(name as never)])),
      )
      expect(JSON.parse(line)).toEqual(said)
    }
    const untold = interactionColumns.filter((name) => !columns.includes(name))
    for (const interaction of interactions) {
      const row = interactionRow({ workspace: 'main', commit_id: 7, received_at: 1_000 }, interaction)
      for (const name of untold) expect(row[interactionColumns.indexOf(name)] || null).toSatisfy(isNothing)
    }
  })

  it('knows the records as the ledger would of all at once', async () => {
    const file = await planned(rows(1_234), one)
    const interactions = (await allOf(mapFile(file))).flatMap((each) => each.interactions)
    const whole = recordsOf(interactions).map(({ interactions: _, ...record }) => record)
    expect((await piecesOf(file)).flatMap((piece) => piece.records)).toEqual(whole)
  })

  it('ends where a record says what none before it said, and none is lost', async () => {
    const file = await planned(
      rows(3_000, (number) => (number >= 2_000 ? 'noted' : '')),
      one,
    )
    const pieces = await piecesOf(file)
    expect(pieces.map((piece) => piece.unstamped.columns.includes('text'))).toEqual([false, true])
    expect(pieces.reduce((sum, piece) => sum + piece.read, 0)).toBe(3_000)
    expect(pieces.flatMap((piece) => piece.records).length).toBe(3_000)
  })

  it('is written before it grows large, by records or by bytes', async () => {
    const many = await piecesOf(await planned(rows(52_000), one))
    expect(many.length).toBe(3)
    for (const piece of many) expect(piece.read).toBeLessThanOrEqual(25_500)
    const long = await piecesOf(
      await planned(
        rows(4_000, () => 'x'.repeat(9_000)),
        one,
      ),
    )
    expect(long.length).toBeGreaterThan(1)
    for (const piece of long) expect(piece.unstamped.lines.length).toBeLessThan(22_000_000)
  })

  it('makes one record of two rows that tell different interactions of it, however far apart they stand', async () => {
    const several = `    key: $order
    interactions:
      - { touchpoint: Paid, at: $at, when: { what: Paid } }
      - { touchpoint: Sent, at: $at, when: { what: Sent } }
`
    const csv = `id,what,at,order\n1,Paid,2026-01-02,o1\n${Array.from({ length: 4_000 }, (_, n) => `${n},Paid,2026-01-02,x${n}\n`).join('')}2,Sent,2026-01-03,o1\n`
    const [piece] = await piecesOf(await planned(csv, several))
    expect(piece!.records.filter((each) => each.interaction_ids.length === 2).length).toBe(1)
    expect(piece!.records.length).toBe(4_001)
  })

  it('gives the lines of the records that are wanted, in their order', async () => {
    const [piece] = await piecesOf(await planned(rows(10), one))
    const groups = piece!.records.map((each, nth) => ({
      size: each.interaction_ids.length,
      wanted: nth % 3 === 0,
    }))
    const picked = [...judgedOf(pickedLines(piece!.unstamped, groups))]
    const wanted = piece!.records.filter((_, nth) => nth % 3 === 0).flatMap((each) => each.interaction_ids)
    expect(picked.map((each) => each.interaction_id)).toEqual(wanted)
    const none = groups.map(({ size }) => ({ size, wanted: false }))
    expect(textOf(pickedLines(piece!.unstamped, none).lines)).toBe('')
  })

  it('is judged by what its lines say', async () => {
    const file = await planned(rows(20), one)
    const interactions = (await allOf(mapFile(file))).flatMap((each) => each.interactions)
    const [piece] = await piecesOf(file)
    expect([...judgedOf(piece!.unstamped)]).toEqual(
      interactions.map(({ interaction_id, source, channel, started_at, identifiers, subjects }) => ({
        interaction_id,
        source,
        channel,
        started_at,
        identifiers,
        subjects,
      })),
    )
  })
})

const isNothing = (value: unknown) => value === null || (Array.isArray(value) && value.length === 0)
