SELECT run_id, journey, storyboard_version, subject_type, subject, identifier_id, started_at, ended_at, last_at, judged_until, outcome, outcome_kind,
  steps.interaction_id, steps.touchpoint, steps.step, steps.channel, steps.started_at, steps.ended_at, steps.waiting, steps.waited_for, steps.is_news,
  designed_minimum, contacts, channels, switches,
  gaps.from, gaps.to, gaps.from_at, gaps.to_at, gaps.seconds, gaps.tolerance, gaps.excess, gaps.open, silence_unknown,
  promises.what, promises.source, promises.made_in, promises.made_at, promises.due, promises.due_last, promises.state, promises.fulfilled_at, promises.fulfilled_in,
  scores.question, scores.value, scores.at, scores.touchpoint,
  deviations.kind, deviations.step, deviations.after, deviations.words, conformance, fitness, conformance_bound, attributes,
  gaps.channel, gaps.until_chase, gaps.chased, ball, effort, channel_switches.kind, channel_switches.from, channel_switches.to, channel_switches.at,
  asked_again.item, asked_again.channel, asked_again.given_in, asked_again.security, asked_again.at,
  hand_offs.kind, hand_offs.from, hand_offs.to, hand_offs.at, hand_offs.identity, hand_offs.context, hand_offs.asked_again, hand_offs.waited,
  seamless, statements, contradictions.about, contradictions.what, contradictions.first, contradictions.second, contradictions.first_at,
  contradictions.second_at, contradictions.first_channel, contradictions.second_channel, contradictions.first_owner, contradictions.second_owner,
  questions.question, questions.seconds, questions.answered
FROM throughline.runs FINAL
WHERE {{scope}}
LIMIT 1
