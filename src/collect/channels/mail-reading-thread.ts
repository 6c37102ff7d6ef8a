import { parentPort } from 'node:worker_threads'
import { parseMail } from './mail.ts'
import type { ReadTask } from './mail-reading.ts'
import { recordsOfMail } from './mail-record.ts'
import { ownAddresses } from './mail-sender.ts'

const port = parentPort!

async function read({ raw, own, arrival }: ReadTask) {
  const mail = await parseMail(raw)
  if (mail.from === null && mail.report === null)
    return { refused: 'no address of a sender: is this a mail?' }
  return { read: recordsOfMail(mail, ownAddresses(own), arrival) }
}

port.postMessage('ready')
port.on('message', (task: ReadTask) => {
  read(task).then(
    (answer) => port.postMessage(answer),
    () =>
      port.postMessage({ refused: 'not readable as a mail: parts within parts, or headers, without end' }),
  )
})
