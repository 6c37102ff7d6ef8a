import { type Complaint, type Import, isTest, type Source } from './source.ts'

/** The domains in the order of the loop: each may look left. */
export const domains = [
  'collect',
  'identity',
  'journeys',
  'listen',
  'measure',
  'explain',
  'align',
  'act',
  'prove',
]
const ground = ['stats', 'storage', 'http', 'jobs', 'access']
/** Files that put the domains together. */
const tops = /^src\/(main\.ts|app\.ts|follow\.ts|gauges\.ts|cli\/)/
/** The two ground files that know contracts as values and load no server. */
const browserSafe = /^src\/http\/(operation|call|csv)\.ts$/
const endings = /\.(ts|tsx|mts|mjs|css|sql|json|svg|png|html)$/

/** Look left along the loop, enter by index.ts or contract.ts; to speak to the right, publish an event. */
export function importRule(source: Source): Complaint[] {
  return source.imports.flatMap((one) => {
    const message = endingOf(one) ?? (source.file.startsWith('src/') ? wrongWay(source.file, one) : undefined)
    return message === undefined ? [] : [{ file: source.file, line: one.line, message }]
  })
}

function endingOf({ specifier, target }: Import): string | undefined {
  if (target === undefined || endings.test(target)) return undefined
  return `import "${specifier}" has no ending: name the file, "${specifier}.ts" or "${specifier}/index.ts"`
}

function wrongWay(from: string, { target, specifier, type_only }: Import): string | undefined {
  const home = folderOf(from)
  if (target === undefined) {
    if (home === 'stats' && !isTest(from) && specifier.startsWith('node:')) {
      return `stats is numbers only and does no I/O: let the caller read ${specifier} and pass values`
    }
    return undefined
  }
  if (tops.test(from)) return undefined
  if (!target.startsWith('src/')) {
    return isTest(from) ? undefined : `${target} lies outside src: move what is needed into src`
  }
  if (isScreen(from)) return isTest(from) ? undefined : fromScreen(home, target)
  if (target.endsWith('.tsx') && !type_only) return `Node cannot load ${target}: only screens import screens`
  return fromServer(home, target)
}

function fromServer(home: string, target: string): string | undefined {
  const there = folderOf(target)
  if (there === home) return undefined
  if (home === 'stats') return `stats imports nothing of ours: pass the values of ${target} as arguments`
  if (there === 'console') return `${target} belongs to the console: server files never import it`
  if (tops.test(target)) return `${target} imports everybody: pass what is needed as an argument`
  if (!domains.includes(there)) return undefined
  if (ground.includes(home)) {
    return `${home} is ground and never imports the domain ${there}: let src/app.ts pass it in, or publish an event in src/events.ts`
  }
  if (!domains.includes(home))
    return `${home || 'this file'} never imports the domain ${there}: move the need into ${there} or src/app.ts`
  if (domains.indexOf(there) > domains.indexOf(home)) {
    return `${there} lies to the right of ${home}: publish an event in src/events.ts and let ${there} hear it`
  }
  return entrance(there, target)
}

function fromScreen(home: string, target: string): string | undefined {
  const there = folderOf(target)
  const seen =
    there === 'stats' ||
    there === 'console' ||
    browserSafe.test(target) ||
    target.endsWith('/contract.ts') ||
    isScreen(target)
  if (!seen)
    return `screens never import server files: import src/${there}/contract.ts and call its operation`
  const between = there !== home && home !== 'console' && domains.includes(there) && domains.includes(home)
  if (between && domains.indexOf(there) > domains.indexOf(home)) {
    return `${there} lies to the right of ${home}: link to its page, or show both in src/console`
  }
  return undefined
}

function entrance(there: string, target: string): string | undefined {
  if (target === `src/${there}/index.ts` || target === `src/${there}/contract.ts`) return undefined
  return `${target} is inside ${there}: enter by src/${there}/index.ts or src/${there}/contract.ts`
}

/** What the browser runs: the console, and the screens and their parts in the domains. */
export function isScreen(file: string): boolean {
  return file.startsWith('src/console/') || file.includes('/screens/') || /\.(tsx|css)$/.test(file)
}

function folderOf(file: string): string {
  return /^src\/([^/]+)\//.exec(file)?.[1] ?? ''
}
