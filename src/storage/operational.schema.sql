-- What the migrations lead to. Written by `node tools/schema.ts`; a test compares.

CREATE TABLE api_keys (
  key_id text NOT NULL,
  workspace text NOT NULL,
  name text NOT NULL,
  hash text NOT NULL,
  hint text NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  revoked_at timestamp with time zone,
  last_used_at timestamp with time zone,
  UNIQUE (hash),
  PRIMARY KEY (key_id),
  FOREIGN KEY (workspace) REFERENCES workspaces(workspace) ON DELETE CASCADE
);

CREATE TABLE audit (
  audit_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  workspace text NOT NULL,
  at timestamp with time zone NOT NULL DEFAULT now(),
  by text NOT NULL,
  act text NOT NULL,
  on_what text NOT NULL,
  outcome text NOT NULL,
  detail text NOT NULL DEFAULT ''::text,
  PRIMARY KEY (audit_id)
);
CREATE INDEX audit_by_workspace ON throughline.audit USING btree (workspace, audit_id DESC);

CREATE TABLE build_pages (
  version bigint NOT NULL,
  page integer NOT NULL,
  taken_by integer,
  done_at timestamp with time zone,
  failure text,
  interactions bigint NOT NULL DEFAULT 0,
  runs bigint NOT NULL DEFAULT 0,
  ahead_at bigint,
  PRIMARY KEY (version, page),
  FOREIGN KEY (version) REFERENCES shared_builds(version) ON DELETE CASCADE
);

CREATE TABLE builds (
  workspace text NOT NULL,
  journey text NOT NULL,
  snapshot bigint NOT NULL,
  applied_commit bigint NOT NULL DEFAULT 0,
  design text NOT NULL DEFAULT ''::text,
  horizon text NOT NULL DEFAULT ''::text,
  done bigint NOT NULL DEFAULT 0,
  of bigint NOT NULL DEFAULT 0,
  used_at timestamp with time zone NOT NULL DEFAULT now(),
  wakes_at bigint,
  PRIMARY KEY (workspace, journey, snapshot),
  FOREIGN KEY (workspace) REFERENCES workspaces(workspace) ON DELETE CASCADE
);

CREATE TABLE catalogue_entries (
  workspace text NOT NULL,
  of text NOT NULL,
  name text NOT NULL,
  owner text NOT NULL DEFAULT ''::text,
  stage text NOT NULL DEFAULT ''::text,
  grouped text NOT NULL DEFAULT ''::text,
  note text NOT NULL DEFAULT ''::text,
  by text NOT NULL,
  at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace, of, name),
  FOREIGN KEY (workspace) REFERENCES workspaces(workspace) ON DELETE CASCADE,
  CHECK ((of = ANY (ARRAY['touchpoint'::text, 'channel'::text])))
);

CREATE TABLE commits (
  commit_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  workspace text NOT NULL,
  at timestamp with time zone NOT NULL DEFAULT now(),
  process_id integer DEFAULT (NULLIF(current_setting('throughline.process'::text, true), ''::text))::integer,
  PRIMARY KEY (commit_id)
);

CREATE TABLE consents (
  consent_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  workspace text NOT NULL,
  identifier_id numeric(20,0) NOT NULL,
  kind text NOT NULL,
  value text NOT NULL,
  channel text NOT NULL,
  purpose text NOT NULL,
  state text NOT NULL,
  at timestamp with time zone NOT NULL,
  source text NOT NULL,
  wording text NOT NULL,
  by text NOT NULL,
  recorded_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (consent_id),
  FOREIGN KEY (workspace) REFERENCES workspaces(workspace) ON DELETE CASCADE,
  CHECK ((state = ANY (ARRAY['given'::text, 'withdrawn'::text])))
);
CREATE INDEX consents_by_identifier ON throughline.consents USING btree (workspace, identifier_id);

