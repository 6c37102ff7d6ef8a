-- Who did what to what, when, and what became of it. Rows are only ever added.
CREATE TABLE audit (
  audit_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- '' = the whole installation. No foreign key: that a workspace was removed is told after it is gone.
  workspace text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  by text NOT NULL,
  act text NOT NULL,
  on_what text NOT NULL,
  outcome text NOT NULL,
  detail text NOT NULL DEFAULT ''
);
CREATE INDEX audit_by_workspace ON audit (workspace, audit_id DESC);
CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'The audit log is only ever added to.'; END $$;
CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_stays();

CREATE TABLE consents (
  consent_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  identifier_id numeric(20,0) NOT NULL,
  kind text NOT NULL,
  value text NOT NULL,
  channel text NOT NULL,
  purpose text NOT NULL,
  state text NOT NULL CHECK (state IN ('given', 'withdrawn')),
  at timestamptz NOT NULL,
  source text NOT NULL,
  wording text NOT NULL,
  by text NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX consents_by_identifier ON consents (workspace, identifier_id);

-- What a person says is right, beside what the interactions say, which never change.
CREATE TABLE corrections (
  correction_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  identifier_id numeric(20,0) NOT NULL,
  field text NOT NULL,
  was text NOT NULL,
  becomes text NOT NULL,
  by text NOT NULL,
  reason text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  undone_at timestamptz,
  undone_by text
);
CREATE INDEX corrections_by_identifier ON corrections (workspace, identifier_id);
