import type { Generated } from 'kysely'

export interface JourneyTables {
  storyboards: {
    workspace: string
    journey: string
    version: number
    yaml: string
    added_at: Generated<Date>
  }
  builds: {
    workspace: string
    journey: string
    snapshot: number
    /** Runs hold every commit up to this one. */
    applied_commit: Generated<number>
    /** Hash of the storyboard versions the runs were built with. */
    design: Generated<string>
    /** Horizons the runs were judged by. */
    horizon: Generated<string>
    done: Generated<number>
    of: Generated<number>
    used_at: Generated<Date>
  }
}