CREATE TABLE corrections (
  correction_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  workspace text NOT NULL,
  identifier_id numeric(20,0) NOT NULL,
  field text NOT NULL,
  was text NOT NULL,
  becomes text NOT NULL,
  by text NOT NULL,
  reason text NOT NULL,
  at timestamp with time zone NOT NULL DEFAULT now(),
  undone_at timestamp with time zone,
  undone_by text,
  PRIMARY KEY (correction_id),
  FOREIGN KEY (workspace) REFERENCES workspaces(workspace) ON DELETE CASCADE
);
CREATE INDEX corrections_by_identifier ON throughline.corrections USING btree (workspace, identifier_id);

CREATE TABLE erasures (
  erasure_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  workspace text NOT NULL,
  kind text NOT NULL,
  asked_by text NOT NULL,
  asked_at timestamp with time zone NOT NULL DEFAULT now(),
  ground text NOT NULL,
  work jsonb,
  finished_at timestamp with time zone,
  certificate text,
  hash text,
  PRIMARY KEY (erasure_id),
  FOREIGN KEY (workspace) REFERENCES workspaces(workspace) ON DELETE CASCADE,
  CHECK ((kind = ANY (ARRAY['customer'::text, 'retention'::text])))
);
CREATE INDEX erasures_by_workspace ON throughline.erasures USING btree (workspace, erasure_id DESC);

CREATE TABLE feed_days (
  workspace text NOT NULL,
  source text NOT NULL,
  day date NOT NULL,
  received bigint NOT NULL DEFAULT 0,
  resent bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (workspace, source, day),
  FOREIGN KEY (workspace) REFERENCES workspaces(workspace) ON DELETE CASCADE
);

CREATE TABLE feed_silences (
  silence_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  workspace text NOT NULL,
  source text NOT NULL,
  since timestamp with time zone NOT NULL,
  noticed_at timestamp with time zone NOT NULL,
  missed double precision NOT NULL,
  ended_at timestamp with time zone,
  PRIMARY KEY (silence_id),
  FOREIGN KEY (workspace) REFERENCES workspaces(workspace) ON DELETE CASCADE
);
CREATE UNIQUE INDEX feed_silences_open ON throughline.feed_silences USING btree (workspace, source) WHERE (ended_at IS NULL);

CREATE TABLE followers (
  workspace text NOT NULL,
  follower text NOT NULL,
  applied_commit bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (workspace, follower),
  FOREIGN KEY (workspace) REFERENCES workspaces(workspace) ON DELETE CASCADE
);

CREATE TABLE group_acts (
  act_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  workspace text NOT NULL,
  kind text NOT NULL,
  key text NOT NULL,
  group_id numeric(20,0) NOT NULL,
  name text NOT NULL DEFAULT ''::text,
  identifier_id numeric(20,0) NOT NULL,
  act text NOT NULL,
  role text NOT NULL DEFAULT ''::text,
  by text NOT NULL,
  reason text NOT NULL,
  commit_id bigint NOT NULL,
  at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (act_id),
  FOREIGN KEY (workspace) REFERENCES workspaces(workspace) ON DELETE CASCADE,
  CHECK ((act = ANY (ARRAY['add'::text, 'remove'::text])))
);
CREATE INDEX group_acts_by_group ON throughline.group_acts USING btree (workspace, group_id);
CREATE INDEX group_acts_by_identifier ON throughline.group_acts USING btree (workspace, identifier_id);

CREATE TABLE hook_parts (
  workspace text NOT NULL,
  source text NOT NULL,
  record_id text NOT NULL,
  part_key text NOT NULL,
  record text NOT NULL,
  received_at timestamp with time zone NOT NULL,
  PRIMARY KEY (workspace, source, record_id, part_key),
  FOREIGN KEY (workspace) REFERENCES workspaces(workspace) ON DELETE CASCADE
);
CREATE INDEX hook_parts_by_age ON throughline.hook_parts USING btree (workspace, received_at);

CREATE TABLE hook_payloads (
  payload_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  workspace text NOT NULL,
  source text NOT NULL,
  received_at timestamp with time zone NOT NULL,
  bytes integer NOT NULL,
  record text,
  record_ids text[] NOT NULL,
  PRIMARY KEY (payload_id),
  FOREIGN KEY (workspace) REFERENCES workspaces(workspace) ON DELETE CASCADE
);
CREATE INDEX hook_payloads_of_source ON throughline.hook_payloads USING btree (workspace, source, payload_id DESC);

