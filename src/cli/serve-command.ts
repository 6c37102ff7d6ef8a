import type { Command } from 'commander'
import { describeConfig, readConfig } from '../config.ts'
import type { Throughline } from '../main.ts'
import { endCrashed, startAnew } from '../start-anew.ts'
import type { Globals } from './connect.ts'
import { print } from './show.ts'

export function serveCommand(program: Command, globals: () => Globals): void {
  program
    .command('serve')
    .description('Serve the console and the doors')
    .option('--port <port>', '0 = any free port')
    .option('--host <host>', 'address to listen on')
    .option('--sample', 'load the sample company at first start')
    .addHelpText(
      'after',
      '\nExamples:\n  throughline serve\n  throughline serve --data /srv/throughline --port 8080',
    )
    .action(async (flags: { port?: string; host?: string; sample?: boolean }) => {
      const config = readConfig({
        data: globals().data,
        port: flags.port === undefined ? undefined : portOf(flags.port),
        host: flags.host,
      })
      const { openThroughline } = await import('../main.ts')
      const { ownerEmail } = await import('../access/index.ts')
      const throughline = await openThroughline(config, () =>
        stopping ? endCrashed('ClickHouse crashed while Throughline stopped.') : startAnew(),
      )
      const url = await throughline.listen()
      if (config.port !== 0 && !url.endsWith(`:${config.port}`))
        print(`Port ${config.port} is taken; another was chosen.`)
      print(describeConfig(config))
      print(`Throughline is at ${url}`)
      const password = throughline.signIn.initialPassword()
      print(
        password
          ? `Sign in as ${ownerEmail} with password ${password}`
          : `Sign in with the account you made.`,
      )
      stopOn(throughline)
      if (flags.sample) {
        const { loadSampleOnce } = await import('./sample-command.ts')
        await loadSampleOnce(config, throughline)
      }
    })
}

function portOf(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text)
  throw new Error(`--port is '${text}'. Give a whole number from 0 to 65535 (0 = any free port).`)
}

let stopping = false

/** Ctrl-C and SIGTERM stop cleanly: work in hand is finished, engines are closed. A second signal ends at once. */
function stopOn(throughline: Throughline): void {
  const stop = () => {
    if (stopping) process.exit(1)
    stopping = true
    throughline.close().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${error}\n`)
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}
