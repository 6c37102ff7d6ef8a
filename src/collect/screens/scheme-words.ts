import type { Scheme } from '../contract.ts'

const window = (seconds: number) => (seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`)

/** How a payload proves where it comes from, as people read it. */
export function schemeWords(scheme: Scheme): string {
  switch (scheme.kind) {
    case 'address':
      return 'Trusted by its address alone'
    case 'token':
      return `Secret in the header ${scheme.header}`
    case 'basic':
      return `Basic authentication as ${scheme.user}`
    case 'twilio':
      return 'Signed by Twilio (X-Twilio-Signature)'
    case 'hmac': {
      const signed = `Signed: HMAC-${scheme.hash.toUpperCase()} in the header ${scheme.header}`
      return scheme.timestamp_header ? `${signed}, at most ${window(scheme.tolerance_seconds)} old` : signed
    }
  }
}
