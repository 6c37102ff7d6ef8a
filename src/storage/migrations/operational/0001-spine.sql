SET LOCAL search_path TO throughline;

CREATE TABLE workspaces (
  workspace text PRIMARY KEY,
  sample boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE members (
  workspace text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  person_id text NOT NULL,
  role text NOT NULL CHECK (role IN ('owner', 'member')),
  since timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace, person_id)
);

-- Only a hash of a write key is kept.
CREATE TABLE write_keys (
  key_id text PRIMARY KEY,
  workspace text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  source text NOT NULL,
  name text NOT NULL,
  hash text NOT NULL UNIQUE,
  hint text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz,
  last_used_at timestamptz
);

CREATE TABLE sources (
  workspace text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  source text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('file', 'live')),
  mapping text,
  mapping_file text,
  mapping_changed_at timestamptz,
  complete_until timestamptz,
  last_record_at timestamptz,
  PRIMARY KEY (workspace, source)
);

CREATE TABLE imports (
  import_id text PRIMARY KEY,
  import_number bigint GENERATED ALWAYS AS IDENTITY,
  workspace text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  source text NOT NULL DEFAULT '',
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
  storyboards text[] NOT NULL DEFAULT '{}',
  subject_types text[] NOT NULL DEFAULT '{}',
  error text,
  started_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz
);

-- A commit stands here from before its interactions are written until they are known to be written.
CREATE TABLE commits (
  commit_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace text NOT NULL,
  at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE quarantine (
  quarantine_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  source text NOT NULL,
  file text NOT NULL,
  row bigint NOT NULL,
  field text NOT NULL,
  value text NOT NULL,
  reason text NOT NULL,
  record text NOT NULL,
  record_hash text NOT NULL,
  entry integer NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (workspace, source, record_hash)
);
CREATE INDEX quarantine_by_reason ON quarantine (workspace, source, reason);

-- Identifiers seen together, in the order they were learnt; what each led to is a record, never an update.
CREATE TABLE identity_links (
  link_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  a_kind text NOT NULL, a_value text NOT NULL, a_id numeric(20) NOT NULL,
  b_kind text NOT NULL, b_value text NOT NULL, b_id numeric(20) NOT NULL,
  source text NOT NULL,
  result text NOT NULL CHECK (result IN ('merged', 'already one', 'refused')),
  reason text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (workspace, a_id, b_id)
);

CREATE TABLE identity_members (
  workspace text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  identifier_id numeric(20) NOT NULL,
  kind text NOT NULL,
  value text NOT NULL,
  customer_id numeric(20) NOT NULL,
  PRIMARY KEY (workspace, identifier_id)
);
CREATE INDEX identity_members_by_customer ON identity_members (workspace, customer_id);

CREATE TABLE storyboards (
  workspace text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  journey text NOT NULL,
  version integer NOT NULL,
  yaml text NOT NULL,
  added_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace, journey, version)
);

-- Versions of runs: of two rows of one run the higher stands.
CREATE SEQUENCE run_versions;

-- How far the runs of a journey have followed the commits. snapshot 0 = living.
CREATE TABLE builds (
  workspace text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  journey text NOT NULL,
  snapshot bigint NOT NULL,
  applied_commit bigint NOT NULL DEFAULT 0,
  design text NOT NULL DEFAULT '',
  horizon text NOT NULL DEFAULT '',
  done bigint NOT NULL DEFAULT 0,
  of bigint NOT NULL DEFAULT 0,
  used_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace, journey, snapshot)
);

-- What the installation decided for itself once: the secret that signs sessions, for example.
CREATE TABLE settings (
  name text PRIMARY KEY,
  value text NOT NULL
);

-- How far each follower of the interactions (identity, for example) has come.
CREATE TABLE followers (
  workspace text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  follower text NOT NULL,
  applied_commit bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (workspace, follower)
);
