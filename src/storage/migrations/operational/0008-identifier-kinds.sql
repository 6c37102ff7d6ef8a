-- How the identifiers of each kind are written and what they may join, as owners set it. Only added to: the latest stands,
-- from the commit it was set under.
CREATE TABLE identifier_kinds (
  workspace text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  commit_id bigint NOT NULL,
  settings jsonb NOT NULL,
  by text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace, commit_id)
);

-- Two forms of one identifier, as the kinds stand.
ALTER TABLE identity_links DROP CONSTRAINT identity_links_rule_check;
ALTER TABLE identity_links ADD CONSTRAINT identity_links_rule_check CHECK (rule IN ('same value', 'person', 'seen together', 'match'));
