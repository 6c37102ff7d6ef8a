-- What people said of who belongs to a group, and why; it is only added to. The latest word on an identifier stands, over what
-- sources say. The commit lets followers see it.
CREATE TABLE group_acts (
  act_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  kind text NOT NULL,
  key text NOT NULL,
  group_id numeric(20) NOT NULL,
  name text NOT NULL DEFAULT '',
  identifier_id numeric(20) NOT NULL,
  act text NOT NULL CHECK (act IN ('add', 'remove')),
  role text NOT NULL DEFAULT '',
  by text NOT NULL,
  reason text NOT NULL,
  commit_id bigint NOT NULL,
  at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX group_acts_by_group ON group_acts (workspace, group_id);
CREATE INDEX group_acts_by_identifier ON group_acts (workspace, identifier_id);
