import { describe, expect, it } from 'vitest'
import { problemOf, requestOf } from './call.ts'

describe('a call', () => {
  it('puts path fields into the path, escaped, and the rest of a GET into the query', () => {
    expect(
      requestOf(
        { method: 'GET', path: '/api/:workspace/runs/:run_id' },
        { workspace: 'shop', run_id: 'subject:order:4/7', as_of: '2026-01-01' },
      ),
    ).toEqual({
      url: '/api/shop/runs/subject%3Aorder%3A4%2F7?as_of=2026-01-01',
      method: 'GET',
      body: null,
    })
  })
  it('leaves out what is not given and sends no empty query', () => {
    expect(
      requestOf({ method: 'GET', path: '/api/:workspace/sources' }, { workspace: 'shop', since: undefined })
        .url,
    ).toBe('/api/shop/sources')
  })
  it('sends the rest of a POST as JSON', () => {
    expect(
      requestOf({ method: 'POST', path: '/api/:workspace/keys' }, { workspace: 'shop', name: 'till' }),
    ).toEqual({
      url: '/api/shop/keys',
      method: 'POST',
      body: '{"name":"till"}',
    })
  })
  it('says which field is missing rather than calling /undefined', () => {
    expect(() => requestOf({ method: 'GET', path: '/api/:workspace/sources' }, {})).toThrow('workspace')
  })
  it('shows the remedy the server gave', async () => {
    const problem = await problemOf(
      new Response(
        JSON.stringify({
          title: 'No such run',
          detail: 'There is no run x.',
          remedy: 'Open it from the list.',
        }),
        { status: 404 },
      ),
    )
    expect([problem.status, problem.title, problem.remedy]).toEqual([
      404,
      'No such run',
      'Open it from the list.',
    ])
  })
  it('has a remedy for a server error that brought none', async () => {
    expect((await problemOf(new Response('boom', { status: 500 }))).remedy).toContain('Try again')
  })
})
