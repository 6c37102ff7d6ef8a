import { type Place, withoutPart, withPart } from './storyboard-part-edit.ts'
import type { ObjectiveKind, ObjectivePart, OutcomePart } from './storyboard-parts.ts'

/** An outcome of another kind: time alone makes runs abandoned, touchpoints and attributes the others. */
export function outcomeTurned(text: string, { name, kind }: OutcomePart, to: string): string {
  const place: Place = ['outcomes', name]
  const turned = withPart(text, [...place, 'kind'], to)
  if (to === 'abandoned') {
    const timed = withPart(turned, [...place, 'after'], '30d')
    return ['touchpoints', 'attributes'].reduce((left, key) => withoutPart(left, [...place, key]), timed)
  }
  return kind === 'abandoned' ? withoutPart(turned, [...place, 'after']) : turned
}

/** An objective over something else, with a value to begin with; `within` goes with outcomes alone. */
export function objectiveTurned(
  text: string,
  index: number,
  { kind, value }: ObjectivePart,
  to: ObjectiveKind,
  begin: string,
): string {
  if (kind === to) return text
  const place: Place = ['objectives', index]
  const turned = withPart(text, [...place, to], to === 'contacts' ? Number(begin) : begin)
  const without = kind === null || value === undefined ? turned : withoutPart(turned, [...place, kind])
  return to === 'outcome' ? without : withoutPart(without, [...place, 'within'])
}

/** Where customers' days end: one zone for all, or the one that an attribute of the run names. Neither takes it away. */
export function zoneWritten(text: string, zone: { attribute: string; otherwise: string }): string {
  const { attribute, otherwise } = zone
  if (attribute === '' && otherwise === '') return withoutPart(text, ['zone'])
  return withPart(text, ['zone'], attribute === '' ? otherwise : { attribute, otherwise })
}
