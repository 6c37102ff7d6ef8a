import { describe, expect, it } from 'vitest'
import { fieldsOf, recordOf } from './record-fields.ts'

const record = '{"type":"track","properties":{"order_id":4711,"items":["a","b"]},"flag":true,"none":null}'

describe('a quarantined record', () => {
  it('is shown leaf by leaf', () =>
    expect(fieldsOf(record).map((one) => one.path)).toEqual([
      'type',
      'properties.order_id',
      'properties.items.0',
      'properties.items.1',
      'flag',
      'none',
    ]))
  it('unchanged is the same record, types and nesting and all', () =>
    expect(recordOf(record, fieldsOf(record))).toBe(record))
  it('changes in the one field that was corrected', () => {
    const fields = fieldsOf(record).map((one) =>
      one.path === 'properties.order_id' ? { ...one, value: '12' } : one,
    )
    expect(JSON.parse(recordOf(record, fields))).toMatchObject({
      properties: { order_id: 12, items: ['a', 'b'] },
    })
  })
  it('keeps text where a number became text', () => {
    const fields = fieldsOf('{"n":1}').map((one) => ({ ...one, value: 'A-1' }))
    expect(recordOf('{"n":1}', fields)).toBe('{"n":"A-1"}')
  })
  it('that is not JSON can still be corrected', () =>
    expect(recordOf('{broken', [{ path: 'record', value: '{}' }])).toBe('{}'))
})