CREATE TABLE hooks (
  hook_id text NOT NULL,
  workspace text NOT NULL,
  source text NOT NULL,
  channel text NOT NULL,
  scheme jsonb NOT NULL,
  secret text NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  created_by text NOT NULL,
  ended_at timestamp with time zone,
  accepted bigint NOT NULL DEFAULT 0,
  last_accepted_at timestamp with time zone,
  refused bigint NOT NULL DEFAULT 0,
  last_refused_at timestamp with time zone,
  last_refusal text,
  PRIMARY KEY (hook_id),
  FOREIGN KEY (workspace) REFERENCES workspaces(workspace) ON DELETE CASCADE
);
CREATE UNIQUE INDEX hooks_of_source ON throughline.hooks USING btree (workspace, source) WHERE (ended_at IS NULL);

CREATE TABLE identifier_kinds (
  workspace text NOT NULL,
  commit_id bigint NOT NULL,
  settings jsonb NOT NULL,
  by text NOT NULL,
  at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace, commit_id),
  FOREIGN KEY (workspace) REFERENCES workspaces(workspace) ON DELETE CASCADE
);

CREATE TABLE identity_acts (
  act_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  workspace text NOT NULL,
  act text NOT NULL,
  links bigint[] NOT NULL,
  by text NOT NULL,
  reason text NOT NULL,
  at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (act_id),
  FOREIGN KEY (workspace) REFERENCES workspaces(workspace) ON DELETE CASCADE,
  CHECK ((act = ANY (ARRAY['merge'::text, 'apart'::text, 'undo'::text, 'redo'::text])))
);
CREATE INDEX identity_acts_by_workspace ON throughline.identity_acts USING btree (workspace, act_id);

CREATE TABLE identity_links (
  link_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  workspace text NOT NULL,
  a_id numeric(20,0) NOT NULL,
  b_id numeric(20,0) NOT NULL,
  rule text NOT NULL,
  probability double precision NOT NULL DEFAULT 1,
  first_at bigint NOT NULL,
  source text NOT NULL,
  apart boolean NOT NULL DEFAULT false,
  undone boolean NOT NULL DEFAULT false,
  result text NOT NULL,
  reason text NOT NULL DEFAULT ''::text,
  evidence jsonb NOT NULL DEFAULT '[]'::jsonb,
  at timestamp with time zone NOT NULL DEFAULT now(),
  UNIQUE (workspace, a_id, b_id, rule),
  PRIMARY KEY (link_id),
  CHECK ((result = ANY (ARRAY['merged'::text, 'already one'::text, 'refused'::text, 'undone'::text, 'apart'::text]))),
  CHECK ((rule = ANY (ARRAY['same value'::text, 'person'::text, 'seen together'::text, 'match'::text])))
);
CREATE INDEX identity_links_by_b ON throughline.identity_links USING btree (workspace, b_id);

CREATE TABLE identity_matchings (
  matching_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  workspace text NOT NULL,
  of text NOT NULL,
  model jsonb NOT NULL,
  known_commit bigint NOT NULL,
  customers bigint NOT NULL,
  compared bigint NOT NULL,
  merged bigint NOT NULL,
  to_review bigint NOT NULL,
  seconds double precision NOT NULL,
  at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (matching_id),
  FOREIGN KEY (workspace) REFERENCES workspaces(workspace) ON DELETE CASCADE,
  CHECK ((of = ANY (ARRAY['all'::text, 'new'::text])))
);
CREATE INDEX identity_matchings_latest ON throughline.identity_matchings USING btree (workspace, matching_id DESC);

