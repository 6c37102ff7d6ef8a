import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { expect, it } from 'vitest'

it('the browser SDK is one script below 12 KB gzipped that needs neither eval nor cookies nor HTML', async () => {
  const configFile = join(import.meta.dirname, 'vite.config.ts')
  const [built] = (await build({ configFile, logLevel: 'silent', build: { write: false } })) as {
    output: { fileName: string; code?: string }[]
  }[]
  expect(built!.output.map(({ fileName }) => fileName)).toEqual(['throughline.js'])
  const code = built!.output[0]!.code!
  expect(gzipSync(code).length).toBeLessThan(12_000)
  expect(code).not.toMatch(/\beval\b|new Function|\.cookie\b|innerHTML|insertAdjacentHTML|document\.write/)
})
