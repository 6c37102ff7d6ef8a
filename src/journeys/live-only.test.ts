import { afterAll, beforeAll, expect, test } from 'vitest'
import { type InProcess, openInProcess } from '../../tools/in-process.ts'
import { createKey } from '../collect/contract.ts'
import { listSubjects } from './contract.ts'

let product: InProcess
beforeAll(async () => {
  product = await openInProcess()
})
afterAll(() => product.close())

test('the subjects of a workspace that only ever got events are listed, so that a map of them is offered', async () => {
  const workspace = await product.workspace('live')
  const { write_key } = await product.call(createKey, { workspace, name: 'shop', source: 'shop' })
  const at = new Date().toISOString()
  const answer = await product.send(write_key, {
    batch: [
      {
        type: 'track',
        event: 'Order placed',
        userId: 'u1',
        messageId: 'm1',
        timestamp: at,
        properties: { order_id: 'o1' },
      },
    ],
    sentAt: at,
  })
  expect(answer.status).toBe(200)
  const { subjects } = await product.call(listSubjects, { workspace })
  expect(subjects.map(({ subject }) => subject)).toContain('order')
})

test('while a table is written without merges, rows can be deleted from it all the same', async () => {
  const { analytics } = product.product
  const command = (sql: string) => analytics.command(sql, undefined, 'aside')
  await analytics.withoutMerges('runs', async () => {
    await command(
      "INSERT INTO throughline.runs (workspace, journey, snapshot, key, ordinal, version) VALUES ('gone', 'j', 7, 1, 0, 1)",
    )
    await command("DELETE FROM throughline.runs WHERE workspace = 'gone' AND snapshot = 7")
    const left = await analytics.ask(
      'SELECT key FROM throughline.runs WHERE {{workspace}} AND snapshot = 7',
      { workspace: 'gone' },
    )
    expect(left).toEqual([])
  })
})