CREATE TABLE identity_members (
  workspace text NOT NULL,
  identifier_id numeric(20,0) NOT NULL,
  kind text NOT NULL,
  value text NOT NULL,
  customer_id numeric(20,0) NOT NULL,
  component_id numeric(20,0) NOT NULL,
  strength double precision NOT NULL DEFAULT 1,
  shared text NOT NULL DEFAULT ''::text,
  PRIMARY KEY (workspace, identifier_id)
);
CREATE INDEX identity_members_by_component ON throughline.identity_members USING btree (workspace, component_id);
CREATE INDEX identity_members_shared ON throughline.identity_members USING btree (workspace, identifier_id) WHERE (shared <> ''::text);

CREATE TABLE identity_reviews (
  review_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  workspace text NOT NULL,
  a_id numeric(20,0) NOT NULL,
  b_id numeric(20,0) NOT NULL,
  probability double precision NOT NULL,
  verdict text NOT NULL,
  evidence jsonb NOT NULL,
  answer text,
  answered_by text,
  answered_at timestamp with time zone,
  found_at timestamp with time zone NOT NULL DEFAULT now(),
  UNIQUE (workspace, a_id, b_id),
  PRIMARY KEY (review_id),
  FOREIGN KEY (workspace) REFERENCES workspaces(workspace) ON DELETE CASCADE,
  CHECK ((answer = ANY (ARRAY['one'::text, 'two'::text]))),
  CHECK ((verdict = ANY (ARRAY['automatic'::text, 'review'::text])))
);
CREATE INDEX identity_reviews_open ON throughline.identity_reviews USING btree (workspace, probability DESC) WHERE ((answer IS NULL) AND (verdict = 'review'::text));

CREATE TABLE imports (
  import_id text NOT NULL,
  import_number bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  workspace text NOT NULL,
  source text NOT NULL DEFAULT ''::text,
  path text NOT NULL,
  mapping text,
  mapping_path text,
  replace boolean NOT NULL DEFAULT false,
  state text NOT NULL,
  read bigint NOT NULL DEFAULT 0,
  stored bigint NOT NULL DEFAULT 0,
  unchanged bigint NOT NULL DEFAULT 0,
  quarantined bigint NOT NULL DEFAULT 0,
  withdrawn bigint NOT NULL DEFAULT 0,
  ignored bigint NOT NULL DEFAULT 0,
  interactions bigint NOT NULL DEFAULT 0,
  bytes_read bigint NOT NULL DEFAULT 0,
  bytes_total bigint NOT NULL DEFAULT 0,
  storyboards text[] NOT NULL DEFAULT '{}'::text[],
  subject_types text[] NOT NULL DEFAULT '{}'::text[],
  error text,
  started_at timestamp with time zone NOT NULL DEFAULT now(),
  finished_at timestamp with time zone,
  erased bigint NOT NULL DEFAULT 0,
  can_undo boolean NOT NULL DEFAULT false,
  undone_at timestamp with time zone,
  undone_by text,
  undone_records bigint NOT NULL DEFAULT 0,
  restored_records bigint NOT NULL DEFAULT 0,
  cancel_asked_at timestamp with time zone,
  PRIMARY KEY (import_id),
  FOREIGN KEY (workspace) REFERENCES workspaces(workspace) ON DELETE CASCADE
);

CREATE TABLE mail_bookmarks (
  workspace text NOT NULL,
  source text NOT NULL,
  folder text NOT NULL,
  uid_validity text NOT NULL,
  uid bigint NOT NULL,
  read_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace, source, folder),
  FOREIGN KEY (workspace, source) REFERENCES mail_sources(workspace, source) ON DELETE CASCADE
);

CREATE TABLE mail_links (
  workspace text NOT NULL,
  mail text NOT NULL,
  kin text NOT NULL,
  thread text NOT NULL,
  refers text[] NOT NULL,
  topic text,
  is_reply boolean NOT NULL,
  at timestamp with time zone,
  interaction_ids uuid[] NOT NULL,
  PRIMARY KEY (workspace, mail),
  FOREIGN KEY (workspace) REFERENCES workspaces(workspace) ON DELETE CASCADE
);
CREATE INDEX mail_links_by_interaction ON throughline.mail_links USING gin (interaction_ids);
CREATE INDEX mail_links_by_kin ON throughline.mail_links USING btree (workspace, kin);
CREATE INDEX mail_links_by_topic ON throughline.mail_links USING btree (workspace, topic) WHERE (topic IS NOT NULL);

