// npm drops the optional packages of other platforms from package-lock.json when the registry does not
// offer them, and `npm ci` then refuses that very lockfile. This puts them back, as entries that are never
// fetched on a platform they do not name. Run it after every change of packages: npm run lock
import { readFileSync, writeFileSync } from 'node:fs'
import { argv } from 'node:process'
import { fileURLToPath } from 'node:url'

const systems = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
]
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64']

/** Optional dependencies that the lock names but does not hold, as `{ name, version, of }`. */
export function missingFromLock(lock) {
  const missing = []
  for (const [path, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (!resolves(lock.packages, path, name)) missing.push({ name, version, of: path || lock.name })
    }
  }
  return missing
}

/** Adds what is missing and returns the names added; the lock is changed in place, its paths stay sorted. */
export function repairLock(lock) {
  const missing = missingFromLock(lock)
  for (const { name, version, of } of missing) {
    lock.packages[`node_modules/${name}`] = entryFor(name, version, lock.packages[of] ?? {})
  }
  if (missing.length > 0) lock.packages = sorted(lock.packages)
  return missing.map((one) => one.name)
}

/** A dependency is looked up as Node does: beside its dependent, then in every folder above. */
function resolves(packages, path, name) {
  for (let folder = path; ; ) {
    const place = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`
    if (place in packages) return true
    if (folder === '') return false
    const above = folder.lastIndexOf('/node_modules/')
    folder = above < 0 ? '' : folder.slice(0, above)
  }
}

function entryFor(name, range, dependent) {
  const version = /\d+\.\d+\.\d+\S*/.exec(range)?.[0]
  const words = name.split('/').at(-1).split('-')
  const os = words.find((word) => systems.includes(word)) ?? (words.includes('windows') ? 'win32' : undefined)
  const cpu = words.find((word) => processors.includes(word))
  if (!version || !os) {
    throw new Error(
      `package-lock.json lacks ${name} ${range}, and its name tells no platform: run "npm install" with the newest npm and look at what it adds`,
    )
  }
  return {
    version,
    ...(cpu && { cpu: [cpu] }),
    ...(dependent.dev && { dev: true }),
    ...(words.includes('musl') && { libc: ['musl'] }),
    ...(words.includes('gnu') && { libc: ['glibc'] }),
    optional: true,
    os: [os],
  }
}

function sorted(packages) {
  return Object.fromEntries(Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en')))
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const file = new URL('../package-lock.json', import.meta.url)
  const lock = JSON.parse(readFileSync(file, 'utf8'))
  const added = repairLock(lock)
  if (added.length > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
  console.log(
    added.length > 0 ? `package-lock.json: added ${added.join(', ')}` : 'package-lock.json is whole.',
  )
}
