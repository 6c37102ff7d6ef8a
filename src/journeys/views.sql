CREATE OR REPLACE VIEW {{database}}.interactions AS
SELECT interaction_id, source, record_key, fromUnixTimestamp64Milli(started_at, 'UTC') AS started_at,
  if(ended_at IS NULL, NULL, fromUnixTimestamp64Milli(assumeNotNull(ended_at), 'UTC')) AS ended_at, channel, touchpoint, direction, begun_by, ball_after,
  identifiers, subjects, information_given, information_asked, is_news = 1 AS is_news, news_received, news_needed_from_you, news_delivery,
  score_question, score_value, score_min, score_max, agent, team, cost, text, attributes
FROM throughline.interactions FINAL WHERE workspace = '{{name}}';

CREATE OR REPLACE VIEW {{database}}.runs AS
SELECT run_id, journey, storyboard_version, subject_type, subject, fromUnixTimestamp64Milli(started_at, 'UTC') AS started_at,
  if(ended_at IS NULL, NULL, fromUnixTimestamp64Milli(assumeNotNull(ended_at), 'UTC')) AS ended_at, fromUnixTimestamp64Milli(last_at, 'UTC') AS last_at,
  fromUnixTimestamp64Milli(judged_until, 'UTC') AS judged_until, outcome, outcome_kind, taken AS steps, designed_minimum,
  contacts, channels, switches, if(silence_unknown = 1, NULL, longest_gap) AS longest_gap_seconds, excess AS excess_seconds,
  conformance, fitness, length(deviations.kind) AS deviations, attributes
FROM throughline.runs FINAL WHERE workspace = '{{name}}' AND snapshot = 0;

CREATE OR REPLACE VIEW {{database}}.steps AS
SELECT run_id, journey, number, steps.interaction_id AS interaction_id, steps.touchpoint AS touchpoint, steps.step AS step, steps.channel AS channel,
  fromUnixTimestamp64Milli(steps.started_at, 'UTC') AS started_at, steps.waiting AS waiting_seconds, steps.waited_for AS waited_for, steps.is_news = 1 AS is_news
FROM throughline.runs FINAL ARRAY JOIN steps, arrayEnumerate(steps.touchpoint) AS number
WHERE workspace = '{{name}}' AND snapshot = 0;

CREATE OR REPLACE VIEW {{database}}.gaps AS
SELECT run_id, journey, gaps.from AS from_step, gaps.to AS to_step, fromUnixTimestamp64Milli(gaps.from_at, 'UTC') AS from_at,
  fromUnixTimestamp64Milli(gaps.to_at, 'UTC') AS to_at, gaps.seconds AS seconds, gaps.tolerance AS tolerance_seconds, gaps.excess AS excess_seconds, gaps.open = 1 AS open
FROM throughline.runs FINAL ARRAY JOIN gaps
WHERE workspace = '{{name}}' AND snapshot = 0;

CREATE OR REPLACE VIEW {{database}}.promises AS
SELECT run_id, journey, promises.what AS what, promises.source AS source, promises.made_in AS made_in,
  if(promises.made_at IS NULL, NULL, fromUnixTimestamp64Milli(assumeNotNull(promises.made_at), 'UTC')) AS made_at,
  if(promises.due_last IS NULL, NULL, fromUnixTimestamp64Milli(assumeNotNull(promises.due_last), 'UTC')) AS due,
  promises.state AS state,
  if(promises.fulfilled_at IS NULL, NULL, fromUnixTimestamp64Milli(assumeNotNull(promises.fulfilled_at), 'UTC')) AS fulfilled_at, promises.fulfilled_in AS fulfilled_in
FROM throughline.runs FINAL ARRAY JOIN promises
WHERE workspace = '{{name}}' AND snapshot = 0;
