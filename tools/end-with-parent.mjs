// Preloaded with `node --import`: ends this process, in order, when the one that started it is gone, so that
// a killed `npm start` leaves no server behind that holds the data folder.
import { isMainThread } from 'node:worker_threads'

const parent = process.ppid
if (isMainThread) {
  setInterval(() => process.ppid === parent || process.kill(process.pid, 'SIGTERM'), 1000).unref()
}
