import type { Mount } from '../http/serve.ts'
import type { JourneyStore } from './build.ts'
import { consistencyReport } from './consistency-report.ts'
import * as contract from './contract.ts'
import { effortReport } from './effort-report.ts'
import { meansReport } from './means-report.ts'
import { onwardReport } from './onward-report.ts'
import { placesReport } from './places-report.ts'
import { promisesReport } from './promises-report.ts'
import { questionsReport } from './questions-report.ts'
import { repeatsReport } from './repeats-report.ts'
import { silenceReport } from './silence-report.ts'
import { timeReport } from './time-report.ts'
import { wasteReport } from './waste.ts'

/** One operation for each theme that runs are measured by. */
export function mountMeasures(mount: Mount, store: JourneyStore): void {
  mount(contract.readEffort, ({ workspace, journey, ...filters }) =>
    effortReport(store, workspace, journey, filters),
  )
  mount(contract.readTime, ({ workspace, journey, ...filters }) =>
    timeReport(store, workspace, journey, filters),
  )
  mount(contract.readPlaces, ({ workspace, journey, ...filters }) =>
    placesReport(store, workspace, journey, filters),
  )
  mount(contract.readMeans, ({ workspace, journey, ...filters }) =>
    meansReport(store, workspace, journey, filters),
  )
  mount(contract.readSilence, ({ workspace, journey, ...filters }) =>
    silenceReport(store, workspace, journey, filters),
  )
  mount(contract.readPromises, ({ workspace, journey, ...filters }) =>
    promisesReport(store, workspace, journey, filters),
  )
  mount(contract.readRepeats, ({ workspace, journey, ...filters }) =>
    repeatsReport(store, workspace, journey, filters),
  )
  mount(contract.readConsistency, ({ workspace, journey, ...filters }) =>
    consistencyReport(store, workspace, journey, filters),
  )
  mount(contract.readQuestions, ({ workspace, journey, ...filters }) =>
    questionsReport(store, workspace, journey, filters),
  )
  mount(contract.readWaste, ({ workspace, journey, ...filters }) =>
    wasteReport(store, workspace, journey, filters),
  )
  mount(contract.readOnward, ({ workspace, journey, ...filters }) =>
    onwardReport(store, workspace, journey, filters),
  )
}
