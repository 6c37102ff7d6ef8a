SET LOCAL search_path TO throughline;

-- A door for the webhooks of one sender. The secret is kept as it is: signatures are computed with it.
CREATE TABLE hooks (
  hook_id text PRIMARY KEY,
  workspace text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  source text NOT NULL,
  channel text NOT NULL,
  scheme jsonb NOT NULL,
  secret text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  created_by text NOT NULL,
  ended_at timestamptz,
  accepted bigint NOT NULL DEFAULT 0,
  last_accepted_at timestamptz,
  refused bigint NOT NULL DEFAULT 0,
  last_refused_at timestamptz,
  last_refusal text
);
CREATE UNIQUE INDEX hooks_of_source ON hooks (workspace, source) WHERE ended_at IS NULL;

-- The last payloads of each source, for the preview of a mapping; older ones go with each that comes.
CREATE TABLE hook_payloads (
  payload_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  source text NOT NULL,
  received_at timestamptz NOT NULL,
  bytes integer NOT NULL,
  record text,
  record_ids text[] NOT NULL
);
CREATE INDEX hook_payloads_of_source ON hook_payloads (workspace, source, payload_id DESC);

-- Payloads that are parts of one record, known by the hash of its key as erasures know it: the record is made of all of them
-- again whenever one comes.
CREATE TABLE hook_parts (
  workspace text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  source text NOT NULL,
  record_id text NOT NULL,
  part_key text NOT NULL,
  record text NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (workspace, source, record_id, part_key)
);
CREATE INDEX hook_parts_by_age ON hook_parts (workspace, received_at);
