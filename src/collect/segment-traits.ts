import { cut, limits } from './limits.ts'
import type { FlatRecord } from './record.ts'

/** Segment's names of traits (interfaces.md 1.1), where ours are other words. Names of neither list are kept as they are. */
const ours = new Map([
  ['firstName', 'given_name'],
  ['first_name', 'given_name'],
  ['lastName', 'family_name'],
  ['last_name', 'family_name'],
  ['name', 'full_name'],
  ['birthday', 'birth_date'],
  ['address.street', 'street'],
  ['address.city', 'city'],
  ['address.postalCode', 'postcode'],
  ['address.state', 'region'],
  ['address.country', 'country'],
  ['company.name', 'company'],
])

/** What a call says of the customer: the traits of an identify call, and those of the context of any that tells who is who. */
export function segmentTraits(record: FlatRecord, isIdentify: boolean): Record<string, string> {
  const traits = new Map<string, string>()
  for (const prefix of isIdentify ? ['context.traits.', 'traits.'] : ['context.traits.'])
    for (const column in record) {
      const value = column.startsWith(prefix) ? record[column]!.trim() : ''
      const name = column.slice(prefix.length)
      if (value === '' || name === '__proto__' || name.length > limits.attribute_name) continue
      if (traits.size < limits.attributes)
        traits.set(ours.get(name) ?? name, cut(value, limits.attribute_value))
    }
  return Object.fromEntries(traits)
}
