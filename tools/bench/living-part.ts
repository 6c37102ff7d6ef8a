import { createWorkspace } from '../../src/access/contract.ts'
import { createKey } from '../../src/collect/contract.ts'
import { addStoryboard, readJourney } from '../../src/journeys/contract.ts'
import { atMost, told } from './figure.ts'
import type { Part } from './part.ts'
import { quantile } from './quantiles.ts'
import { sender } from './send-events.ts'

const runs = 30
const apart = 400
const tolerated = 4_000

const storyboard = `journey: living
version: 1
correlate: { subject: order }
starts: [Order placed]
silence: ${tolerated / 1000}s
steps:
  - { step: Order placed, tells: [order number] }
  - { step: Delivered, tells: [parcel delivered] }
outcomes:
  delivered: { kind: success, touchpoints: [Delivered] }
`

/** No interaction arrives when a gap outlasts its tolerance: time alone must change the run. */
export const livingPart: Part = {
  name: 'living',
  title: 'How late a run is silent beyond tolerance, by time alone',
  minutes: 3,
  run: async (bench) => {
    const server = await bench.loaded()
    const workspace = `living-${Date.now()}`
    await server.call(createWorkspace, { workspace } as never)
    const within = <Given extends object>(given: Given) => ({ ...given, workspace })
    await server.call(addStoryboard, within({ yaml: storyboard }))
    const { write_key } = await server.call(createKey, within({ name: 'living', source: 'living' }))
    const { send, close } = sender(server.url, write_key, 4)
    const due: number[] = []
    const late: number[] = []
    const sending = (async () => {
      for (let nth = 0; nth < runs; nth++) {
        const at = new Date()
        due.push(at.getTime() + tolerated)
        await send(
          `{"batch":[{"type":"track","event":"Order placed","userId":"c${nth}","messageId":"${workspace}-${nth}","timestamp":"${at.toISOString()}","properties":{"order_id":"l${nth}"}}],"sentAt":"${at.toISOString()}"}`,
        )
        await new Promise((next) => setTimeout(next, apart))
      }
    })()
    const until = Date.now() + runs * (apart + 500) + tolerated + 10_000
    while (late.length < runs && Date.now() < until) {
      const { silence } = await server.call(readJourney, within({ journey: 'living' }))
      const now = Date.now()
      while (late.length < Math.min(silence.silent_now, due.length)) late.push(now - due[late.length]!)
      await new Promise((next) => setTimeout(next, 50))
    }
    await sending
    close()
    return [
      atMost(
        'latest',
        Math.max(...late) / 1000,
        's',
        1,
        `${late.length} of ${runs} runs seen, the journey read every 50 ms`,
      ),
      told('median', quantile(late, 0.5) / 1000, 's'),
      atMost('never seen', runs - late.length, 'runs', 0),
    ]
  },
}
