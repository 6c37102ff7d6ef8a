import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const server = process.env.THROUGHLINE_URL ?? 'http://localhost:4600'

export default defineConfig({
  root: 'src/console',
  plugins: [react()],
  build: { outDir: '../../dist/console', emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 900 },
  server: { proxy: { '/api': server, '/v1': server, '/docs': server, '/sdk': server } },
})
