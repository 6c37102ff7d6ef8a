-- What people said of touchpoints and channels. An act says that some words are one and what that one is called; interactions keep
-- the words they came with. It is only added to, and taken back by its undoing.
CREATE TABLE naming_acts (
  act_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  of text NOT NULL CHECK (of IN ('touchpoint', 'channel')),
  words text[] NOT NULL,
  name text NOT NULL,
  by text NOT NULL,
  reason text NOT NULL DEFAULT '',
  at timestamptz NOT NULL DEFAULT now(),
  undone_at timestamptz,
  undone_by text
);
CREATE INDEX naming_acts_by_workspace ON naming_acts (workspace, act_id);

-- Who answers for a touchpoint, the group and the stage it lies in; '' = not said. Kept under the name it was said of.
CREATE TABLE catalogue_entries (
  workspace text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  of text NOT NULL CHECK (of IN ('touchpoint', 'channel')),
  name text NOT NULL,
  owner text NOT NULL DEFAULT '',
  stage text NOT NULL DEFAULT '',
  grouped text NOT NULL DEFAULT '',
  note text NOT NULL DEFAULT '',
  by text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace, of, name)
);

-- What events shall carry, as its owners wrote it; the newest holds.
CREATE TABLE tracking_plans (
  plan_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  yaml text NOT NULL,
  by text NOT NULL,
  at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX tracking_plans_by_workspace ON tracking_plans (workspace, plan_id DESC);
