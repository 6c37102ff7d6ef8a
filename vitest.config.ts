import { globSync, readFileSync } from 'node:fs'
import { env } from 'node:process'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const torture = env.THROUGHLINE_TORTURE === '1'
const kind = torture ? 'torture' : 'test'
const files = globSync([`{src,sdk,tools,stories}/**/*.${kind}.ts`])

/** What starts an engine, a server or a browser. */
const alone = /in-process\.ts|storage\/|main\.ts|stories\/|torture\/|\.\/product\.ts|spawn/
const withEngines = files.filter((file) => torture || alone.test(`${file} ${readFileSync(file, 'utf8')}`))

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

const settings = {
  // The embedded ClickHouse binds one data folder per process and does not survive worker threads.
  pool: 'forks' as const,
  testTimeout: torture ? 30 * 60_000 : 60_000,
  hookTimeout: 120_000,
  retry: 0,
}

export default defineConfig({
  test: {
    // More than the two cores: tests wait for browsers, servers and disks.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    allowOnly: false,
    projects: [
      { test: { ...settings, name: 'engines', include: withEngines } },
      // Rules alone share a process: starting one for each of 150 files took 40 s of the suite.
      {
        test: {
          ...settings,
          name: 'rules',
          include: files.filter((file) => !withEngines.includes(file)),
          isolate: false,
        },
      },
    ],
  },
})
