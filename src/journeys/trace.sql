SELECT run_id, journey, storyboard_version, subject_type, subject, identifier_id, started_at, ended_at, last_at, judged_until, outcome, outcome_kind,
  steps.interaction_id, steps.touchpoint, steps.step, steps.channel, steps.started_at, steps.ended_at, steps.waiting, steps.waited_for, steps.is_news,
  designed_minimum, contacts, channels, switches,
  gaps.from, gaps.to, gaps.from_at, gaps.to_at, gaps.seconds, gaps.tolerance, gaps.excess, gaps.open, silence_unknown,
  promises.what, promises.source, promises.made_in, promises.made_at, promises.due, promises.due_last, promises.state, promises.fulfilled_at, promises.fulfilled_in,
  scores.question, scores.value, scores.at, scores.touchpoint,
  deviations.kind, deviations.step, deviations.after, deviations.words, conformance, fitness, conformance_bound, attributes
FROM throughline.runs FINAL
WHERE {{scope}}
LIMIT 1
