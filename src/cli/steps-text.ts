import * as contract from '../journeys/contract.ts'
import type { Connection } from './connect.ts'
import { percent, print, printJson, share, table } from './show.ts'

type Asked = contract.Filters & { journey: string }

/** Which steps give the customer nothing. */
export async function showWaste(connection: Connection, input: Asked, json: boolean): Promise<void> {
  const report = await connection.call(contract.readWaste, input)
  if (json) return printJson(report)
  print(
    `${report.journey}, as of ${report.as_of}: steps that give nothing and whose absence costs at most ${percent(report.margin)} of success`,
  )
  print(table(report.steps, ['step', 'taken', 'skipped', 'verdict', 'why']))
  print('\nWhat customers did for nothing, by cause; minutes are at least so many')
  print(table(report.failure.causes, ['cause', 'step', 'runs', 'steps', 'minutes', 'low', 'high']))
}

/** Whether customers stay where they began, and come back with the next matter. */
export async function showOnward(connection: Connection, input: Asked, json: boolean): Promise<void> {
  const report = await connection.call(contract.readOnward, input)
  if (json) return printJson(report)
  const { containment, next_issue } = report
  print(
    `${report.journey}, as of ${report.as_of}: not forced into another channel within ${containment.hours} h`,
  )
  print(
    table(
      containment.channels.map(({ channel, runs, ...held }) => ({
        'first channel': channel,
        runs,
        held: share(held.share, held.low, held.high),
      })),
      ['first channel', 'runs', 'held'],
    ),
  )
  print(
    next_issue.reason === null
      ? `after ${next_issue.resolved} resolved runs no adjacent matter within ${next_issue.days} days: ${share(next_issue.share, next_issue.low, next_issue.high)}`
      : `next-issue avoidance is unknown: ${next_issue.reason}`,
  )
  if (next_issue.following.length > 0)
    print(
      table(
        next_issue.following.map(({ journey, runs, lift, low, high, adjacent }) => ({
          'next journey': journey,
          runs,
          lift: `${lift.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`,
          adjacent: adjacent ? 'yes' : 'no',
        })),
        ['next journey', 'runs', 'lift', 'adjacent'],
      ),
    )
}
