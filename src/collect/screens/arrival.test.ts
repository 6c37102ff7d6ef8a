import { describe, expect, it } from 'vitest'
import { arrivalOf } from './arrival.ts'
import { snippet, snippetClients } from './client-snippet.ts'

const http = {
  source: 'http',
  kind: 'live' as const,
  interactions: 3,
  records: 3,
  quarantined: 1,
  first_at: null,
  last_at: null,
  horizon: null,
  silent: false,
  mapping: false,
  hook_id: null,
}

describe('the first event', () => {
  it('is waited for while nothing changes', () =>
    expect(arrivalOf([http], [http])).toEqual({ state: 'waiting' }))
  it('lights the page when a new live source appears', () =>
    expect(arrivalOf([], [http])).toEqual({ state: 'arrived', source: 'http', fresh: 3 }))
  it('is not a file that is being imported meanwhile', () =>
    expect(arrivalOf([], [{ ...http, kind: 'file' }])).toEqual({ state: 'waiting' }))
  it('that could not become an interaction is said to be in quarantine', () =>
    expect(arrivalOf([http], [{ ...http, quarantined: 2 }])).toEqual({
      state: 'quarantined',
      source: 'http',
    }))
  it('comes from a page by one line that loads the script of this server', () =>
    expect(snippet('page', 'https://cx.example.com', 'tl_x').split('\n')[0]).toBe(
      '<script async src="https://cx.example.com/sdk/throughline.js" data-write-key="tl_x"></script>',
    ))
  it('is sent to this server with the key as user and an empty password', () => {
    expect(snippet('curl', 'http://localhost:4400', 'tl_x')).toContain(
      "http://localhost:4400/v1/track \\\n  -u 'tl_x:'",
    )
    expect(snippet('segment-browser', 'https://cx.example.com', 'tl_x')).toContain(
      "{ writeKey: 'tl_x', cdnURL: 'https://cx.example.com' }",
    )
  })
  it('names this server and the key, whatever the client', () => {
    for (const [client] of snippetClients) {
      expect(snippet(client, 'https://cx.example.com', 'tl_x')).toContain('https://cx.example.com')
      expect(snippet(client, 'https://cx.example.com', 'tl_x')).toContain('tl_x')
    }
  })
})
