import type { GroupSaid } from './interaction.ts'
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

/** Fields of a group call that are not traits of the group, in the order in which they count. */
const groupFields = {
  kind: ['traits.group_type', 'properties.group_type', 'context.groupType'],
  role: ['traits.role', 'properties.role', 'context.traits.role'],
  name: ['traits.name', 'properties.name'],
}

/** The group a group call names, and what it says of it; a group is an account unless `group_type` says otherwise. */
export function segmentGroup(record: FlatRecord): GroupSaid[] {
  const said = (columns: string[], longest: number) =>
    cut(columns.map((column) => record[column]?.trim() ?? '').find((value) => value !== '') ?? '', longest)
  const key = record.groupId?.trim() ?? ''
  if (key === '' || key.length > limits.key) return []
  const apart = new Set(Object.values(groupFields).flat())
  const traits: [string, string][] = []
  for (const column in record) {
    const name = column.startsWith('traits.') ? column.slice('traits.'.length) : ''
    const value = record[column]!.trim()
    if (name === '' || name === '__proto__' || value === '' || apart.has(column)) continue
    if (name.length <= limits.attribute_name && traits.length < limits.attributes)
      traits.push([name, cut(value, limits.attribute_value)])
  }
  return [
    {
      kind: said(groupFields.kind, limits.name) || 'account',
      key,
      name: said(groupFields.name, limits.phrase),
      role: said(groupFields.role, limits.name),
      traits: Object.fromEntries(traits),
    },
  ]
}
