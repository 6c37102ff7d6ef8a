import type { Generated } from 'kysely'

export interface JourneyTables {
  objective_episodes: {
    episode_id: Generated<number>
    workspace: string
    journey: string
    objective: string
    began_at: Date
    /** Null while it burns. */
    ended_at: Date | null
  }
  storyboards: {
    workspace: string
    journey: string
    version: number
    yaml: string
    added_at: Generated<Date>
  }
  /** Builds that several server processes work on, and their pages. */
  shared_builds: { version: number; name: string; led_by: number; task: Buffer }
  build_pages: {
    version: number
    page: number
    taken_by: number | null
    done_at: Date | null
    failure: string | null
    interactions: Generated<number>
    runs: Generated<number>
    ahead_at: number | null
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
    /** When an interaction that was ahead of the clock comes due, epoch ms; null: none is. */
    wakes_at: number | null
    done: Generated<number>
    of: Generated<number>
    used_at: Generated<Date>
  }
}
