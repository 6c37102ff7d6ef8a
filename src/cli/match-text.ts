import type { Evidence } from '../identity/index.ts'
import { levels } from '../identity/index.ts'
import type { Told } from './match-command.ts'
import { percent, table } from './show.ts'

export interface ToldPair {
  a: string
  b: string
  probability: number
  weight: number
  verdict: 'automatic' | 'review'
  evidence: Evidence[]
}

const whole = (value: number) => Math.round(value).toLocaleString('en-GB')

/** What was matched, for people: the figures, the model, the surest of what a person has to decide. */
export function matchText(told: Told, show: number): string {
  const { thresholds, model, households } = told
  const automatic = told.pairs.filter(({ verdict }) => verdict === 'automatic').length
  const records = told.clusters.reduce((sum, each) => sum + each.records.length, 0)
  return [
    told.files.map(({ path, columns }) => `${path}: ${columnsText(columns)}`).join('\n'),
    `${whole(told.records)} records, ${whole(told.candidates)} of ${whole(told.pairs_possible)} pairs compared; expected matches ${whole(model.lambda * told.pairs_possible)}`,
    `Merged by the machine (from ${percent(thresholds.automatic)}): ${whole(automatic)} pairs, ${whole(told.clusters.length)} clusters of ${whole(records)} records`,
    `For a person to decide (from ${percent(thresholds.review)}): ${whole(told.review.length)} pairs${households > 0 ? `; ${whole(households)} more are left out, as households` : ''}`,
    `\nHow candidates are found\n${table(
      told.blocks.map(({ name, pairs, too_common }) => ({ agreeing: name, pairs, too_common })),
      ['agreeing', 'pairs', 'too_common'],
    )}`,
    `\nWhat agreeing is worth (log2; the share of matches among all pairs is worth ${Math.log2(model.lambda / (1 - model.lambda)).toFixed(1)})\n${modelText(told)}`,
    told.review.length === 0 ? '' : `\nTo decide, surest first\n${reviewText(told, show)}`,
  ]
    .filter((part) => part !== '')
    .join('\n')
}

const columnsText = (columns: Record<string, string>) =>
  Object.entries(columns)
    .map(([column, trait]) => (column === trait ? column : `${column} = ${trait}`))
    .join(', ')

function modelText({ model, filled }: Told): string {
  const rows = model.traits.map((trait, place) => ({
    trait,
    filled: percent(filled[place]!),
    ...Object.fromEntries(
      levels.map((level, number) => [
        level,
        model.m[place]![number]! > 0 ? model.weights[place]![number]!.toFixed(1) : '',
      ]),
    ),
  }))
  return table(rows, ['trait', 'filled', 'different', 'alike', 'close', 'equal', 'swapped'])
}

function reviewText({ review }: Told, show: number): string {
  return review
    .slice(0, show)
    .map(({ a, b, probability, evidence, values }) => {
      const rows = evidence.map(({ trait, level, weight }) => ({
        trait,
        [a]: shown(values[0], trait),
        [b]: shown(values[1], trait),
        level,
        weight: weight.toFixed(1),
      }))
      return `${percent(probability)}\n${table(rows, ['trait', a, b, 'level', 'weight'])}`
    })
    .join('\n\n')
}

/** A date or a name may have come in parts, or as part of a whole. */
function shown(values: Readonly<Record<string, string>> | null | undefined, trait: string): string {
  const parts = { birth_date: ['birth_year', 'birth_month', 'birth_day'] }[trait] ?? ['full_name']
  return values?.[trait] ?? parts.flatMap((part) => values?.[part] ?? []).join('-')
}
