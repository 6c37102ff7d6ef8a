/** A problem after the connection works: reported, answered, solved. */
import { awake, DAY, office } from './calendar.ts'
import { bare, type Lived, type Order } from './lived.ts'
import type { Person } from './people.ts'
import { between, rng, weighted } from './random.ts'

export interface Ticket {
  number: number
  person: Person
  by: 'phone' | 'chat' | 'e-mail'
  reported: Lived
  answered: Lived
  solved: Lived
}

const share = 0.15

/** The ticket of an order, if it has one. */
export function ticketOf(seed: number, order: Order): Ticket | null {
  const r = rng(seed, 6, order.number)
  const installed = order.events.find((lived) => lived.touchpoint === 'Installed')
  if (!installed || r() >= share) return null
  const reported = awake(installed.at + between(r, 4, 40) * DAY, r)
  const answered = office(reported + between(r, 0.05, 0.6) * DAY, r)
  const solved = office(answered + between(r, 0.2, 1.2) * DAY, r)
  return {
    number: order.number,
    person: order.person,
    by: weighted(r, { phone: 0.45, chat: 0.3, 'e-mail': 0.25 }),
    reported: bare('Problem reported', reported),
    answered: bare('Problem answered', answered),
    solved: bare('Problem solved', solved),
  }
}
