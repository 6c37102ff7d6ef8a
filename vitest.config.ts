import { env } from 'node:process'
import { defineConfig } from 'vitest/config'

const torture = env.THROUGHLINE_TORTURE === '1'

export default defineConfig({
  test: {
    include: torture
      ? ['{src,tools,stories}/**/*.torture.ts']
      : ['{src,tools}/**/*.test.ts', 'stories/**/*.test.ts'],
    // The embedded ClickHouse binds one data folder per process and does not survive worker threads.
    pool: 'forks',
    // More than the two cores: tests wait for browsers, servers and disks.
    maxWorkers: 3,
    testTimeout: torture ? 30 * 60_000 : 60_000,
    hookTimeout: 120_000,
    retry: 0,
    allowOnly: false,
  },
})
