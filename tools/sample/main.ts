/** `throughline sample`: the sample company on the command line. */
import { readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { argv, exit, stderr, stdout } from 'node:process'
import { parseArgs } from 'node:util'
import { parseFaults } from './faults.ts'
import { generateSample, writeTruth } from './generate.ts'

const usage = `throughline sample --out DIR --truth FILE [--seed N] [--customers N] [--faults FILE|none]

  --out DIR         folder for the export files, their mapping and storyboards
  --truth FILE      what really went wrong (JSON); must lie outside DIR
  --seed N          another company (default 1)
  --customers N     how many customers (default 2500)
  --faults FILE     faults as data; "none" for a company that keeps its design (default tools/sample/faults.yaml)
`

/** Runs the command; returns the exit code. Problems go to stderr with the remedy. */
export function runSample(args: string[]): number {
  try {
    const { values } = parseArgs({
      args,
      options: {
        out: { type: 'string' },
        truth: { type: 'string' },
        faults: { type: 'string' },
        seed: { type: 'string', default: '1' },
        customers: { type: 'string', default: '2500' },
        help: { type: 'boolean', short: 'h' },
      },
    })
    if (values.help) return say(usage)
    const out = needed('--out', values.out)
    const truthFile = needed('--truth', values.truth)
    if (!relative(resolve(out), resolve(truthFile)).startsWith('..'))
      throw new Error(
        `--truth ${truthFile} lies inside --out ${out}; the truth must not be imported, put it elsewhere.`,
      )
    const began = performance.now()
    const truth = generateSample({
      seed: count('--seed', values.seed, 0),
      customers: count('--customers', values.customers, 1),
      faults: faultsFrom(values.faults),
      dir: out,
    })
    writeTruth(truthFile, truth)
    const rows = Object.values(truth.files).reduce((sum, file) => sum + file.rows, 0)
    const seconds = (performance.now() - began) / 1000
    return say(
      `${rows} rows of ${truth.customers} customers in ${out} (${seconds.toFixed(1)} s); truth in ${truthFile}\n`,
    )
  } catch (error) {
    stderr.write(`${error instanceof Error ? error.message : error}\n`)
    return 1
  }
}

function say(text: string): number {
  stdout.write(text)
  return 0
}

function needed(name: string, value: string | undefined): string {
  if (!value) throw new Error(`${name} is missing.\n${usage}`)
  return value
}

function count(name: string, text: string, least: number): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < least)
    throw new Error(`${name} is "${text}"; write a whole number from ${least}.`)
  return value
}

function faultsFrom(name: string | undefined) {
  if (name === 'none') return []
  return parseFaults(readFileSync(name ?? join(import.meta.dirname, 'faults.yaml'), 'utf8'))
}

if (argv[1] && resolve(argv[1]) === import.meta.filename) exit(runSample(argv.slice(2)))
