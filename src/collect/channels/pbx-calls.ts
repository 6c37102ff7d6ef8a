import { type Channel, quoted } from './channel.ts'

/** Calls of a telephone system, from its call detail records. */
export const pbxCalls: Channel = {
  channel: 'pbx-calls',
  title: 'Telephone system: call detail records',
  group: 'Phone and messages',
  what: 'One interaction for each call of a CDR file, as Asterisk and what is built on it write it. A call centre’s own file: see examples/callcentre.',
  way: 'file',
  scheme: null,
  secret: 'none',
  steps: [
    'Export the table cdr as CSV with its column names.',
    'Save the mapping beside it and import both: throughline import cdr.csv --mapping pbx.yaml. Or drop the file below Sources and put the mapping in.',
    'Importing a longer export again adds what is new.',
  ],
  sources: ['https://docs.asterisk.org/Configuration/Reporting/Call-Detail-Records-CDR/CDR-Specification/'],
  unverified: 'No export of a real system: columns as documented.',
  mapping: (
    source,
  ) => `# Call detail records of Asterisk. dcontext tells where a call came from: name your own.
source: ${quoted(source)}
zone: Europe/Berlin                         # calldate has no offset
records:
  - file: "*.csv"
    name: cdr
    key: $uniqueid
    touchpoint: Call
    at: $calldate
    lasts: { column: duration, unit: seconds }
    channel: phone
    direction: { column: dcontext, translate: { from-trunk: inbound, from-pstn: inbound, from-internal: outbound }, otherwise: unknown }
    begun_by: { column: dcontext, translate: { from-trunk: customer, from-pstn: customer, from-internal: company }, otherwise: unknown }
    identifiers:
      phone:
        - { column: src, when: { dcontext: { not: from-internal } } }
        - { column: dst, when: { dcontext: from-internal } }
    attributes: { outcome: $disposition, talk_seconds: $billsec, queue: { column: lastdata, when: { lastapp: Queue } } }
`,
}
