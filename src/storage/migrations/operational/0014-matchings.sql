-- Each matching of a workspace, and the model it judged by: new customers are matched by the last one learnt of all.
CREATE TABLE identity_matchings (
  matching_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  of text NOT NULL CHECK (of IN ('all', 'new')),
  model jsonb NOT NULL,
  -- Up to which commit what is said of customers was looked at.
  known_commit bigint NOT NULL,
  customers bigint NOT NULL,
  compared bigint NOT NULL,
  merged bigint NOT NULL,
  to_review bigint NOT NULL,
  seconds double precision NOT NULL,
  at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX identity_matchings_latest ON identity_matchings (workspace, matching_id DESC);
