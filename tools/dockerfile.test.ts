import { spawn } from 'node:child_process'
import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { DockerfileParser } from 'dockerfile-ast'
import { Hono } from 'hono'
import { expect, it } from 'vitest'
import { readConfig } from '../src/config.ts'

const root = join(import.meta.dirname, '..')
const dockerfile = DockerfileParser.parse(readFileSync(join(root, 'Dockerfile'), 'utf8'))
const instructions = dockerfile.getInstructions()
const last = instructions.findLastIndex((each) => each.getKeyword() === 'FROM')
const image = instructions.slice(last)

/** The arguments of an instruction of the image itself, whole. */
const given = (keyword: string): string[] =>
  image.flatMap((each) => (each.getKeyword() === keyword ? [each.getArgumentsContent() ?? ''] : []))
const environment = Object.fromEntries(
  dockerfile
    .getENVs()
    .flatMap((each) => each.getProperties())
    .map((property) => [property.getName(), property.getValue() ?? '']),
)
/** Words of the exec form: a shell in between would swallow the signal that ends the program. */
const words = (keyword: string): string[] => {
  const text = given(keyword)[0] ?? ''
  return JSON.parse(text.slice(text.indexOf('['))) as string[]
}

/** The names that the program asks the environment for. */
function namesRead(): Set<string> {
  const asked = new Set<string>()
  const watched = new Proxy({} as NodeJS.ProcessEnv, {
    get: (_, name) => {
      asked.add(String(name))
      return undefined
    },
  })
  readConfig({}, watched)
  return asked
}

it('sets only what the program reads, and in a form it takes', () => {
  for (const name of Object.keys(environment)) expect([...namesRead()]).toContain(name)
  const config = readConfig({}, environment)
  expect(config).toMatchObject({ host: '0.0.0.0', data: given('VOLUME')[0], log_level: 'warn' })
  expect(given('EXPOSE')).toEqual([String(config.port)])
})

it('every variable that the program reads stands in docs/data-folder.md', () => {
  const page = readFileSync(join(root, 'docs/data-folder.md'), 'utf8')
  for (const name of namesRead()) expect(page).toContain(`\`${name}\``)
})

it('runs as somebody who is not root, who owns the data folder', () => {
  const [user = ''] = given('USER')
  expect(user).toMatch(/^[a-z]+$/)
  expect(user).not.toBe('root')
  const made = given('RUN').join('\n')
  expect(made).toContain(`--owner=${user} `)
  expect(made).toMatch(new RegExp(`useradd [^\\n]*\\s${user}\\b`))
  expect(made).toMatch(new RegExp(`install [^\\n]*${environment.THROUGHLINE_DATA}$`, 'm'))
})

it('copies what is there, starts what is there, and ends by the signal that the program hears', () => {
  const ignored = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n')
  expect(ignored).toEqual(expect.arrayContaining(['.git', 'node_modules', 'data']))
  for (const copy of dockerfile.getCOPYs()) {
    const from = copy.getFromFlag()?.getValue()
    const sources = copy.getArguments().slice(0, -1).map(String)
    if (from === undefined)
      for (const source of sources) expect(existsSync(join(root, source)), source).toBe(true)
    else expect(dockerfile.getFROMs().map((each) => each.getBuildStage())).toContain(from)
  }
  const [program = ''] = words('ENTRYPOINT')
  accessSync(join(root, program.replace(/^\/app\//, '')), constants.X_OK)
  expect(words('CMD')).toEqual(['serve'])
  const [signal] = given('STOPSIGNAL')
  expect(readFileSync(join(root, 'src/cli/serve-command.ts'), 'utf8')).toContain(`process.on('${signal}'`)
})

it('is built on a Node that installs it, with a lock that npm ci accepts', () => {
  const engines = (
    JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { engines: { node: string } }
  ).engines
  const least = Number(/\d+/.exec(engines.node)?.[0])
  for (const from of dockerfile.getFROMs())
    expect(Number(/^node:(\d+)/.exec(from.getImage() ?? '')?.[1])).toBeGreaterThanOrEqual(least)
  const installs = instructions.filter((each) => /npm /.test(each.getArgumentsContent() ?? ''))
  expect(installs.map((each) => each.getArgumentsContent())).toEqual([expect.stringContaining('npm ci ')])
})

it('its health check asks an address that the program answers, and fails when nobody does', async () => {
  const check = words('HEALTHCHECK')
  const [, path = ''] = /\}(\/[a-z/]*)`/.exec(check.join(' ')) ?? []
  expect(readFileSync(join(root, 'src/http/probes.ts'), 'utf8')).toContain(`app.get('${path}'`)
  const app = new Hono().get(path, (context) => context.json({ status: 'ok' }))
  const server = createServer(async (request, response) => {
    const answer = await app.request(request.url ?? '/')
    response.writeHead(answer.status).end()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  expect(await ended(check, String(port))).toBe(0)
  await new Promise((done) => server.close(done))
  expect(await ended(check, String(port))).toBe(1)
})

/** The exit code of a command of the image, run here. */
function ended([program = '', ...args]: string[], PORT: string): Promise<number | null> {
  const child = spawn(program.replace(/^\/app/, root), args, {
    env: { ...process.env, PORT },
    stdio: 'ignore',
  })
  return new Promise((done) => child.once('exit', done))
}
