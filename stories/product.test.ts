import { existsSync } from 'node:fs'
import { execPath } from 'node:process'
import { expect, test } from 'vitest'
import { startProduct } from './product.ts'

/** A program in the product's place, so that the way of starting it is tested without it. */
const pretend = (script: string) => (): [string, ...string[]] => [execPath, '-e', script]

test('address and owner are read from what the product prints, and stopping removes its data', async () => {
  const script = `
    console.log('Throughline is at http://localhost:41234')
    setTimeout(() => console.log('Sign in as owner@throughline.local with password s3cret-word'), 50)
    setInterval(() => {}, 1000)`
  const product = await startProduct({ program: pretend(script) })
  expect(product.address).toBe('http://localhost:41234')
  expect(await product.owner()).toEqual({ email: 'owner@throughline.local', password: 's3cret-word' })
  expect(existsSync(product.data)).toBe(true)
  await product.stop()
  expect(existsSync(product.data)).toBe(false)
})

test('a product that ends instead of starting is reported with its own words', async () => {
  const script = "console.error('the folder is in use'); process.exitCode = 1"
  await expect(startProduct({ program: pretend(script) })).rejects.toThrow('the folder is in use')
})
