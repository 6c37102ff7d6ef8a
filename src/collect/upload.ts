import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Context } from 'hono'
import { badInput, notFound } from '../http/errors.ts'
import { arriving } from '../http/sent-bytes.ts'

/** Streams a dropped file to the data folder; the id names it in later calls. Of one that was cut off nothing stays. */
export async function saveUpload(
  context: Context,
  data: string,
  workspace: string,
): Promise<{ upload_id: string; name: string; size: number }> {
  const name = basename(context.req.query('name') ?? '')
    .replace(/[^\w.\- ]/g, '_')
    .slice(0, 120)
  if (name === '' || name.startsWith('.'))
    throw badInput('name', 'The upload has no usable file name.', 'Give it as ?name=orders.csv.')
  const body = context.req.raw.body
  if (!body) throw badInput('body', 'The upload is empty.', 'Send the file as the body.')
  const upload_id = randomUUID()
  const folder = join(data, 'uploads', workspace, upload_id)
  await mkdir(folder, { recursive: true })
  try {
    await pipeline(arriving(body), createWriteStream(join(folder, name), { mode: 0o600 }))
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
  return { upload_id, name, size: (await stat(join(folder, name))).size }
}

/** @throws Problem 404 when there is no such upload. */
export async function uploadPath(data: string, workspace: string, upload_id: string): Promise<string> {
  const folder = join(data, 'uploads', workspace, /^[0-9a-f-]{36}$/.test(upload_id) ? upload_id : 'none')
  const [file] = await readdir(folder).catch(() => [])
  if (!file) throw notFound(`upload ${upload_id}`, 'Upload the file again.')
  return join(folder, file)
}
