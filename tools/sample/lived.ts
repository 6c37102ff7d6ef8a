/** What a life is made of. Times are wall times. */
import type { Fault } from './faults.ts'
import type { Person } from './people.ts'

export interface Lived {
  touchpoint: string
  at: number
  until: number | null
  /** Date told by which it will be done. */
  due: string | null
  /** Days by which the date told here lies after `due`. */
  told: number
  /** Whoever received the customer had no history; the portal could not answer. */
  failed: boolean
  /** Faults that hit it and took no time. */
  slips: Fault[]
  /** False once its record was lost on the way into the export. */
  observed: boolean
}

/** One passage from a step to the next; `to` null = it never came. */
export interface Leg {
  place: string
  from: Lived
  to: Lived | null
  /** The fault that hit it. */
  fault: Fault | null
}

export interface Order {
  order_no: string
  number: number
  person: Person
  plan: string
  documents_by: string
  sold_by: 'online' | 'store' | 'hotline'
  events: Lived[]
  /** What happened beside the design. */
  contacts: Lived[]
  legs: Leg[]
  cancelled: Lived | null
}

/** Something that happened, and nothing more to it. */
export function bare(touchpoint: string, at: number): Lived {
  const whole = Math.floor(at / 1000) * 1000
  return { touchpoint, at: whole, until: null, due: null, told: 0, failed: false, slips: [], observed: true }
}
