import { createHmac, randomBytes } from 'node:crypto'

const prefix = 'whsec_'

/** A new secret of 32 bytes, as Standard Webhooks writes it. */
export const newSecret = (): string => prefix + randomBytes(32).toString('base64')

/** Whether a text is a secret of 24 to 64 bytes, as Standard Webhooks writes it. */
export function isSecret(text: string): boolean {
  if (!text.startsWith(prefix)) return false
  const key = Buffer.from(text.slice(prefix.length), 'base64')
  return key.length >= 24 && key.length <= 64 && key.toString('base64') === text.slice(prefix.length)
}

/**
 * The headers of a message by Standard Webhooks 1.0.0 (github.com/standard-webhooks/standard-webhooks): one signature for each
 * secret in force, over `id.timestamp.body`.
 */
export function signedHeaders(
  message_id: string,
  body: string,
  secrets: string[],
  now: number,
): Record<string, string> {
  const timestamp = String(Math.floor(now / 1000))
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.startsWith(prefix) ? secret.slice(prefix.length) : secret, 'base64')
    return `v1,${createHmac('sha256', key).update(`${message_id}.${timestamp}.${body}`).digest('base64')}`
  })
  return {
    'webhook-id': message_id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  }
}
