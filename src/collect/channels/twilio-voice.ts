import { type Channel, quoted } from './channel.ts'

/** Calls and their menus by Twilio: everything that is told of one call becomes one interaction with its parts. */
export const twilioVoice: Channel = {
  channel: 'twilio-voice',
  title: 'Twilio calls and phone menus',
  group: 'Phone and messages',
  what: 'One interaction for each call: start, menu choices, queue, answer, agents it was put through to, hold and end are its parts.',
  way: 'webhook',
  scheme: { kind: 'twilio' },
  secret: 'theirs',
  steps: [
    'Copy the auth token of the account from the Twilio console and give it here as the secret.',
    'Set the address as status callback of your numbers, of <Dial><Number> or <Client> (events initiated, ringing, answered, completed) and of <Conference> (events hold, leave).',
    'Menus and queues are answered by your application: let it post what it received for <Gather> and <Enqueue> here as well, signed as Twilio signs (its packages have a function for that).',
  ],
  sources: [
    'https://www.twilio.com/docs/usage/webhooks/voice-webhooks',
    'https://www.twilio.com/docs/voice/twiml/gather',
    'https://www.twilio.com/docs/voice/twiml/enqueue',
    'https://www.twilio.com/docs/voice/conference-statuscallback',
  ],
  unverified: '',
  mapping: (
    source,
  ) => `# Calls by Twilio. Legs to agents are told by ParentCallSid: they are parts of the customer's call.
source: ${quoted(source)}
records:
  - name: call
    payload: whole
    where: { CallSid: present }
    key: [[$ParentCallSid, $CallSid]]
    gather:
      at: [{ column: Timestamp, format: "EEE, dd MMM yyyy HH:mm:ss ZZZ" }, $hook:received_at]
      part_key: $header:i-twilio-idempotency-token      # a digit pressed twice is two choices
      parts:
        - { part: start, when: { ParentCallSid: absent, CallStatus: [queued, initiated, ringing] } }
        - { part: answered, when: { ParentCallSid: absent, CallStatus: in-progress, CallbackSource: present } }
        - { part: ivr choice, when: { Digits: present }, detail: $Digits }
        - { part: ivr speech, when: { SpeechResult: present }, detail: $SpeechResult }
        - { part: queue, when: { QueueSid: present, QueueResult: absent } }
        - { part: queue left, when: { QueueResult: present }, detail: $QueueResult }
        - { part: agent, when: { ParentCallSid: present, CallStatus: in-progress }, detail: $To }
        - { part: hold, when: { StatusCallbackEvent: participant-hold }, until: { StatusCallbackEvent: [participant-unhold, participant-leave] } }
        - { part: end, when: { ParentCallSid: absent, CallbackSource: present, CallStatus: [completed, busy, no-answer, failed, canceled] }, detail: $CallStatus }
    touchpoint: Call
    at: $gathered:first_at
    until: $part.end.at
    channel: phone
    direction: { column: first:Direction, translate: { inbound: inbound, outbound-api: outbound, outbound-dial: outbound } }
    begun_by: { column: first:Direction, translate: { inbound: customer }, otherwise: company }
    identifiers:
      phone:
        - { column: first:From, when: { first:Direction: inbound } }
        - { column: first:To, when: { first:Direction: { not: inbound } } }
    subjects: { call: [$ParentCallSid, { column: CallSid, when: { ParentCallSid: absent } }] }
    agent: [{ column: part.agent.last, without: "client:" }, { column: part.agent.detail, without: "client:" }]
    # agent.count above 1: it was put through to that many agents. QueueTime: seconds in the queue, as Twilio counted them.
    attributes: [part.*, QueueTime, RecordingUrl]
`,
}
