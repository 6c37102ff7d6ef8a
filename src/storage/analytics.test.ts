import { describe, expect, it } from 'vitest'
import { fillScope } from './analytics.ts'

describe('the workspace of a query', () => {
  it('fills both holes, the filters only where they are asked for', () => {
    const scope = { workspace: 'main', where: ['key = 7', "name = '$&'"] }
    expect(fillScope('SELECT 1 WHERE {{workspace}}', scope)).toBe(
      'SELECT 1 WHERE workspace = {workspace:String}',
    )
    expect(fillScope('SELECT 1 WHERE {{scope}}', scope)).toBe(
      "SELECT 1 WHERE workspace = {workspace:String} AND key = 7 AND name = '$&'",
    )
  })

  it('fills the hole of a filter that is a query itself', () => {
    const where = ['key IN (SELECT key FROM t WHERE {{workspace}})']
    expect(fillScope('SELECT 1 WHERE {{scope}}', { workspace: 'main', where })).not.toContain('{{')
  })

  it('never puts the name itself into the text', () => {
    const scope = { workspace: "x' OR 1 = 1 --" }
    expect(fillScope('SELECT 1 WHERE {{workspace}} AND {{scope}}', scope)).not.toContain('OR 1')
  })

  it('cannot be left out: a query without a hole is refused', () => {
    for (const sql of ['SELECT 1', 'SELECT 1 WHERE workspace = {workspace:String}', 'SELECT {{work}}', ''])
      expect(() => fillScope(sql, { workspace: 'main' })).toThrow(/has no \{\{workspace\}\}/)
  })
})
