import { type Channel, quoted } from './channel.ts'
import { standardScheme } from './standard-webhook.ts'

const response = `
    where: { event: responseFinished }
    key: $data.id
    touchpoint: Survey answered
    at: $data.updatedAt
    channel: { column: data.survey.type, translate: { link: survey, app: app, web: web }, otherwise: survey }
    direction: inbound
    begun_by: customer
    identifiers:
      user_id: [$data.contact.userId, $data.contactAttributes.userId]
      email: $data.contactAttributes.email
    # Which question is a score, the survey knows: score: { question: satisfaction, value: $data.data.QUESTION, scale: [1, 5] }
    attributes: [data.data.*, data.survey.title, data.surveyId, data.language]`

/** Answers to surveys of Formbricks. */
export const formbricks: Channel = {
  channel: 'formbricks',
  title: 'Formbricks surveys',
  group: 'Surveys and social',
  what: 'Finished answers to surveys, question by question.',
  way: 'webhook',
  scheme: standardScheme,
  secret: 'theirs',
  steps: [
    'Formbricks calls the address before it saves a webhook, and tells the secret afterwards: begin with the address alone.',
    'Add the webhook under Configuration › Integrations › Manage webhooks, for Response Finished.',
    'Give the signing secret (whsec_…) here: from then on signatures are checked.',
  ],
  sources: [
    'https://github.com/formbricks/formbricks/blob/main/docs/xm-and-surveys/core-features/integrations/webhooks.mdx',
    'https://www.standardwebhooks.com/',
  ],
  unverified: 'What a contact looks like in a payload: the published examples are anonymous.',
  mapping: (source) => `# Answers to surveys of Formbricks: one answer a payload, or a list of them.
source: ${quoted(source)}
records:
  - name: answer
    payload: whole${response}

  - name: answer of a list
    payload: "*"${response}
`,
}
