CREATE TABLE erasures (
  erasure_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('customer', 'retention')),
  asked_by text NOT NULL,
  asked_at timestamptz NOT NULL DEFAULT now(),
  ground text NOT NULL,
  -- What is still to be removed and what was; null as soon as nothing personal is needed any more.
  work jsonb,
  finished_at timestamptz,
  -- Text as it was hashed: jsonb would put its fields in another order.
  certificate text,
  hash text
);
CREATE INDEX erasures_by_workspace ON erasures (workspace, erasure_id DESC);
-- Salted hashes of what was erased: what comes again is known without being kept.
CREATE TABLE tombstones (
  workspace text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('identifier', 'subject', 'record', 'value')),
  hash text NOT NULL,
  erasure_id bigint NOT NULL,
  erased_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace, kind, hash)
);
ALTER TABLE imports ADD COLUMN erased bigint NOT NULL DEFAULT 0;
-- Days for which interactions are kept; channel '' = those of all channels without a period of their own.
CREATE TABLE retention_periods (
  workspace text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  channel text NOT NULL,
  days integer NOT NULL CHECK (days > 0),
  set_by text NOT NULL,
  set_at timestamptz NOT NULL DEFAULT now(),
  last_run_on date,
  PRIMARY KEY (workspace, channel)
);
