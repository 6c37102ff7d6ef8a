import { type Channel, quoted } from './channel.ts'

/** Letters and direct mail: the list of recipients of a mailing. */
export const mailOut: Channel = {
  channel: 'mail-out',
  title: 'Letters and direct mail: a mail-out list',
  group: 'Letters and media',
  what: 'One exposure for each recipient of a mailing, and what came back undelivered.',
  way: 'file',
  scheme: null,
  secret: 'none',
  steps: [
    'Columns: mailing, recipient, sent_on, returned_on, campaign, item, customer_id, email, given_name, family_name, street, postcode, city; those that you do not have, take out of the mapping: the import names them.',
    'Save the mapping beside the list and import both: throughline import mailing.csv --mapping mail-out.yaml.',
    'Import the list again when returns are marked in it: rows that changed are replaced.',
  ],
  sources: [],
  unverified: 'A form of our own: no letter shop’s list.',
  mapping: (source) => `# A mailing: one row for each recipient.
source: ${quoted(source)}
zone: Europe/Berlin
records:
  - file: "*.csv"
    name: recipient
    key: [$mailing, $recipient]
    channel: letter
    identifiers: { user_id: $customer_id, email: $email }
    traits: { given_name: $given_name, family_name: $family_name, street: $street, postcode: $postcode, city: $city }
    attributes: { mailing: $mailing, campaign: $campaign, item: $item, recipient: $recipient }
    interactions:
      - touchpoint: Letter sent
        at: $sent_on                        # when it was posted; when it was read nobody knows
        direction: outbound
        begun_by: company
      - touchpoint: Letter came back
        at: $returned_on
        direction: internal
        begun_by: third_party
`,
}
