import type { Mount } from '../http/serve.ts'
import { atRisk } from './at-risk.ts'
import { budgetsOf } from './budget.ts'
import type { JourneyStore } from './build.ts'
import { listAtRisk, readBudgets, readValidity } from './contract.ts'
import { validityOf } from './validity.ts'

export function mountObjectives(mount: Mount, store: JourneyStore): void {
  mount(readBudgets, ({ workspace, journey, ...filters }) => budgetsOf(store, workspace, journey, filters))
  mount(readValidity, ({ workspace, journey, ...filters }) => validityOf(store, workspace, journey, filters))
  mount(listAtRisk, ({ workspace, journey, ...asked }) => atRisk(store, workspace, journey, asked))
}
