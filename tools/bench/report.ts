import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Figure, holds } from './figure.ts'

const docs = fileURLToPath(new URL('../../docs', import.meta.url))
const loadBefore = loadavg()[0]!
const jsonFile = join(docs, 'bench.json')

interface Report {
  machine: {
    cores: number
    processor: string
    memory_gb: number
    node: string
    platform: string
    load_before: number
  }
  interactions: number
  figures: Figure[]
}

/** Parts run now replace their own figures; those of other parts stay with their date. */
export function writeReport(interactions: number, fresh: Figure[]): Figure[] {
  const before = existsSync(jsonFile) ? (JSON.parse(readFileSync(jsonFile, 'utf8')) as Report).figures : []
  const parts = new Set(fresh.map((each) => each.part))
  const figures = [...before.filter((each) => !parts.has(each.part)), ...fresh]
  const report: Report = {
    machine: {
      cores: cpus().length,
      processor: cpus()[0]?.model ?? 'unknown',
      memory_gb: Math.round(totalmem() / 2 ** 30),
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
      load_before: Number(loadBefore.toFixed(1)),
    },
    interactions,
    figures,
  }
  writeFileSync(jsonFile, `${JSON.stringify(report, null, 2)}\n`)
  writeFileSync(join(docs, 'bench.md'), pageOf(report))
  return figures
}

export function tableOf(figures: Figure[]): string {
  const rows = figures.map((each) => [
    each.part,
    each.name,
    `${shown(each.value)} ${each.unit}`,
    barOf(each),
    verdict(each),
    each.note,
  ])
  const head = ['part', 'figure', 'measured', 'bar', '', 'note']
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]!.length)),
  )
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function pageOf({ machine, interactions, figures }: Report): string {
  const rows = figures.map(
    (each) =>
      `| ${each.part} | ${each.name} | ${shown(each.value)} ${each.unit} | ${barOf(each)} | ${verdict(each)} | ${each.at.slice(0, 10)} | ${each.note} |`,
  )
  return `# How fast it is

Written by \`npm run bench\`; the same figures as data: [bench.json](bench.json). Everything embedded, server and bench on one machine, ${interactions.toLocaleString('en')} interactions loaded.

Machine: ${machine.cores} cores (${machine.processor}), ${machine.memory_gb} GB, ${machine.platform}, Node ${machine.node}. Load before the measurement: ${machine.load_before} (above 0.5 others were at work, and the figures are too low).

| part | figure | measured | bar | | on | note |
|---|---|---|---|---|---|---|
${rows.join('\n')}
`
}

function shown(value: number): string {
  if (Number.isNaN(value)) return 'not measured:'
  return value >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)))
}

const barOf = ({ bar, more, unit }: Figure) =>
  bar === null ? '' : `${more ? '≥' : '≤'} ${bar.toLocaleString('en')} ${unit}`
const verdict = (each: Figure) => (each.bar === null ? '' : holds(each) ? 'met' : 'MISSED')