CREATE TABLE mail_sources (
  workspace text NOT NULL,
  source text NOT NULL,
  own text[] NOT NULL,
  door jsonb,
  mailbox jsonb,
  set_by text NOT NULL,
  set_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace, source),
  FOREIGN KEY (workspace) REFERENCES workspaces(workspace) ON DELETE CASCADE
);

CREATE TABLE members (
  workspace text NOT NULL,
  person_id text NOT NULL,
  role text NOT NULL,
  since timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace, person_id),
  FOREIGN KEY (workspace) REFERENCES workspaces(workspace) ON DELETE CASCADE,
  CHECK ((role = ANY (ARRAY['owner'::text, 'member'::text])))
);

CREATE TABLE migrations (
  name text NOT NULL,
  applied_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (name)
);

CREATE TABLE naming_acts (
  act_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  workspace text NOT NULL,
  of text NOT NULL,
  words text[] NOT NULL,
  name text NOT NULL,
  by text NOT NULL,
  reason text NOT NULL DEFAULT ''::text,
  at timestamp with time zone NOT NULL DEFAULT now(),
  undone_at timestamp with time zone,
  undone_by text,
  PRIMARY KEY (act_id),
  FOREIGN KEY (workspace) REFERENCES workspaces(workspace) ON DELETE CASCADE,
  CHECK ((of = ANY (ARRAY['touchpoint'::text, 'channel'::text])))
);
CREATE INDEX naming_acts_by_workspace ON throughline.naming_acts USING btree (workspace, act_id);

CREATE TABLE objective_episodes (
  episode_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  workspace text NOT NULL,
  journey text NOT NULL,
  objective text NOT NULL,
  began_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  PRIMARY KEY (episode_id),
  FOREIGN KEY (workspace) REFERENCES workspaces(workspace) ON DELETE CASCADE
);
CREATE UNIQUE INDEX objective_episodes_open ON throughline.objective_episodes USING btree (workspace, journey, objective) WHERE (ended_at IS NULL);

CREATE TABLE quarantine (
  quarantine_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  workspace text NOT NULL,
  source text NOT NULL,
  file text NOT NULL,
  row bigint NOT NULL,
  field text NOT NULL,
  value text NOT NULL,
  reason text NOT NULL,
  record text NOT NULL,
  record_hash text NOT NULL,
  entry integer NOT NULL,
  received_at timestamp with time zone NOT NULL DEFAULT now(),
  UNIQUE (workspace, source, record_hash),
  PRIMARY KEY (quarantine_id),
  FOREIGN KEY (workspace) REFERENCES workspaces(workspace) ON DELETE CASCADE
);
CREATE INDEX quarantine_by_reason ON throughline.quarantine USING btree (workspace, source, reason);

CREATE TABLE retention_periods (
  workspace text NOT NULL,
  channel text NOT NULL,
  days integer NOT NULL,
  set_by text NOT NULL,
  set_at timestamp with time zone NOT NULL DEFAULT now(),
  last_run_on date,
  PRIMARY KEY (workspace, channel),
  FOREIGN KEY (workspace) REFERENCES workspaces(workspace) ON DELETE CASCADE,
  CHECK ((days > 0))
);

CREATE TABLE settings (
  name text NOT NULL,
  value text NOT NULL,
  PRIMARY KEY (name)
);

CREATE TABLE shared_builds (
  version bigint NOT NULL,
  name text NOT NULL,
  led_by integer NOT NULL,
  task bytea NOT NULL,
  PRIMARY KEY (version)
);

CREATE TABLE sources (
  workspace text NOT NULL,
  source text NOT NULL,
  kind text NOT NULL,
  mapping text,
  mapping_file text,
  mapping_changed_at timestamp with time zone,
  complete_until timestamp with time zone,
  last_record_at timestamp with time zone,
  PRIMARY KEY (workspace, source),
  FOREIGN KEY (workspace) REFERENCES workspaces(workspace) ON DELETE CASCADE,
  CHECK ((kind = ANY (ARRAY['file'::text, 'live'::text])))
);

