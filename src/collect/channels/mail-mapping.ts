import { type Mapping, parseMapping } from '../mapping.ts'

/**
 * The mapping a mail source begins with, in the language of all mappings; a person may change it. Columns are those of
 * docs/mail.md.
 */
export function mailMappingYaml(source: string): string {
  return `# What mails become. Columns are listed in docs/mail.md.
source: ${JSON.stringify(source)}
zone: UTC
records:
  - file: "*.eml"
    name: mail
    identifiers: { email: $customer }
    traits: { full_name: $customer_name }
    subjects: { thread: $thread }
    at: $at
    channel: email
    text: $text
    agent: $agent
    attributes: [subject, attachments, attachment_count, quoted, truncated, list, status]
    interactions:
      - touchpoint: Email received
        when: { kind: personal, direction: inbound }
        direction: inbound
        begun_by: customer
        ball_after: company
      - touchpoint: Email sent
        when: { kind: personal, direction: outbound }
        direction: outbound
        begun_by: company
        ball_after: customer
        news: true
      - touchpoint: Internal email
        when: { kind: personal, direction: internal }
        direction: internal
        begun_by: company
      # What a program wrote is no word of a customer, and tells nobody anything new.
      - touchpoint: Automatic reply received
        when: { kind: automatic_reply, direction: [inbound, internal] }
        direction: internal
        begun_by: third_party
      - touchpoint: Automatic reply sent
        when: { kind: automatic_reply, direction: outbound }
        direction: outbound
        begun_by: company
        ball_after: company
      - touchpoint: Automatic email received
        when: { kind: automatic, direction: [inbound, internal] }
        direction: internal
        begun_by: third_party
      - touchpoint: Automatic email sent
        when: { kind: automatic, direction: outbound }
        direction: outbound
        begun_by: company
      - touchpoint: List email received
        when: { kind: list, direction: [inbound, internal] }
        direction: internal
        begun_by: third_party
      - touchpoint: List email sent
        when: { kind: list, direction: outbound }
        direction: outbound
        begun_by: company
      - touchpoint: Email not delivered
        when: { kind: not_delivered }
        direction: internal
        begun_by: third_party
`
}

/** The compiled default mapping of a mail source. */
export function mailMapping(source: string): Mapping {
  const { mapping, problems } = parseMapping(mailMappingYaml(source), 'the default mapping')
  if (mapping === null) throw new Error(problems.map((problem) => problem.message).join('\n'))
  return mapping
}
