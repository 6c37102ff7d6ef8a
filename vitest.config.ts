import { env } from 'node:process'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const torture = env.THROUGHLINE_TORTURE === '1'

/** Minutes long: begun last, one of them would run alone at the end. */
const longest = ['stories/', 'kill.test', 'cli.test', 'look.test', 'build.test', 'import.test']

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = longest.findIndex((part) => moduleId.includes(part))
      return at === -1 ? longest.length : at
    }
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b))
  }
}

export default defineConfig({
  test: {
    include: torture
      ? ['{src,tools,stories}/**/*.torture.ts']
      : ['{src,tools}/**/*.test.ts', 'stories/**/*.test.ts'],
    // The embedded ClickHouse binds one data folder per process and does not survive worker threads.
    pool: 'forks',
    // More than the two cores: tests wait for browsers, servers and disks.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    testTimeout: torture ? 30 * 60_000 : 60_000,
    hookTimeout: 120_000,
    retry: 0,
    allowOnly: false,
  },
})
