// Loaded before the server: its clock, in every thread, goes by as many milliseconds wrong as a file says.
import { readFileSync, writeFileSync } from 'node:fs'
import { env } from 'node:process'

const file = env.TORTURE_CLOCK

/** Environment of a server whose clock goes by `path`. */
export const clockBy = (path: string): Record<string, string> => ({
  TORTURE_CLOCK: path,
  NODE_OPTIONS: `--import=${import.meta.url}`,
})

export const setClock = (path: string, milliseconds: number): void =>
  writeFileSync(path, String(milliseconds))

if (file !== undefined) {
  const real = Date
  let wrong = 0
  setInterval(() => {
    wrong = Number(readFileSync(file, 'utf8'))
  }, 50).unref()
  const now = () => real.now() + wrong
  globalThis.Date = new Proxy(real, {
    construct: (target, given, made) => Reflect.construct(target, given.length > 0 ? given : [now()], made),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  })
}
