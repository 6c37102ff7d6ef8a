import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { missingFromLock, repairLock } from './lock.mjs'

const lockWith = (packages: object) => ({ name: 'throughline', packages })

test('package-lock.json holds an entry for every optional dependency it names', () => {
  const lock = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'))
  expect(Object.keys(lock.packages).length).toBeGreaterThan(100)
  expect(missingFromLock(lock)).toEqual([])
})

test('a dropped platform package is put back with its platform, and only once', () => {
  const lock = lockWith({
    '': { dependencies: { tool: '1.0.0' } },
    'node_modules/tool': {
      version: '1.0.0',
      dev: true,
      optionalDependencies: { '@tool/cli-darwin-arm64': '^1.0.2', '@tool/cli-linux-x64': '1.0.2' },
    },
    'node_modules/@tool/cli-linux-x64': { version: '1.0.2', integrity: 'sha512-…' },
  })
  expect(repairLock(lock)).toEqual(['@tool/cli-darwin-arm64'])
  expect(lock.packages).toHaveProperty(['node_modules/@tool/cli-darwin-arm64'], {
    version: '1.0.2',
    cpu: ['arm64'],
    dev: true,
    optional: true,
    os: ['darwin'],
  })
  expect(repairLock(lock)).toEqual([])
})

test('a package nested below its dependent is not missing', () => {
  const lock = lockWith({
    'node_modules/a/node_modules/b': { version: '1.0.0', optionalDependencies: { 'c-linux-x64': '1.0.0' } },
    'node_modules/a/node_modules/c-linux-x64': { version: '1.0.0' },
  })
  expect(missingFromLock(lock)).toEqual([])
})

test('a package whose name tells no platform is named instead of guessed', () => {
  const lock = lockWith({
    'node_modules/a': { version: '1.0.0', optionalDependencies: { mystery: '2.0.0' } },
  })
  expect(() => repairLock(lock)).toThrow('package-lock.json lacks mystery 2.0.0')
})
