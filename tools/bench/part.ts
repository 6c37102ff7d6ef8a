import type { Told } from './figure.ts'
import type { Server } from './server.ts'

export interface Bench {
  /** Interactions loaded; 1,000,000 where figures are compared with a bar. */
  size: number
  /** What made-up data are drawn from. */
  seed: number
  /** A folder of the bench's own. */
  folder: string
  /** A server with the order log loaded: the same for all parts. */
  loaded(): Promise<Server>
  say(line: string): void
}

export interface Part {
  name: string
  /** What it measures, for the page. */
  title: string
  /** A part that takes longer has failed; where more than a million interactions are loaded, so much longer. */
  minutes: number
  run(bench: Bench): Promise<Told[]>
}