CREATE TABLE storyboards (
  workspace text NOT NULL,
  journey text NOT NULL,
  version integer NOT NULL,
  yaml text NOT NULL,
  added_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace, journey, version),
  FOREIGN KEY (workspace) REFERENCES workspaces(workspace) ON DELETE CASCADE
);

CREATE TABLE tombstones (
  workspace text NOT NULL,
  kind text NOT NULL,
  hash text NOT NULL,
  erasure_id bigint NOT NULL,
  erased_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace, kind, hash),
  FOREIGN KEY (workspace) REFERENCES workspaces(workspace) ON DELETE CASCADE,
  CHECK ((kind = ANY (ARRAY['identifier'::text, 'subject'::text, 'record'::text, 'value'::text])))
);

CREATE TABLE tracking_plans (
  plan_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  workspace text NOT NULL,
  yaml text NOT NULL,
  by text NOT NULL,
  at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (plan_id),
  FOREIGN KEY (workspace) REFERENCES workspaces(workspace) ON DELETE CASCADE
);
CREATE INDEX tracking_plans_by_workspace ON throughline.tracking_plans USING btree (workspace, plan_id DESC);

CREATE TABLE webhook_attempts (
  attempt_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  delivery_id bigint NOT NULL,
  at timestamp with time zone NOT NULL,
  milliseconds integer NOT NULL,
  status integer,
  error text,
  answer text NOT NULL DEFAULT ''::text,
  PRIMARY KEY (attempt_id),
  FOREIGN KEY (delivery_id) REFERENCES webhook_deliveries(delivery_id) ON DELETE CASCADE
);
CREATE INDEX webhook_attempts_of ON throughline.webhook_attempts USING btree (delivery_id);

CREATE TABLE webhook_deliveries (
  delivery_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  workspace text NOT NULL,
  event text NOT NULL,
  body text NOT NULL,
  state text NOT NULL DEFAULT 'pending'::text,
  attempts integer NOT NULL DEFAULT 0,
  next_at timestamp with time zone,
  status integer,
  error text,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  finished_at timestamp with time zone,
  message_id text NOT NULL DEFAULT ('msg_'::text || replace((gen_random_uuid())::text, '-'::text, ''::text)),
  PRIMARY KEY (delivery_id),
  FOREIGN KEY (workspace) REFERENCES workspaces(workspace) ON DELETE CASCADE,
  CHECK ((state = ANY (ARRAY['pending'::text, 'delivered'::text, 'failed'::text])))
);
CREATE INDEX webhook_deliveries_due ON throughline.webhook_deliveries USING btree (next_at) WHERE (state = 'pending'::text);
CREATE INDEX webhook_deliveries_recent ON throughline.webhook_deliveries USING btree (workspace, delivery_id);
CREATE UNIQUE INDEX webhook_deliveries_message ON throughline.webhook_deliveries USING btree (message_id);

CREATE TABLE webhooks (
  workspace text NOT NULL,
  url text NOT NULL,
  secret text NOT NULL,
  set_at timestamp with time zone NOT NULL DEFAULT now(),
  former_secret text,
  former_until timestamp with time zone,
  ended_at timestamp with time zone,
  ended_because text,
  PRIMARY KEY (workspace),
  FOREIGN KEY (workspace) REFERENCES workspaces(workspace) ON DELETE CASCADE
);

CREATE TABLE workspaces (
  workspace text NOT NULL,
  sample boolean NOT NULL DEFAULT false,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace)
);

CREATE TABLE write_keys (
  key_id text NOT NULL,
  workspace text NOT NULL,
  source text NOT NULL,
  name text NOT NULL,
  hash text NOT NULL,
  hint text NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  revoked_at timestamp with time zone,
  last_used_at timestamp with time zone,
  requests_per_second integer NOT NULL DEFAULT 1000,
  UNIQUE (hash),
  PRIMARY KEY (key_id),
  FOREIGN KEY (workspace) REFERENCES workspaces(workspace) ON DELETE CASCADE
);
