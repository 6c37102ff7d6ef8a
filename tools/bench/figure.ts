/** One measured figure. `bar` is what it must reach, null where it is only told. */
export interface Figure {
  part: string
  name: string
  value: number
  unit: string
  bar: number | null
  /** Whether more is better. */
  more: boolean
  /** When and where it was measured, told with each figure, because parts may be run alone. */
  at: string
  note: string
}

export type Told = Omit<Figure, 'part' | 'at'>

export const atLeast = (name: string, value: number, unit: string, bar: number, note = ''): Told => ({
  name,
  value,
  unit,
  bar,
  more: true,
  note,
})
export const atMost = (name: string, value: number, unit: string, bar: number, note = ''): Told => ({
  name,
  value,
  unit,
  bar,
  more: false,
  note,
})
export const told = (name: string, value: number, unit: string, note = ''): Told => ({
  name,
  value,
  unit,
  bar: null,
  more: false,
  note,
})

export function holds({ value, bar, more }: Told): boolean {
  return bar === null || (more ? value >= bar : value <= bar)
}
