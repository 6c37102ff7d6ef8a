-- Who is one customer is told by the links alone; the identity follower learns all of them again.
DROP TABLE identity_links;
DROP TABLE identity_members;
DELETE FROM followers WHERE follower = 'identity';
DELETE FROM builds;

-- Every reason to take two identifiers for one person, or not to. A link that is undone stays on record.
CREATE TABLE identity_links (
  link_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  a_id numeric(20) NOT NULL,
  b_id numeric(20) NOT NULL,
  rule text NOT NULL CHECK (rule IN ('person', 'seen together', 'match')),
  probability double precision NOT NULL DEFAULT 1,
  first_at bigint NOT NULL,
  source text NOT NULL,
  apart boolean NOT NULL DEFAULT false,
  undone boolean NOT NULL DEFAULT false,
  result text NOT NULL CHECK (result IN ('merged', 'already one', 'refused', 'undone', 'apart')),
  reason text NOT NULL DEFAULT '',
  evidence jsonb NOT NULL DEFAULT '[]',
  at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (workspace, a_id, b_id, rule)
);
CREATE INDEX identity_links_by_b ON identity_links (workspace, b_id);

-- What the links come to. A component holds all that hangs together, refused links included: it is judged as one.
CREATE TABLE identity_members (
  workspace text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  identifier_id numeric(20) NOT NULL,
  kind text NOT NULL,
  value text NOT NULL,
  customer_id numeric(20) NOT NULL,
  component_id numeric(20) NOT NULL,
  strength double precision NOT NULL DEFAULT 1,
  shared text NOT NULL DEFAULT '',
  PRIMARY KEY (workspace, identifier_id)
);
CREATE INDEX identity_members_by_customer ON identity_members (workspace, customer_id);
CREATE INDEX identity_members_by_component ON identity_members (workspace, component_id);

-- What people did to the ledger, and why; it is only added to.
CREATE TABLE identity_acts (
  act_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  act text NOT NULL CHECK (act IN ('merge', 'apart', 'undo', 'redo')),
  links bigint[] NOT NULL,
  by text NOT NULL,
  reason text NOT NULL,
  at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX identity_acts_by_workspace ON identity_acts (workspace, act_id);
