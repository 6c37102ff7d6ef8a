import { readFileSync } from 'node:fs'
import { defineConfig } from 'vite'

const { version } = JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8')) as {
  version: string
}

/** One classic script: it runs under a policy that allows no more than its address. */
export default defineConfig({
  root: import.meta.dirname,
  define: { VERSION: JSON.stringify(version) },
  build: {
    outDir: '../dist/sdk',
    emptyOutDir: true,
    target: 'es2020',
    lib: {
      entry: 'src/main.ts',
      formats: ['iife'],
      name: 'throughlineLoaded',
      fileName: () => 'throughline.js',
    },
  },
})
