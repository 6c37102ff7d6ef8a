import { type Mapping, parseMapping } from './mapping.ts'

/**
 * The mapping an HTTP source begins with, in the language of all mappings; a person may change it. identify, group and
 * alias tell who is who and are no contacts: they need no entry.
 */
export function segmentMappingYaml(source: string): string {
  return `# What events of the Segment dialect become. Columns are dotted paths, such as $properties.order_id.
source: ${JSON.stringify(source)}
zone: UTC
records:
  - events: [track]
    identifiers: &who
      user_id: $userId
      anonymous_id: $anonymousId
      email: [$traits.email, $context.traits.email, $properties.email]
      phone: [$traits.phone, $context.traits.phone, $properties.phone]
    subjects: &what
      order: $properties.order_id
      case: $properties.case_id
      application: $properties.application_id
      ticket: $properties.ticket_id
    groups: &groups { account: $context.groupId }       # which account a person acts for
    touchpoint: $event
    at: $timestamp
    channel: [$properties.channel, $event:channel]      # event:channel is web or app, by the library that sent it
    direction: [{ column: properties.direction, translate: { outbound: outbound, internal: internal }, otherwise: inbound }, $event:direction, inbound]
    begun_by: [{ column: properties.direction, translate: { outbound: company, internal: company }, otherwise: customer }, $event:begun_by, customer]
    agent: $properties.agent
    team: $properties.team
    text: [$properties.text, $properties.message]
    attributes: [properties.*, cloudevent.*]

  - events: [page]
    identifiers: *who
    subjects: *what
    groups: *groups
    touchpoint: [$name, $properties.name, Page viewed]
    at: $timestamp
    channel: [$properties.channel, $event:channel, web]
    direction: inbound
    begun_by: customer
    attributes: [properties.*]

  - events: [screen]
    identifiers: *who
    subjects: *what
    groups: *groups
    touchpoint: [$name, $properties.name, Screen viewed]
    at: $timestamp
    channel: [$properties.channel, app]
    direction: inbound
    begun_by: customer
    attributes: [properties.*]
`
}

/** The compiled default mapping of an HTTP source. */
export function segmentMapping(source: string): Mapping {
  const { mapping, problems } = parseMapping(segmentMappingYaml(source), 'the default mapping')
  if (mapping === null) throw new Error(problems.map((problem) => problem.message).join('\n'))
  return mapping
}
