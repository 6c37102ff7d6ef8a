import { decimal } from '../../console/fmt.ts'
import type { Output } from '../../http/operation.ts'
import type { readValidity } from '../contract.ts'

export type Validity = Output<typeof readValidity>
type Compared = Validity['success']

/** `+4`, `−2`: of shares in points of a hundred, of scores as they are. */
export function signed(value: number, of: 'success' | 'score'): string {
  const shown = of === 'success' ? decimal(Math.abs(value) * 100, 0) : decimal(Math.abs(value), 2)
  if (Number(shown) === 0) return shown
  return `${value < 0 ? '−' : '+'}${shown}`
}

export const differenceUnit = { success: 'in success, points', score: 'in score' } as const

/** Do runs that keep to the design end better? The verdict as one sentence. */
export function validitySentence({ verdict, why }: Compared, of: 'success' | 'score'): string {
  const what = of === 'success' ? 'succeed more often' : 'are scored better'
  if (verdict === 'conforming runs end better') return `Runs that keep to the storyboard ${what}: ${why}.`
  if (verdict === 'the storyboard is wrong') return `The storyboard is wrong: ${why}.`
  if (verdict === 'no detectable difference')
    return `Whether a run keeps to the storyboard makes no detectable difference: ${why}.`
  return `Whether runs that keep to the storyboard ${what} cannot be told: ${why}.`
}
